import type { Block, Extraction } from "../core/document.ts";
import { blockText } from "./block-text.ts";
import type { BlockText } from "./block-text.ts";
import { decodeText } from "./decode.ts";
import { documentOf } from "./document-of.ts";
import { pathOf, walkJson } from "./json-values.ts";
import type { JsonFault } from "./json-values.ts";
import { parseMarkdown } from "./markdown.ts";
import { lineCounter } from "./part-locator.ts";

/** Longer outputs are data, and say little to a reader. */
const OUTPUT_LENGTH_MAX = 2_000;

interface Cell {
  type: string;
  readonly source: string[];
  readonly outputs: string[];
}

/** Jupyter notebooks (nbformat 3 and 4): text cells as Markdown, code cells as code, outputs that are text. The place of a block is its cell, counted from 1 as they stand in the file, and the line within a text cell. */
export function parseNotebook(bytes: Uint8Array, path: string): Extraction {
  const decoded = decodeText(bytes);
  if (decoded.kind === "skipped") return decoded;
  const cells = new Map<string, Cell>();
  const faults: JsonFault[] = [];
  let language = "";
  walkJson(
    decoded.text,
    (leaf) => {
      const { value } = leaf;
      const keys = pathOf(leaf);
      const at = keys.indexOf("cells");
      if (at < 0 || at > 2) {
        if (keys.join("/") === "metadata/kernelspec/language" || keys.join("/") === "metadata/language_info/name") language ||= value;
        return;
      }
      const id = keys.slice(0, at + 2).join("/");
      const cell = cells.get(id) ?? { type: "", source: [], outputs: [] };
      cells.set(id, cell);
      const rest = keys.slice(at + 2);
      if (rest[0] === "cell_type") cell.type = value;
      else if (rest[0] === "source" || (rest[0] === "input" && rest.length <= 2)) cell.source.push(value);
      else if (rest[0] === "outputs" && isShownOutput(rest)) cell.outputs.push(value);
    },
    (fault) => void faults.push(fault),
  );
  if (cells.size === 0)
    return {
      kind: "skipped",
      reason: faults[0] === undefined ? "no text: the notebook has no cells" : `damaged: line ${faults[0].line}: ${faults[0].message}`,
    };
  const out = blockText();
  for (const [index, cell] of [...cells.values()].entries()) writeCell(cell, `cell ${index + 1}`, path, out);
  const { text, blocks } = out.result();
  return documentOf(
    { mediaType: "application/x-ipynb+json", text, blocks, metadata: language === "" ? {} : { language }, notes: decoded.notes },
    path,
    "no text: the cells of the notebook are empty",
  );
}

/** Printed text and the text form of a result; pictures and markup are left out. */
function isShownOutput(rest: readonly (string | number)[]): boolean {
  return rest[2] === "text" || (rest[2] === "data" && rest[3] === "text/plain") || rest[2] === "evalue";
}

function writeCell(cell: Cell, part: string, path: string, out: BlockText): void {
  const source = cell.source.join("");
  if (cell.type === "markdown" || cell.type === "heading" || cell.type === "raw") {
    const parsed = parseMarkdown(new TextEncoder().encode(cell.type === "heading" ? `# ${source}` : source), path);
    if (parsed.kind === "skipped") return;
    const { text, blocks } = parsed.document;
    // Front matter is a notebook's business only in raw cells, where it is a title page.
    const lineAt = lineCounter(text);
    for (const block of blocks)
      out.add(text.slice(block.start, block.end), { ...headingOf(block), locator: { kind: "part", part, line: lineAt(block.start) } });
    return;
  }
  out.add(source, { kind: "code", locator: { kind: "part", part } });
  const output = cell.outputs.join("").replace(/\u001B\[[0-9;]*m/g, "");
  if (output.trim() !== "")
    out.add(output.slice(0, OUTPUT_LENGTH_MAX), { kind: "code", locator: { kind: "part", part: `${part} output` } });
}

function headingOf({ kind, level, title }: Block): { kind: Block["kind"]; level?: number; title?: string } {
  return {
    kind: kind === "front-matter" ? "paragraph" : kind,
    ...(level !== undefined && { level }),
    ...(title !== undefined && { title }),
  };
}
