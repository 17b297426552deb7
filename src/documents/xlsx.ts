import type { Extraction } from "../core/document.ts";
import { blockText } from "./block-text.ts";
import { documentOf } from "./document-of.ts";
import { rejectedNotes } from "./docx.ts";
import { FormatError } from "./format-error.ts";
import { coreProperties, mainPart, openOffice, relationships } from "./office.ts";
import { columnOf, writeSheet } from "./sheet-rows.ts";
import type { SheetRow } from "./sheet-rows.ts";
import { readXml } from "./xml.ts";

const CELLS_MAX = 1_000_000;
const COLUMNS_MAX = 16_384;

/** Excel workbooks: each sheet with its rows; formulas by the value they last had, dates as dates. Nothing is computed, and links to other files are not followed. */
export function parseXlsx(bytes: Uint8Array, path: string): Extraction {
  const zip = openOffice(bytes);
  const main = mainPart(zip, "xl/workbook.xml");
  const related = relationships(zip, main);
  const partOf = (type: string): Uint8Array | undefined => {
    const target = [...related.values()].find((relationship) => relationship.type === type)?.target;
    return target === undefined ? undefined : zip.read(target);
  };
  const { sheets, epoch1904 } = readWorkbook(zip.read(main) ?? new Uint8Array());
  const strings = readStrings(partOf("sharedStrings"));
  const dateStyles = readDateStyles(partOf("styles"));
  const out = blockText();
  let cells = 0;
  for (const { name, id, isHidden } of sheets) {
    const target = related.get(id)?.target;
    const content = target === undefined ? undefined : zip.read(target);
    if (content === undefined || isHidden) continue;
    const rows = readSheet(content, { strings, dateStyles, epoch1904, cellsMax: CELLS_MAX - cells });
    cells += rows.reduce((sum, row) => sum + row.cells.length, 0);
    if (rows.length === 0) continue;
    out.add(name, { kind: "heading", level: 1, locator: { kind: "cell", sheet: name, cell: "A1" } });
    writeSheet(rows, name, out);
  }
  const hidden = sheets.filter((sheet) => sheet.isHidden).map((sheet) => sheet.name);
  const { title, metadata } = coreProperties(zip);
  const written = out.result();
  const hasRows = written.blocks.some(({ kind }) => kind === "table");
  return documentOf(
    {
      mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      text: hasRows ? written.text : "",
      blocks: written.blocks,
      // The name of a sheet is no title of the workbook.
      title: title || path.replace(/^.*[\\/]/, "").replace(/\.[^.]+$/, ""),
      metadata,
      notes: [...(hidden.length > 0 ? [`hidden sheets left out: ${hidden.join(", ")}`] : []), ...rejectedNotes(zip)],
    },
    path,
    "no text: its sheets have no cells",
  );
}

interface SheetEntry {
  readonly name: string;
  readonly id: string;
  readonly isHidden: boolean;
}

function readWorkbook(bytes: Uint8Array): { readonly sheets: readonly SheetEntry[]; readonly epoch1904: boolean } {
  const sheets: SheetEntry[] = [];
  let epoch1904 = false;
  readXml(bytes, {
    open: (name, attributes) => {
      if (name === "sheet")
        sheets.push({
          name: attributes.get("name") ?? `Sheet${sheets.length + 1}`,
          id: attributes.get("r:id") ?? attributes.get("id") ?? "",
          isHidden: (attributes.get("state") ?? "visible") !== "visible",
        });
      if (name === "workbookPr") epoch1904 = /^(?:1|true)$/.test(attributes.get("date1904") ?? "");
    },
  });
  return { sheets, epoch1904 };
}

function readStrings(bytes: Uint8Array | undefined): readonly string[] {
  const strings: string[] = [];
  let parts: string[] = [];
  let open = false;
  // Phonetic readings stand beside the text that they spell out.
  let phonetic = false;
  if (bytes !== undefined)
    readXml(bytes, {
      open: (name) => {
        if (name === "si") parts = [];
        else if (name === "rPh") phonetic = true;
        else if (name === "t") open = !phonetic;
      },
      text: (value) => {
        if (open) parts.push(value);
      },
      close: (name) => {
        if (name === "t") open = false;
        else if (name === "rPh") phonetic = false;
        else if (name === "si") strings.push(parts.join(""));
      },
    });
  return strings;
}

/** Which cell styles show a number as a date or a time: ECMA-376 part 1, 18.8.30. */
function readDateStyles(bytes: Uint8Array | undefined): readonly boolean[] {
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  let inCells = false;
  const isDate = (id: number): boolean => {
    const code = formats.get(id);
    if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
    return /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|general/gi, ""));
  };
  if (bytes !== undefined)
    readXml(bytes, {
      open: (name, attributes) => {
        if (name === "numFmt") formats.set(Number(attributes.get("numFmtId")), attributes.get("formatCode") ?? "");
        else if (name === "cellXfs") inCells = true;
        else if (name === "xf" && inCells) styles.push(isDate(Number(attributes.get("numFmtId") ?? 0)));
      },
      close: (name) => {
        if (name === "cellXfs") inCells = false;
      },
    });
  return styles;
}

interface SheetFacts {
  readonly strings: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly epoch1904: boolean;
  readonly cellsMax: number;
}

function readSheet(bytes: Uint8Array, facts: SheetFacts): SheetRow[] {
  const rows: SheetRow[] = [];
  let cells: string[] = [];
  let row = 0;
  let column = 0;
  let count = 0;
  let type = "";
  let style = 0;
  let value: string[] = [];
  let open = false;
  readXml(bytes, {
    open: (name, attributes) => {
      if (name === "row") {
        row = Number(attributes.get("r") ?? row + 1) || row + 1;
        cells = [];
        column = -1;
      } else if (name === "c") {
        column = columnOf(attributes.get("r") ?? "") ?? column + 1;
        type = attributes.get("t") ?? "n";
        style = Number(attributes.get("s") ?? 0);
        value = [];
      } else if (name === "v" || name === "t") open = true;
    },
    text: (part) => {
      if (open) value.push(part);
    },
    close: (name) => {
      if (name === "v" || name === "t") open = false;
      else if (name === "c" && value.length > 0 && column < COLUMNS_MAX) {
        count += 1;
        if (count > facts.cellsMax) throw new FormatError(`over a limit: more than ${CELLS_MAX} cells`);
        while (cells.length < column) cells.push("");
        cells[column] = shown(value.join(""), type, style, facts);
      } else if (name === "row" && cells.length > 0) rows.push({ row, cells });
    },
  });
  return rows;
}

function shown(value: string, type: string, style: number, facts: SheetFacts): string {
  if (type === "s") return facts.strings[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type === "d") return value.slice(0, 10);
  if (type !== "n") return value;
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) return value;
  if (facts.dateStyles[style] === true && number >= 0 && number < 2_958_466) return dateOf(number, facts.epoch1904);
  // What a spreadsheet shows of 0.30000000000000004.
  return String(Number(number.toPrecision(15)));
}

/** Days since 30 December 1899, so that the day that Excel adds to 1900 comes out right from March of that year on; or since 1904. */
function dateOf(days: number, epoch1904: boolean): string {
  const DAY_MS = 86_400_000;
  const start = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const iso = new Date(start + Math.round(days * DAY_MS)).toISOString();
  const time = iso.slice(11, 19).replace(/:00$/, "");
  if (days < 1) return time;
  return days % 1 === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`;
}
