import type { Extraction } from "../core/document.ts";
import { blockText } from "./block-text.ts";
import { titleFromPath } from "./claims.ts";
import { decodeText } from "./decode.ts";
import { documentOf } from "./document-of.ts";
import { writeSheet } from "./sheet-rows.ts";

/** Rows of separated values (RFC 4180, with the separators that programs really write). The place of a row is its cell, as a spreadsheet would show the file. */
export function parseCsv(bytes: Uint8Array, path: string): Extraction {
  const decoded = decodeText(bytes);
  if (decoded.kind === "skipped") return decoded;
  const separator = separatorOf(decoded.text, path);
  const rows = readRows(decoded.text, separator) ?? plainRows(decoded.text, separator);
  const out = blockText();
  writeSheet(
    rows.map((cells, index) => ({ row: index + 1, cells })),
    titleFromPath(path),
    out,
  );
  const { text, blocks } = out.result();
  const mediaType = separator === "\t" ? "text/tab-separated-values" : "text/csv";
  return documentOf({ mediaType, text, blocks, title: titleFromPath(path), notes: decoded.notes }, path, "no text: it has only separators");
}

/** The separator that cuts the first lines most evenly. */
function separatorOf(text: string, path: string): string {
  if (/\.(?:tsv|tab)$/i.test(path)) return "\t";
  const LOOK_LENGTH = 20_000;
  const LOOK_LINES = 20;
  const lines = text
    .slice(0, LOOK_LENGTH)
    .replace(/"[^"]*"/g, "")
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, LOOK_LINES);
  let best = ",";
  let bestScore = 0;
  for (const candidate of [",", ";", "\t", "|"]) {
    const counts = lines.map((line) => line.split(candidate).length - 1);
    const usual = counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
    const score = usual === 0 ? 0 : counts.filter((count) => count === usual).length / lines.length + Math.min(usual, 20) / 1_000;
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

/** Undefined when a quotation never ends: then the quotes are only characters. */
function readRows(text: string, separator: string): string[][] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"') {
      let from = at + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        if (quote < 0) return undefined;
        cell += text.slice(from, quote);
        from = quote + 1;
        if (text[from] !== '"') break;
        cell += '"';
        from += 1;
      }
      at = from;
    }
    const end = cellEnd(text, at, separator);
    cell += text.slice(at, end);
    row.push(cell);
    at = end + 1;
    const mark = text[end];
    if (mark === separator) {
      if (at >= text.length) row.push("");
      continue;
    }
    if (mark === "\r" && text[at] === "\n") at += 1;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function cellEnd(text: string, from: number, separator: string): number {
  let at = from;
  for (; at < text.length; at++) {
    const unit = text[at];
    if (unit === separator || unit === "\n" || unit === "\r") break;
  }
  return at;
}

function plainRows(text: string, separator: string): string[][] {
  return text.split(/\r\n?|\n/).map((line) => line.split(separator));
}
