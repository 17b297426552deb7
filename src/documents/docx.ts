import type { Extraction, Locator } from "../core/document.ts";
import { blockText, cellText, tableText } from "./block-text.ts";
import type { BlockText } from "./block-text.ts";
import { documentOf } from "./document-of.ts";
import { coreProperties, mainPart, openOffice, relationships } from "./office.ts";
import { readXml } from "./xml.ts";
import type { Zip } from "./zip.ts";

/** What a paragraph style is to a reader. */
interface Style {
  readonly level?: number;
  readonly isCode: boolean;
  readonly isQuote: boolean;
}

/**
 * Word documents: headings by their styles, lists, tables as rows, footnotes behind the text. Deleted and hidden text is left
 * out; fields show what they showed last; nothing that lies outside of the file is looked at.
 * Pages are counted where the file records its page breaks, as Word last laid it out.
 */
export function parseDocx(bytes: Uint8Array, path: string): Extraction {
  const zip = openOffice(bytes);
  const main = mainPart(zip, "word/document.xml");
  const related = [...relationships(zip, main).values()];
  const partOf = (type: string): Uint8Array | undefined => {
    const target = related.find((relationship) => relationship.type === type)?.target;
    return target === undefined ? undefined : zip.read(target);
  };
  const styles = readStyles(partOf("styles"));
  const out = blockText();
  const content = zip.read(main) ?? new Uint8Array();
  const { hidden } = readBody(content, styles, out);
  for (const type of ["footnotes", "endnotes"]) {
    const notes = partOf(type);
    if (notes !== undefined) readBody(notes, styles, out, type);
  }
  const { title, metadata } = coreProperties(zip);
  const notes = [...(hidden > 0 ? [`hidden text left out: ${hidden} characters`] : []), ...rejectedNotes(zip)];
  const { text, blocks } = out.result();
  const mediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  return documentOf({ mediaType, text, blocks, title, metadata, notes }, path, "no text: the document is empty or holds only images");
}

export function rejectedNotes(zip: Zip): string[] {
  return zip.rejected.slice(0, 5).map(({ name, reason }) => `entry ${JSON.stringify(name.slice(0, 80))} left out: ${reason}`);
}

/** Styles by id. "heading 2" is the same name in every language of Word; a style may also carry its outline level, or take it from another. */
function readStyles(bytes: Uint8Array | undefined): ReadonlyMap<string, Style> {
  const found = new Map<string, { name: string; basedOn: string; outline?: number }>();
  let style: { name: string; basedOn: string; outline?: number } | undefined;
  if (bytes !== undefined)
    readXml(bytes, {
      open: (name, attributes) => {
        const value = attributes.get("val") ?? "";
        if (name === "style") {
          style = { name: "", basedOn: "" };
          found.set(attributes.get("styleId") ?? "", style);
        } else if (style === undefined) return;
        else if (name === "name") style.name = value.toLowerCase();
        else if (name === "basedOn") style.basedOn = value;
        else if (name === "outlineLvl") style.outline = Number(value);
      },
    });
  const levelOf = (id: string, hops: number): number | undefined => {
    const { name, basedOn, outline } = found.get(id) ?? { name: "", basedOn: "" };
    if (name === "title") return 1;
    if (name === "subtitle") return 2;
    const heading = /^heading (\d)$/.exec(name)?.[1];
    if (heading !== undefined) return Number(heading);
    if (outline !== undefined) return outline < 9 ? outline + 1 : undefined;
    // A style may be based on itself in a damaged file.
    return basedOn !== "" && hops > 0 ? levelOf(basedOn, hops - 1) : undefined;
  };
  return new Map(
    [...found].map(([id, { name }]) => {
      const level = levelOf(id, 8);
      return [
        id,
        { ...(level !== undefined && { level }), isCode: /\b(?:code|preformatted|source)\b/.test(name), isQuote: /quote/.test(name) },
      ];
    }),
  );
}

interface Paragraph {
  readonly parts: string[];
  style: string;
  outline?: number;
  listLevel?: number;
  isCentred: boolean;
  /** The largest font size set in it, in half points. */
  size: number;
  /** Where its first words stand. */
  page?: number;
}

/** Centred lines of at least 18 points are a title that was set by hand. */
const TITLE_HALF_POINTS_MIN = 36;
const TITLE_LENGTH_MAX = 120;

interface Table {
  readonly rows: string[][];
  cells: string[];
  cell: string[];
  /** Where its first words stand. */
  page?: number;
}

