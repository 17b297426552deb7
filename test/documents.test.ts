import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { extract } from "../src/documents/parsers.ts";
import { chunkDocument } from "../src/text/chunk.ts";

/** A row of the manifest, as the data's README states it. */
interface Row {
  readonly file: string;
  readonly format: string;
  readonly kind: "ok" | "corrupt" | "adversarial" | "empty" | "password" | "image-only";
  readonly contains: readonly string[];
  readonly must_not_contain: readonly string[];
}

const folder = `${process.env["FIRSTFIT_DATA"] ?? `${process.cwd()}/../shared/data`}/documents`;
const rows: readonly Row[] = existsSync(`${folder}/manifest.jsonl`)
  ? readFileSync(`${folder}/manifest.jsonl`, "utf8")
      .trim()
      .split("\n")
      // Rows of the schema above.
      .map((line) => JSON.parse(line) as Row)
  : [];

describe.skipIf(rows.length === 0)("real files of many formats (skipped without FIRSTFIT_DATA)", () => {
  it.each(rows)("$file ($kind) yields its text or a reason", async ({ file, kind, contains, must_not_contain }) => {
    const extraction = await extract(readFileSync(`${folder}/files/${file}`), file);
    if (extraction.kind === "skipped") {
      expect(extraction.reason).toMatch(/\S/);
      expect(extraction.reason).not.toMatch(/no reader|Cannot find|is not a function|undefined/);
      expect(kind, extraction.reason).not.toBe("ok");
      if (kind === "password") expect(extraction.reason).toMatch(/^needs a password/);
      if (kind === "empty" || kind === "image-only") expect(extraction.reason).toMatch(/^no text/);
      expect(contains).toEqual([]);
      return;
    }
    const { document } = extraction;
    expect(["password", "empty", "image-only"]).not.toContain(kind);
    // Words that stand in two lines of the page are the same words.
    const words = document.text.replace(/\s+/gu, " ");
    for (const wanted of contains) expect(words).toContain(wanted);
    for (const unwanted of must_not_contain) expect(words).not.toContain(unwanted);

    let end = 0;
    for (const block of document.blocks) {
      expect(block.start).toBeGreaterThanOrEqual(end);
      expect(block.end).toBeGreaterThan(block.start);
      end = block.end;
    }
    expect(end).toBeLessThanOrEqual(document.text.length);
    const chunks = chunkDocument({ ...document, id: file }, { chunkTokensMin: 100, chunkTokensMax: 400 });
    for (const chunk of chunks) expect(chunk.text).toBe(document.text.slice(chunk.start, chunk.end));
  });

  it("gives the same document for the same bytes", async () => {
    const bytes = readFileSync(`${folder}/files/copy-protected.pdf`);
    expect(await extract(bytes, "a.pdf")).toEqual(await extract(bytes, "a.pdf"));
  });
});
