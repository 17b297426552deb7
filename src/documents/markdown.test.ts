import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document, Extraction, ParsedDocument } from "../core/document.ts";
import { chunkDocument, searchText } from "../text/chunk.ts";
import { headingTitle, parseMarkdown } from "./markdown.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function parsed(text: string, path = "notes/a.md"): ParsedDocument {
  const extraction: Extraction = parseMarkdown(bytes(text), path);
  if (extraction.kind !== "document") throw new Error(extraction.reason);
  return extraction.document;
}

const shape = ({ text, blocks }: ParsedDocument): string[] =>
  blocks.map(({ kind, level, start, end }) => `${kind}${level ?? ""}: ${text.slice(start, end)}`);

describe("parseMarkdown", () => {
  it("recognises the outermost blocks with their exact offsets", () => {
    const text = [
      "# Title #",
      "",
      "Para one",
      "goes on.",
      "",
      "Setext",
      "------",
      "- a",
      "  - b",
      "",
      "  c",
      "",
      "> quote",
      "",
      "| a | b |",
      "|---|---|",
      "| 1 | 2 |",
      "",
      "```js",
      "# no heading",
      "```",
      "",
      "    indented",
      "",
      "<div>",
      "html",
      "</div>",
      "",
      "***",
      "last",
    ].join("\n");
    expect(shape(parsed(text))).toEqual([
      "heading1: # Title #",
      "paragraph: Para one\ngoes on.",
      "heading2: Setext\n------",
      "list: - a\n  - b\n\n  c",
      "quote: > quote",
      "table: | a | b |\n|---|---|\n| 1 | 2 |",
      "code: ```js\n# no heading\n```",
      "code:     indented",
      "html: <div>\nhtml\n</div>",
      "paragraph: ***",
      "paragraph: last",
    ]);
  });

  it.each(["\n", "\r\n", "\r"])("has the same blocks with the line end %j", (lineEnd) => {
    const text = "---\ntitle: T\n---\n# A\n\ntext\nmore\n\n- x\n- y\n".replaceAll("\n", lineEnd);
    const document = parsed(text);
    expect(document.title).toBe("T");
    expect(shape(document)).toEqual(
      ["front-matter: ---\ntitle: T\n---", "heading1: # A", "paragraph: text\nmore", "list: - x\n- y"].map((block) =>
        block.replaceAll("\n", lineEnd),
      ),
    );
  });

  it("reads YAML front matter flat, with the title and the date it claims", () => {
    const document = parsed(
      "---\ntitle: Depot plan\ndate: 2026-03-03\ntags: [a, b]\nmenu:\n  main:\n    weight: 3\ndraft: false\nempty:\n---\n\nText.\n",
    );
    expect(document.title).toBe("Depot plan");
    expect(document.date).toBe("2026-03-03");
    expect(document.metadata).toEqual({ title: "Depot plan", date: "2026-03-03", tags: ["a", "b"], "menu.main.weight": 3, draft: false });
    expect(shape(document)[0]).toMatch(/^front-matter: ---\ntitle[\s\S]*---$/);
    expect(document.notes).toEqual([]);
  });

  it("reads TOML front matter as far as it is plain, and notes the rest", () => {
    const document = parsed(
      '+++\ntitle = "Depot \\"A\\""\ndate = 2026-03-03T10:00:00Z\nweight = 1_000\ntags = ["a",\n  "b"]\n[params]\nshow = true\nodd = { a = 1 }\n+++\nText.',
    );
    expect(document.metadata).toEqual({
      title: 'Depot "A"',
      date: "2026-03-03T10:00:00Z",
      weight: 1000,
      tags: ["a", "b"],
      "params.show": true,
    });
    expect(document.date).toBe("2026-03-03");
    expect(document.notes).toEqual(["front matter: 1 TOML line not read"]);
  });

  it("survives broken and hostile front matter, and says what it did not read", () => {
    expect(parsed("---\ntitle: [unclosed\n---\nText").notes.join()).toMatch(/front matter/);
    const bomb = `---\na: &a [x, x]\n${"bcdefghij"
      .split("")
      .map((name, index) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${"abcdefghi"[index]}`).join(", ")}]`)
      .join("\n")}\n---\nText`;
    expect(parsed(bomb).notes.join()).toMatch(/front matter/);
    expect(parsed(`---\na: ${"[".repeat(50_000)}\n---\nText`).notes.join()).toMatch(/front matter/);
    const polluted = parsed("---\n__proto__:\n  admin: true\n---\nText");
    expect("admin" in {}).toBe(false);
    expect(Object.keys(polluted.metadata)).toEqual(["__proto__.admin"]);
  });

  it("does not take a rule for front matter", () => {
    for (const text of ["---\n\nJust prose between rules.\n\n---\n", "---\ntitle: never closed\n", "\n---\na: b\n---\n"])
      expect(parsed(text).blocks.some(({ kind }) => kind === "front-matter")).toBe(false);
  });

  it("takes its title from front matter, else the first heading, else the file name", () => {
    expect(parsed("# Plan `v2`\n\nText").title).toBe("Plan v2");
    expect(parsed("Text", "notes/2026-03-03-kickoff.md").title).toBe("2026-03-03-kickoff");
    expect(parsed("Text", "docs/methods/_index.md").title).toBe("methods");
    expect(parsed("---\ntitle: 2024\n---\nText").title).toBe("2024");
  });

  it("takes its date from front matter, else the path, else its opening", () => {
    expect(parsed("---\nlastmod: 5 May 2025\n---\nText", "2026-03-03.md").date).toBe("2025-05-05");
    expect(parsed("Text of 4 April 2020", "2026-03-03/notes.md").date).toBe("2026-03-03");
    expect(parsed("# Kickoff, 3 March 2026\n\nText").date).toBe("2026-03-03");
    expect(parsed("# Kickoff\n\nDate: 3 March 2026\n\nText").date).toBe("2026-03-03");
    expect(parsed("# Kickoff\n\nWe agreed to be done on 3 March 2026.").date).toBeUndefined();
  });

  it("tolerates MDX and shortcodes: they stay in the text", () => {
    const text =
      'import Tabs from "./tabs"\nexport const a = 1\n\n# Hi {{< new-in "1.0" />}}\n\n<Tabs>\n  <Tab title="x">\n\nInner **text**.\n\n  </Tab>\n</Tabs>\n\n{{% note %}}\nMind the gap.\n{{% /note %}}\n';
    const document = parsed(text, "a.mdx");
    expect(document.text).toBe(text);
    expect(document.title).toBe("Hi");
    expect(document.blocks[0]?.kind).toBe("html");
    expect(shape(document)).toContain("paragraph: Inner **text**.");
    expect(shape(document)).toContain("paragraph: {{% note %}}\nMind the gap.\n{{% /note %}}");
  });

  it("skips empty and binary files with the reason", () => {
    expect(parseMarkdown(bytes(" \n"), "a.md")).toEqual({ kind: "skipped", reason: "empty" });
    expect(parseMarkdown(new Uint8Array(300), "a.md").kind).toBe("skipped");
  });

  it("strips markup from headings", () => {
    expect(headingTitle('The **big** `site.Get` [plan](/a "b") <br> {#anchor}')).toBe("The big site.Get plan");
    expect(headingTitle("snake_case_name and 2 * 3 \\# x")).toBe("snake_case_name and 2 * 3 # x");
  });

  it("has blocks in order, without overlap, within the text, for any Markdown", () => {
    const piece = fc.constantFrom(
      "# h\n",
      "text\n",
      "\n",
      "- a\n",
      "  b\n",
      "> q\n",
      "```\n",
      "| a | b |\n",
      "|---|---|\n",
      "---\n",
      "===\n",
      "    c\n",
      "<div>\n",
      "\t",
      "[a]: b\n",
      "\r",
      "\r\n",
      "some words\u0000",
      "\u2028",
      "😀",
      "a: b\n",
      "+++\n",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }).map((parts) => parts.join("")),
        (text) => {
          const extraction = parseMarkdown(bytes(text), "a.md");
          if (extraction.kind === "skipped") return;
          const { document } = extraction;
          expect(document.text).toBe(text);
          let at = 0;
          for (const { start, end } of document.blocks) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThan(start);
            at = end;
          }
          expect(at).toBeLessThanOrEqual(text.length);
          const covered = chunkDocument({ ...document, id: "a" }, { chunkTokensMin: 5, chunkTokensMax: 20 });
          const front = document.blocks.find(({ kind }) => kind === "front-matter")?.end ?? 0;
          expect(
            covered
              .map((chunk) => chunk.text)
              .join("")
              .replace(/\s/gu, ""),
          ).toBe(text.slice(front).replace(/\s/gu, ""));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("finishes on a megabyte of brackets, markers, quotes and rows", () => {
    for (const unit of ["[", "- ", ">", "* a\n", "|", "`", "<", "#", "[a]: b\n", "1. x\n\n", "---\n", "<!--\n", "> a\nb\n"]) {
      const document = parsed(unit.repeat(300_000 / unit.length));
      expect(document.text.length).toBeGreaterThan(200_000);
    }
  });

  it("cuts the handbook into the chunks of the golden file", async () => {
    const text = readFileSync(new URL("../../test/golden/operations-handbook.md", import.meta.url), "utf8");
    const document: Document = { ...parsed(text, "operations-handbook.md"), id: "operations-handbook.md" };
    const shown = [
      `title: ${document.title}`,
      `date: ${document.date}`,
      ...chunkDocument(document, { chunkTokensMin: 60, chunkTokensMax: 200 }).map(
        (chunk) =>
          `\n=== ${chunk.id} [${chunk.start}, ${chunk.end}) line ${chunk.locator.kind === "line" ? chunk.locator.line : "?"}, ${chunk.date}, ${chunk.heading.join(" > ")}\n${chunk.text}`,
      ),
    ].join("\n");
    await expect(`${shown}\n`).toMatchFileSnapshot("../../test/golden/operations-handbook.chunks.txt");
  });

  const data = new URL(`file://${process.env["FIRSTFIT_DATA"] ?? `${process.cwd()}/../shared/data`}/hugo-docs/corpus.jsonl`);
  it.skipIf(!existsSync(data))(
    "parses and cuts a real documentation site without losing a character (skipped without FIRSTFIT_DATA)",
    () => {
      let documents = 0;
      for (const line of readFileSync(data, "utf8").trim().split("\n")) {
        // The schema that the data's README states.
        const row = JSON.parse(line) as { readonly _id: string; readonly title: string; readonly text: string };
        const text = `---\ntitle: ${JSON.stringify(row.title)}\n---\n${row.text}\n`;
        const document: Document = { ...parsed(text, row._id), id: row._id };
        const chunks = chunkDocument(document, { chunkTokensMin: 300, chunkTokensMax: 800 });
        const front = document.blocks[0]?.end ?? 0;
        expect(
          chunks
            .map((chunk) => chunk.text)
            .join("")
            .replace(/\s/gu, ""),
        ).toBe(text.slice(front).replace(/\s/gu, ""));
        expect(chunks.every((chunk) => searchText(chunk).endsWith(chunk.text))).toBe(true);
        documents += 1;
      }
      expect(documents).toBe(992);
    },
  );
});