/** Elements whose text is not what a reader sees: deleted, moved away, the second form of a drawing, field codes. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "del",
  "moveFrom",
  "Fallback",
  "instrText",
  "delText",
  "pPrChange",
  "rPrChange",
  "sectPrChange",
  "tblPrChange",
]);

/** `part` is where the text stands when it is not on the pages themselves. */
function readBody(bytes: Uint8Array, styles: ReadonlyMap<string, Style>, out: BlockText, part?: string): { readonly hidden: number } {
  let page = 1;
  let hidden = 0;
  let leftOut = 0;
  let inRun = false;
  let isHidden = false;
  let textOpen = false;
  // Text boxes stand within a paragraph and have paragraphs of their own.
  const paragraphs: Paragraph[] = [];
  const tables: Table[] = [];
  const marks = pageMarks(bytes);
  const locator = (from = page): { readonly locator?: Locator } =>
    part !== undefined ? { locator: { kind: "part", part } } : marks !== undefined ? { locator: { kind: "page", page: from } } : {};
  const put = (text: string): void => {
    const paragraph = paragraphs.at(-1);
    const table = tables.at(-1);
    paragraph?.parts.push(text);
    if (!/\S/u.test(text)) return;
    if (paragraph !== undefined) paragraph.page ??= page;
    if (table !== undefined) table.page ??= page;
  };
  // A title runs over several centred lines of one size, each a paragraph.
  let titleLines: string[] = [];
  let titleSize = 0;
  let titlePage = 1;
  let hasTitle = false;
  const endTitle = (): void => {
    if (titleLines.length === 0) return;
    out.add(titleLines.join(" "), { kind: "heading", level: hasTitle ? 2 : 1, ...locator(titlePage) });
    hasTitle = true;
    titleLines = [];
  };
  const write = (paragraph: Paragraph, text: string): void => {
    const isTitleLine =
      paragraph.isCentred && paragraph.size >= TITLE_HALF_POINTS_MIN && text.length <= TITLE_LENGTH_MAX && paragraph.style === "";
    if (!isTitleLine || paragraph.size !== titleSize) endTitle();
    titleSize = paragraph.size;
    if (isTitleLine && titleLines.length === 0) titlePage = paragraph.page ?? page;
    if (isTitleLine) titleLines.push(text.trim());
    else writeParagraph(paragraph, text, styles, out, locator(paragraph.page));
  };

  readXml(bytes, {
    open: (name, attributes) => {
      if (LEFT_OUT.has(name)) leftOut += 1;
      if (leftOut > 0) return;
      const value = attributes.get("val") ?? "";
      const paragraph = paragraphs.at(-1);
      if (name === "p") paragraphs.push({ parts: [], style: "", isCentred: false, size: 0 });
      else if (name === "tbl") tables.push({ rows: [], cells: [], cell: [] });
      else if (name === "r") {
        inRun = true;
        isHidden = false;
      } else if (name === "vanish" && inRun) isHidden = value !== "0" && value !== "false";
      else if (name === "t") textOpen = true;
      else if ((name === "tab" && inRun) || name === "ptab") put("\t");
      else if (name === "noBreakHyphen") put("-");
      else if (name === "cr") put("\n");
      else if (name === "lastRenderedPageBreak") page += 1;
      else if (name === "br") {
        if (attributes.get("type") !== "page") put("\n");
        else if (marks === "breaks") page += 1;
      } else if (paragraph === undefined) return;
      else if (name === "pStyle") paragraph.style = value;
      else if (name === "jc") paragraph.isCentred = value === "center";
      else if (name === "sz") paragraph.size = Math.max(paragraph.size, Number(value) || 0);
      else if (name === "outlineLvl") paragraph.outline = Number(value);
      else if (name === "ilvl") paragraph.listLevel = Math.min(8, Number(value) || 0);
      else if (name === "numId" && value !== "0") paragraph.listLevel ??= 0;
    },
    text: (value) => {
      if (leftOut > 0 || !textOpen) return;
      if (isHidden) hidden += value.length;
      else put(value);
    },
    close: (name) => {
      if (LEFT_OUT.has(name)) leftOut -= 1;
      if (leftOut > 0) return;
      if (name === "t") textOpen = false;
      else if (name === "r") {
        inRun = false;
        isHidden = false;
      } else if (name === "p") {
        const paragraph = paragraphs.pop();
        const text = paragraph?.parts.join("") ?? "";
        if (paragraph === undefined) return;
        if (!/\S/u.test(text)) {
          if (tables.length === 0) endTitle();
          return;
        }
        const table = tables.at(-1);
        if (table !== undefined) table.cell.push(text);
        else write(paragraph, text);
      } else if (name === "tc") {
        const table = tables.at(-1);
        table?.cells.push(table.cell.join(" "));
        if (table !== undefined) table.cell = [];
      } else if (name === "tr") {
        const table = tables.at(-1);
        table?.rows.push(table.cells);
        if (table !== undefined) table.cells = [];
      } else if (name === "tbl") {
        const table = tables.pop();
        if (table === undefined) return;
        const outer = tables.at(-1);
        if (outer === undefined) endTitle();
        // A table within a cell is part of the cell's line.
        if (outer !== undefined)
          outer.cell.push(
            table.rows
              .flat()
              .map(cellText)
              .filter((cell) => cell !== "")
              .join(" "),
          );
        else out.add(tableText(table.rows), { kind: "table", ...locator(table.page) });
      }
    },
  });
  endTitle();
  return { hidden };
}

type PageMarks = "breaks" | "rendered";

/** Word records where its pages began; other programs write only the breaks that the author set. */
function pageMarks(bytes: Uint8Array): PageMarks | undefined {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (content.includes("lastRenderedPageBreak")) return "rendered";
  return content.includes('type="page"') ? "breaks" : undefined;
}

function writeParagraph(
  paragraph: Paragraph,
  text: string,
  styles: ReadonlyMap<string, Style>,
  out: BlockText,
  locator: { readonly locator?: Locator },
): void {
  const style = styles.get(paragraph.style);
  const level =
    paragraph.outline !== undefined && paragraph.outline < 9 ? paragraph.outline + 1 : (style?.level ?? headingByName(paragraph.style));
  const HEADING_LENGTH_MAX = 300;
  if (level !== undefined && text.length <= HEADING_LENGTH_MAX) out.add(text, { kind: "heading", level, ...locator });
  else if (style?.isCode === true) out.add(text, { kind: "code", gap: "\n", ...locator });
  else if (paragraph.listLevel !== undefined)
    out.add(`${"  ".repeat(paragraph.listLevel)}- ${text.trim()}`, { kind: "list", gap: "\n", ...locator });
  else out.add(text.trim(), { kind: style?.isQuote === true ? "quote" : "paragraph", ...locator });
}

/** Files without a list of styles still name them. */
function headingByName(style: string): number | undefined {
  const digit = /^heading\s?([1-9])$/i.exec(style)?.[1];
  return digit === undefined ? undefined : Number(digit);
}
