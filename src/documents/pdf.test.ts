import { describe, expect, it } from "vitest";
import { makePdf, stream, textPdf } from "../../test/fixtures/make-pdf.ts";
import type { PdfText } from "../../test/fixtures/make-pdf.ts";
import type { ParsedDocument } from "../core/document.ts";
import { parsePdf } from "./pdf.ts";

async function parsed(bytes: Uint8Array, path = "a.pdf"): Promise<ParsedDocument> {
  const extraction = await parsePdf(bytes, path);
  if (extraction.kind !== "document") throw new Error(extraction.reason);
  return extraction.document;
}

const shape = ({ text, blocks }: ParsedDocument): string[] =>
  blocks.map(
    ({ kind, level, start, end, locator }) =>
      `${kind}${level ?? ""} p${locator?.kind === "page" ? locator.page : "?"}: ${text.slice(start, end)}`,
  );

/** Lines at one place, 14 points apart. */
const column = (x: number, y: number, lines: readonly string[], rest: Partial<PdfText> = {}): PdfText[] =>
  lines.map((text, at) => ({ x, y: y - at * 14, text, ...rest }));

describe("parsePdf", () => {
  it("reads columns one after the other, under a title across both", async () => {
    const left = [
      "The first column tells of harbours",
      "and of the ships that lie in them",
      "through the whole of the winter",
      "until the ice has gone again.",
    ];
    const right = [
      "The second column tells of roads",
      "and of the carts that wait there",
      "for the first dry days of spring",
      "when all the fields are sown.",
    ];
    const { text } = await parsed(
      textPdf([
        [
          { x: 72, y: 740, text: "Harbours and roads of the northern coast", size: 20 },
          ...column(72, 700, left),
          ...column(320, 700, right),
        ],
      ]),
    );
    expect(text).toBe(`Harbours and roads of the northern coast\n\n${left.join(" ")}\n\n${right.join(" ")}`);
  });

  it("does so when the lines of the columns stand at different heights and are drawn in turn", async () => {
    const left = ["Alpha beta gamma delta epsilon", "zeta eta theta iota kappa lambda", "mu nu xi omicron pi rho sigma"];
    const right = ["One two three four five six seven", "eight nine ten eleven twelve more", "thirteen fourteen fifteen sixteen"];
    const turns = left.flatMap((text, at) => [
      { x: 72, y: 700 - at * 14, text },
      { x: 320, y: 695 - at * 14, text: right[at] ?? "" },
    ]);
    const { text } = await parsed(textPdf([turns]));
    expect(text.replaceAll("\n\n", " ")).toBe([...left, ...right].join(" "));
  });

  it("reads a table by rows, and puts wrapped cells together", async () => {
    const rows = [
      ["Part", "Price", "Note"],
      ["Bolt", "1.20", "zinc"],
      ["Nut", "0.80", "steel"],
      ["Washer", "0.10", "brass"],
    ];
    const cells = rows.flatMap((row, at) => row.map((text, column_) => ({ x: 72 + column_ * 150, y: 700 - at * 20, text })));
    const document = await parsed(textPdf([[...cells, { x: 372, y: 628, text: "or copper" }]]));
    expect(shape(document)).toEqual([
      "table p1: Part | Price | Note\nBolt | 1.20 | zinc\nNut | 0.80 | steel\nWasher | 0.10 | brass or copper",
    ]);
  });

  it("reads figures beside prose as a column of their own, but terms beside their meanings as a table", async () => {
    const story = [
      "Big achievements follow if you",
      "dream big. The house is a proof",
      "of the power of dreams, and of",
      "the work that was put into them",
      "by all who came here early.",
    ];
    const beside = await parsed(
      textPdf([
        [
          ...column(72, 700, story),
          ...["Market value", "17,81,841", "Revenue", "7,92,756"].map((text, at) => ({ x: 320, y: 692 - at * 30, text })),
        ],
      ]),
    );
    expect(beside.text.replaceAll(/\s+/g, " ")).toBe(`${story.join(" ")} Market value 17,81,841 Revenue 7,92,756`);
    const meanings = [
      "a channel that leads water away",
      "from the fields to the river",
      "a wall that keeps the river out",
      "of the fields in a wet spring",
    ];
    const { blocks, text } = await parsed(
      textPdf([[{ x: 72, y: 700, text: "Ditch" }, { x: 72, y: 672, text: "Levee" }, ...column(200, 700, meanings)]]),
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(["table"]);
    expect(text).toBe(`Ditch | ${meanings[0]} ${meanings[1]}\nLevee | ${meanings[2]} ${meanings[3]}`);
  });

  it("knows headings by their size, and by the outline", async () => {
    const body = ["This is the text of the section, which is", "long enough to be the size of most words."];
    const document = await parsed(
      textPdf(
        [
          [
            { x: 72, y: 740, text: "A Guide to Pumps", size: 22 },
            ...column(72, 700, body),
            { x: 72, y: 640, text: "Seals", size: 15 },
            ...column(72, 620, body),
            { x: 72, y: 570, text: "Small heading in the outline" },
            ...column(72, 540, body),
          ],
        ],
        ["<< /Type /Outlines /First 8 0 R /Last 8 0 R /Count 1 >>", "<< /Title (Small heading in the outline) /Parent 7 0 R >>"],
        "/Outlines 7 0 R",
      ),
    );
    expect(document.title).toBe("A Guide to Pumps");
    expect(document.blocks.filter(({ kind }) => kind === "heading").map(({ level, title }) => [level, title])).toEqual([
      [1, "A Guide to Pumps"],
      [2, "Seals"],
      [1, "Small heading in the outline"],
    ]);
  });

  it("makes words whole that were parted at a line's end, and keeps hyphens that are written elsewhere", async () => {
    const { text } = await parsed(
      textPdf([column(72, 700, ["A well-known pump needs main-", "tenance that is done by a well-", "known mechanic."])]),
    );
    expect(text).toBe("A well-known pump needs maintenance that is done by a well-known mechanic.");
  });

  it("leaves out running heads and page numbers, gives each block its page, and lets a sentence run over the page", async () => {
    const document = await parsed(
      textPdf(
        [1, 2, 3, 4].map((page) => [
          { x: 72, y: 770, text: "Handbook of pumps" },
          ...column(72, 600, [`On page ${page} the sentence does not end but`]),
          { x: 300, y: 20, text: `Page ${page} of 4` },
        ]),
      ),
    );
    expect(shape(document)).toEqual([1, 2, 3, 4].map((page) => `paragraph p${page}: On page ${page} the sentence does not end but`));
    expect(document.notes.join()).toContain("running heads and page numbers left out: handbook of pumps / page # of #");
  });

  it("does not say twice what was printed twice to make it bold", async () => {
    const { text } = await parsed(
      textPdf([
        [
          { x: 72, y: 700, text: "Printed twice" },
          { x: 72.3, y: 700, text: "Printed twice" },
          { x: 72, y: 680, text: "Printed once." },
        ],
      ]),
    );
    expect(text.match(/Printed twice/g)?.length).toBe(1);
  });

  it("keeps the lines and indents of a typewriter face as code", async () => {
    const pages = makePdf([
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
      stream(
        "BT /F1 10 Tf 72 700 Td (configure system) Tj ET BT /F1 10 Tf 96 688 Td (enable port 8080) Tj ET BT /F1 10 Tf 72 676 Td (commit the changes) Tj ET",
      ),
    ]);
    expect(shape(await parsed(pages))).toEqual(["code p1: configure system\n    enable port 8080\ncommit the changes"]);
  });

  it("reads what was filled into a form", async () => {
    const pages = makePdf([
      "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R] >> >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Annots [6 0 R 7 0 R] /Resources << >> /Contents 5 0 R >>",
      "<< >>",
      stream(""),
      "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Surname) /V (Okafor) /Rect [0 0 99 20] >>",
      "<< /Type /Annot /Subtype /Widget /FT /Tx /Ff 8192 /T (Code) /V (secret) /Rect [0 30 99 50] >>",
    ]);
    expect(shape(await parsed(pages))).toEqual(["list p1: Surname: Okafor"]);
  });

  it("takes the title and author of the file, but not a title that a program made", async () => {
    const page: PdfText[] = [{ x: 72, y: 700, text: "Some words of a page" }];
    const info = async (title: string): Promise<ParsedDocument> =>
      parsed(
        Buffer.from(
          Buffer.from(textPdf([page], [`<< /Title (${title}) /Author (A. Okafor) /CreationDate (D:20200102030405Z) >>`]))
            .toString("latin1")
            .replace("/Root 1 0 R", "/Root 1 0 R /Info 7 0 R"),
          "latin1",
        ),
        "b/pumps.pdf",
      );
    expect((await info("The Pump Book")).title).toBe("The Pump Book");
    expect((await info("Microsoft Word - draft7.doc")).title).toBe("pumps");
    const { metadata, date } = await info("x");
    expect(metadata).toMatchObject({ author: "A. Okafor", fileCreated: "2020-01-02", pages: 1 });
    expect(date).toBeUndefined();
  });
});
