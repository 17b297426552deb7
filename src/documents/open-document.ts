import type { BlockKind, Extraction, Locator } from "../core/document.ts";
import { blockText, cellText, tableText } from "./block-text.ts";
import { documentOf } from "./document-of.ts";
import { rejectedNotes } from "./docx.ts";
import { FormatError } from "./format-error.ts";
import { coreProperties, openOffice } from "./office.ts";
import { writeSheet } from "./sheet-rows.ts";
import type { SheetRow } from "./sheet-rows.ts";
import { readXml } from "./xml.ts";

/** A repeated cell or row stands for the empty rest of a sheet; beyond this it is not repeated. */
const REPEAT_MAX = 100;

interface Table {
  readonly name: string;
  readonly rows: SheetRow[];
  cells: string[];
  cell: string[];
  row: number;
  cellRepeat: number;
  rowRepeat: number;
  /** Where its first words stand. */
  page?: number;
}

const LEFT_OUT: ReadonlySet<string> = new Set([
  "tracked-changes",
  "annotation",
  "notes",
  "settings",
  "forms",
  "automatic-styles",
  "styles",
  "ruby-text",
]);

/** OpenDocument texts, sheets and presentations (ISO/IEC 26300), of which content.xml holds all that is read. */
export function parseOpenDocument(bytes: Uint8Array, path: string): Extraction {
  const zip = openOffice(bytes);
  const manifest = zip.read("META-INF/manifest.xml");
  if (manifest !== undefined && Buffer.from(manifest).includes("encryption-data"))
    throw new FormatError("needs a password: the document is encrypted");
  const content = zip.read("content.xml");
  if (content === undefined) throw new FormatError("damaged: the archive holds no content.xml");
  const isSheet = /\.(?:ods|ots)$/i.test(path);
  const { text, blocks } = readContent(content, isSheet);
  const { title, metadata } = coreProperties(zip, "meta.xml");
  const kind = isSheet ? "spreadsheet" : /\.odp$/i.test(path) ? "presentation" : "text";
  const read = { mediaType: `application/vnd.oasis.opendocument.${kind}`, text, blocks, title, metadata, notes: rejectedNotes(zip) };
  return documentOf(read, path, "no text: the document is empty or holds only images");
}

function readContent(bytes: Uint8Array, isSheet: boolean): ReturnType<ReturnType<typeof blockText>["result"]> {
  const out = blockText();
  const hasPages = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes("soft-page-break");
  let page = 1;
  let slide = 0;
  let leftOut = 0;
  let lists = 0;
  const texts: { readonly parts: string[]; readonly level?: number; page?: number }[] = [];
  const tables: Table[] = [];
  const locator = (from = page): { readonly locator?: Locator } =>
    slide > 0 ? { locator: { kind: "slide", slide } } : hasPages ? { locator: { kind: "page", page: from } } : {};
  const put = (text: string): void => {
    const open = texts.at(-1);
    const table = tables.at(-1);
    open?.parts.push(text);
    if (!/\S/u.test(text)) return;
    if (open !== undefined) open.page ??= page;
    if (table !== undefined) table.page ??= page;
  };
  const repeat = (value: string | undefined): number => Math.max(1, Number(value ?? 1) || 1);

  const closeText = (): void => {
    const closed = texts.pop();
    const text = closed?.parts.join("") ?? "";
    if (closed === undefined || !/\S/u.test(text)) return;
    const table = tables.at(-1);
    if (table !== undefined) table.cell.push(text);
    else if (closed.level !== undefined) out.add(text, { kind: "heading", level: closed.level, ...locator(closed.page) });
    else if (lists > 0)
      out.add(`${"  ".repeat(Math.min(lists, 6) - 1)}- ${text.trim()}`, { kind: "list", gap: "\n", ...locator(closed.page) });
    else out.add(text, { kind: "paragraph" satisfies BlockKind, ...locator(closed.page) });
  };
  const closeTable = (): void => {
    const table = tables.pop();
    if (table === undefined || table.rows.length === 0) return;
    const outer = tables.at(-1);
    const cells = table.rows.map((row) => row.cells);
    if (outer !== undefined)
      outer.cell.push(
        cells
          .flat()
          .map(cellText)
          .filter((cell) => cell !== "")
          .join(" "),
      );
    else if (isSheet) {
      if (!cells.some((row) => row.some((cell) => cell.trim() !== ""))) return;
      out.add(table.name, { kind: "heading", level: 1, locator: { kind: "cell", sheet: table.name, cell: "A1" } });
      writeSheet(table.rows, table.name, out);
    } else out.add(tableText(cells), { kind: "table", ...locator(table.page) });
  };

  readXml(bytes, {
    open: (name, attributes) => {
      if (LEFT_OUT.has(name)) leftOut += 1;
      if (leftOut > 0) return;
      const table = tables.at(-1);
      if (name === "h") texts.push({ parts: [], level: Number(attributes.get("outline-level") ?? 1) || 1 });
      else if (name === "p") texts.push({ parts: [] });
      else if (name === "s") put(" ".repeat(Math.min(REPEAT_MAX, repeat(attributes.get("c")))));
      else if (name === "tab") put("\t");
      else if (name === "line-break") put("\n");
      else if (name === "soft-page-break") page += 1;
      else if (name === "page") slide += 1;
      else if (name === "list-item") lists += 1;
      else if (name === "table")
        tables.push({ name: attributes.get("name") ?? "Sheet", rows: [], cells: [], cell: [], row: 1, cellRepeat: 1, rowRepeat: 1 });
      else if (table === undefined) return;
      else if (name === "table-row") {
        table.cells = [];
        table.rowRepeat = repeat(attributes.get("number-rows-repeated"));
      } else if (name === "table-cell" || name === "covered-table-cell") {
        table.cell = [];
        table.cellRepeat = repeat(attributes.get("number-columns-repeated"));
      }
    },
    text: (value) => {
      if (leftOut === 0) put(value.replace(/\s+/gu, " "));
    },
    close: (name) => {
      if (LEFT_OUT.has(name)) leftOut -= 1;
      if (leftOut > 0) return;
      const table = tables.at(-1);
      if (name === "h" || name === "p") closeText();
      else if (name === "list-item") lists -= 1;
      else if (name === "table") closeTable();
      else if (table === undefined) return;
      else if (name === "table-cell" || name === "covered-table-cell") {
        const cell = table.cell.join(" ");
        for (let count = 0; count < Math.min(table.cellRepeat, REPEAT_MAX); count++) table.cells.push(cell);
      } else if (name === "table-row") {
        if (table.cells.some((cell) => cell !== ""))
          for (let count = 0; count < Math.min(table.rowRepeat, REPEAT_MAX); count++)
            table.rows.push({ row: table.row + count, cells: table.cells });
        table.row += table.rowRepeat;
      }
    },
  });
  return out.result();
}
