import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { startChild } from "../fixtures/child.ts";
import { makePdf, stream } from "../fixtures/make-pdf.ts";
import { makeZip } from "../fixtures/make-zip.ts";

// Real processes on a machine that may be busy: slow is not broken.
vi.setConfig({ testTimeout: 180_000 });

interface Run {
  readonly outcomes: Readonly<Record<string, string>>;
  readonly memoryMb: number;
}

const script = fileURLToPath(new URL("../fixtures/read-folder.ts", import.meta.url));
const data = `${process.env["FIRSTFIT_DATA"] ?? `${process.cwd()}/../shared/data`}/documents`;
const made = mkdtempSync(join(tmpdir(), "firstfit-run-"));
afterAll(() => rmSync(made, { recursive: true, force: true }));

async function readFolder(folder: string): Promise<Run> {
  const { code, stdout, stderr } = await startChild(process.execPath, [script, folder]).exited;
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Run; // what the script prints
}

const MEMORY_MB_MAX = 512;

describe("a run over files that attack their reader (faults 35 to 37)", () => {
  it.skipIf(!existsSync(`${data}/manifest.jsonl`))(
    "goes on behind each of the real ones, within 512 MB (skipped without FIRSTFIT_DATA)",
    async () => {
      const { outcomes, memoryMb } = await readFolder(`${data}/files`);
      const rows = readFileSync(`${data}/manifest.jsonl`, "utf8")
        .trim()
        .split("\n")
        // Rows of the manifest, as the data's README states it.
        .map((line) => JSON.parse(line) as { readonly file: string; readonly kind: string });
      for (const { file, kind } of rows) {
        if (kind === "ok") expect(outcomes[file]).toBe("read");
        else expect(outcomes[file]).toMatch(/\S/);
      }
      expect(Object.keys(outcomes)).toHaveLength(rows.length);
      expect(memoryMb).toBeLessThan(MEMORY_MB_MAX);
    },
  );

  it("goes on behind bombs of every kind, within 512 MB", async () => {
    const zeros = new Uint8Array(64 * 2 ** 20);
    const page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>";
    const files: Readonly<Record<string, Uint8Array | string>> = {
      "1-bomb.zip": makeZip([{ name: "a.txt", content: zeros }]),
      "2-nested.zip": makeZip([
        { name: "b.zip", content: makeZip([{ name: "c.zip", content: makeZip([{ name: "a.txt", content: zeros }]) }]) },
      ]),
      "3-bomb.docx": makeZip([{ name: "word/document.xml", content: zeros }]),
      "4-bomb.pdf": makePdf([
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        stream(deflateSync(Buffer.alloc(256 * 2 ** 20, "0 0 m ")), "/Filter /FlateDecode"),
      ]),
      "5-deep.json": "[".repeat(2_000_000),
      "6-cells.csv": `${",".repeat(1_000)}\n`.repeat(2_000),
      "9-last.txt": "The last file is read.",
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), content);
    const { outcomes, memoryMb } = await readFolder(made);
    expect(Object.keys(outcomes)).toEqual(Object.keys(files));
    for (const name of Object.keys(files).slice(0, -1)) expect(outcomes[name], name).toMatch(/^(?:over a limit|damaged|no text)/);
    expect(outcomes["9-last.txt"]).toBe("read");
    expect(memoryMb).toBeLessThan(MEMORY_MB_MAX);
  });

  it("goes on behind a page of nothing but tags, within 512 MB", async () => {
    const folder = mkdtempSync(join(made, "tags-"));
    writeFileSync(join(folder, "1-tags.html"), "<table><tr><td>".repeat(700_000));
    writeFileSync(join(folder, "2-last.txt"), "The last file is read.");
    const { outcomes, memoryMb } = await readFolder(folder);
    expect(outcomes).toEqual({ "1-tags.html": expect.stringMatching(/^over a limit/), "2-last.txt": "read" });
    expect(memoryMb).toBeLessThan(MEMORY_MB_MAX);
  });
});
