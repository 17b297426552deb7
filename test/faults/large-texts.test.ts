import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { startChild } from "../fixtures/child.ts";

// Real processes on a machine that may be busy: slow is not broken.
vi.setConfig({ testTimeout: 120_000 });

const bin = fileURLToPath(new URL("../../src/bin.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firstfit-large-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Far more than the texts below need, and less than an object for each of their sentences takes. */
const HEAP_MB = 128;

describe("an index of texts that hold very many small things (faults 35 to 37)", () => {
  it("is made within a small heap, lists what is over a limit, and goes on with the other files", async () => {
    const docs = join(folder, "docs");
    const files: Readonly<Record<string, string>> = {
      "1-sentences.txt": ". ".repeat(2_000_000),
      "2-lines.log": "2026-03-01T10:00:00Z INFO [worker-7] request served in 12 ms\n".repeat(60_000),
      "3-cells.md": `| a | b |\n|---|---|\n${"| x ".repeat(400_000)}|\n`,
      "4-paragraphs.txt": "a\n\n".repeat(1_000_001),
      "5-last.txt": "The last file is read.",
    };
    mkdirSync(docs);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(docs, name), content);
    const { code, stdout, stderr } = await startChild(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, bin, "index", docs, "--json", "--quiet"],
      { cwd: folder },
    ).exited;
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      documents: { total: 4 },
      skipped: [{ id: "4-paragraphs.txt", reason: "over a limit: more than 1,000,000 paragraphs, lists, tables and headings" }],
    });
  });
});
