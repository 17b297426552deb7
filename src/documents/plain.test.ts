import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParsedDocument } from "../core/document.ts";
import { extract } from "./parsers.ts";
import { parsePlain } from "./plain.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function parsed(text: string, path = "notes/note01.txt"): ParsedDocument {
  const extraction = parsePlain(bytes(text), path);
  if (extraction.kind !== "document") throw new Error(extraction.reason);
  return extraction.document;
}

const shape = ({ text, blocks }: ParsedDocument): string[] =>
  blocks.map(({ kind, level, start, end }) => `${kind}${level ?? ""}: ${text.slice(start, end)}`);

describe("parsePlain", () => {
  it("recognises underlined, numbered, marked, wiki and capital headings that stand by themselves", () => {
    const text = [
      "Project notes",
      "=============",
      "",
      "Intro text here.",
      "",
      "Money",
      "-----",
      "We have some.",
      "",
      "2.1 Method of work",
      "",
      "Text.",
      "",
      "OPEN QUESTIONS",
      "",
      "None yet.",
      "",
      "# Marked",
      "",
      "Text.",
      "",
      "Details",
      "^^^^^^^",
      "Text.",
      "",
      "No title here",
      "^^^^",
      "",
      " = = Wiki = = ",
      "",
      "Text.",
    ].join("\n");
    expect(shape(parsed(text)).filter((block) => block.startsWith("heading"))).toEqual([
      "heading1: Project notes\n=============",
      "heading2: Money\n-----",
      "heading2: 2.1 Method of work",
      "heading2: OPEN QUESTIONS",
      "heading1: # Marked",
      "heading3: Details\n^^^^^^^",
      "heading2:  = = Wiki = = ",
    ]);
    expect(parsed(text).title).toBe("Project notes");
  });

  it("takes a day by itself for the heading of what follows, so that each entry of a log has its date", () => {
    const document = parsed("Depot log\n\nTuesday, 3 March 2026\n\nThe ramp is late.\n\n5 March 2026\n\nThe ramp is done.\n\n9 March 2026");
    expect(document.title).toBe("Depot log");
    expect(document.blocks.filter(({ kind }) => kind === "heading").map(({ title }) => title)).toEqual([
      "Tuesday, 3 March 2026",
      "5 March 2026",
    ]);
  });

  it.each([
    ["a sentence in capitals", "Text.\n\nDO NOT OPEN THE DOOR.\n\nMore."],
    ["capitals at the very end", "Text.\n\nSIGNED BY MARIA"],
    ["a number", "Text.\n\n12,500\n\nMore."],
    ["a numbered list with empty lines", "Text.\n\n1. First thing\n\n2. Second thing\n\n3. Third thing"],
    ["a shell comment", "Run:\n# a comment\nls"],
    ["a rule", "Text.\n\n-----\n\nMore."],
    ["a line of a paragraph", "First line\nOPEN QUESTIONS\nlast line"],
    [
      "a signature",
      "Text.\n\nMr. and Mrs. Smith,\n-----------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------\nEnd",
    ],
  ])("does not take %s for a heading", (_, text) => {
    expect(parsed(text).blocks.filter(({ kind }) => kind === "heading")).toEqual([]);
  });

  it("recognises lists, also with their items apart, and tables of bars or tabs", () => {
    expect(shape(parsed("Text:\n\n- a\n- b\n  goes on\n\n- c\n\nEnd."))).toEqual([
      "paragraph: Text:",
      "list: - a\n- b\n  goes on\n\n- c",
      "paragraph: End.",
    ]);
    expect(shape(parsed("name\tage\nAnn\t30\nBob\t40\n\nx | y\n1 | 2\n\nno\ttable\nhere"))).toEqual([
      "table: name\tage\nAnn\t30\nBob\t40",
      "table: x | y\n1 | 2",
      "paragraph: no\ttable\nhere",
    ]);
  });

  it("takes its title from a line that reads like one near the top, else from the file name", () => {
    expect(parsed("Date: 12 January 2026\n\nTanker metering, kick-off at Tarn Street\n\nFor everybody.").title).toBe(
      "Tanker metering, kick-off at Tarn Street",
    );
    expect(parsed("3 March 2026\n\nMoney and paper\n\nFor everybody.").title).toBe("Money and paper");
    for (const text of [
      "For everybody whom the snow kept away.\n\nMore.",
      "One line only",
      "Dear Maria,\n\nThanks.",
      "First line\nsecond line\n\nMore.",
    ])
      expect(parsed(text).title).toBe("note01");
  });

  it("takes its date from the file name or a dated first line", () => {
    expect(parsed("Kickoff of Falcon, 3 March 2026\n\nText").date).toBe("2026-03-03");
    expect(parsed("Kickoff of Falcon\nMarch 3, 2026\n\nText").date).toBe("2026-03-03");
    expect(parsed("Kickoff\nMar 3, 2026 - Press\n\nText").date).toBe("2026-03-03");
    expect(parsed("Text", "2026-03-03_kickoff.txt").date).toBe("2026-03-03");
    expect(parsed(`${"A long first line that only mentions ".repeat(4)}3 March 2026.`).date).toBeUndefined();
  });

  it("keeps the text as it is, whatever its line ends", () => {
    for (const lineEnd of ["\n", "\r\n", "\r"]) {
      const text = ["Title", "=====", "", "One", "two", "", "- a"].join(lineEnd);
      const document = parsed(text);
      expect(document.text).toBe(text);
      expect(shape(document)).toEqual([`heading1: Title${lineEnd}=====`, `paragraph: One${lineEnd}two`, "list: - a"]);
    }
  });

  it("has blocks in order that hold every character but white space, for any text", () => {
    const piece = fc.constantFrom(
      "Title\n",
      "=====\n",
      "-----\n",
      "CAPITALS\n",
      "1. Item\n",
      "2.3 Head\n",
      "- a\n",
      "a\tb\n",
      "x | y\n",
      "\n",
      "text ",
      "\r\n",
      "\u00a0",
      "# h\n",
      "== w ==\n",
      "😀",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }).map((parts) => parts.join("")),
        (text) => {
          const extraction = parsePlain(bytes(text), "a.txt");
          if (extraction.kind === "skipped") {
            expect(text.trim()).toBe("");
            return;
          }
          let at = 0;
          for (const { start, end } of extraction.document.blocks) {
            expect(text.slice(at, start).trim()).toBe("");
            expect(end).toBeGreaterThan(start);
            at = end;
          }
          expect(text.slice(at).trim()).toBe("");
        },
      ),
    );
  });

  it("finishes on a megabyte of lines that are almost headings", () => {
    for (const unit of ["A\n", "ABCD\n\n", "1. Abc\n\n", "= ", "=\n", "# ", "\n", "- a\n\n", "|", "\t", " "])
      expect(parsed(`${unit.repeat(1_000_000 / unit.length)}x`).blocks.length).toBeGreaterThan(0);
  });

  it("is refused with the limit when it has more paragraphs than memory should hold", async () => {
    expect(await extract(bytes("a\n\n".repeat(1_000_001)), "a.txt")).toEqual({
      kind: "skipped",
      reason: "over a limit: more than 1,000,000 paragraphs, lists, tables and headings",
    });
  });
});
