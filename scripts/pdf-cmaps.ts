/**
 * Packs the character maps for Chinese, Japanese and Korean fonts that a PDF names without carrying them into assets/pdf-cmaps.bin.
 * Source: the folder cmaps/ of the npm package pdfjs-dist (Adobe's cmap-resources, BSD-3-Clause, in pdf.js's binary form).
 * Run: node scripts/pdf-cmaps.ts path/to/pdfjs-dist/cmaps
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv[2];
if (folder === undefined) throw new Error("Usage: node scripts/pdf-cmaps.ts path/to/pdfjs-dist/cmaps");

const names = readdirSync(folder)
  .filter((name) => name.endsWith(".bcmap"))
  .toSorted();
const contents = names.map((name) => readFileSync(`${folder}/${name}`));
const index = Buffer.from(JSON.stringify(names.map((name, at) => [name, contents[at]?.length ?? 0])));
const length = Buffer.alloc(4);
length.writeUInt32LE(index.length);
const packed = brotliCompressSync(Buffer.concat([length, index, ...contents]), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
});
writeFileSync(new URL("../assets/pdf-cmaps.bin", import.meta.url), packed);
console.log(`${names.length} maps, ${packed.length} bytes`);
