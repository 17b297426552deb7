import type { PDFDocumentProxy } from "unpdf/pdfjs";
import type { Extraction, MetadataValue } from "../core/document.ts";
import { blockText } from "./block-text.ts";
import { documentOf } from "./document-of.ts";
import { FormatError } from "./format-error.ts";
import { CharacterMapFactory } from "./pdf-cmaps.ts";
import { titleKey, writePages } from "./pdf-blocks.ts";
import { pageRegions } from "./pdf-layout.ts";
import type { PdfPage, PdfRun } from "./pdf-layout.ts";

const PAGES_MAX = 10_000;
/** Characters that a reader cannot see are not the page's text. */
const SIZE_POINTS_MIN = 1;

/**
 * PDF by pdf.js: text in reading order with columns, tables as rows, headings and page numbers. No code within the file is run,
 * no font is loaded, and nothing is fetched. A scan without a text layer has no text: there is no character recognition here.
 */
export async function parsePdf(bytes: Uint8Array, path: string): Promise<Extraction> {
  const { getDocument, VerbosityLevel } = await import("unpdf/pdfjs");
  // pdf.js takes the buffer over, so that it gets its own.
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    cMapUrl: "pdf-cmaps/",
    BinaryDataFactory: CharacterMapFactory,
    useWorkerFetch: false,
    useSystemFonts: false,
    disableFontFace: true,
    enableXfa: false,
    maxImageSize: 1,
  });
  // Asked for a password: there is nobody to answer.
  try {
    const pdf = await task.promise;
    if (pdf.numPages > PAGES_MAX) return { kind: "skipped", reason: `over a limit: ${pdf.numPages} pages, at most ${PAGES_MAX} are read` };
    return await readDocument(pdf, path);
  } catch (error) {
    throw new FormatError(reasonOf(error));
  } finally {
    await task.destroy();
  }
}

function reasonOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === "PasswordException") return "needs a password: the PDF is encrypted";
  return `damaged: ${message.replace(/\.$/, "")}`;
}

async function readDocument(pdf: PDFDocumentProxy, path: string): Promise<Extraction> {
  const pages: PdfPage[] = [];
  const damaged: number[] = [];
  let hidden = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    try {
      const read = await readPage(pdf, number);
      pages.push(read.page);
      hidden += read.hidden;
    } catch {
      // Whatever breaks one page of a damaged file: the others are still worth reading.
      damaged.push(number);
    }
  }
  const outline = await outlineTitles(pdf);
  const { metadata, title } = await claims(pdf);
  const out = blockText();
  const written = writePages(
    pages.map((page) => ({ ...page, regions: pageRegions(page.runs) })),
    outline,
    out,
  );
  const { text, blocks } = out.result();
  const notes = [
    ...(hidden > 0 ? [`hidden text left out: ${hidden} characters off the page or too small to see`] : []),
    ...written.notes,
    ...(damaged.length > 0 ? [`pages that could not be read: ${damaged.slice(0, 10).join(", ")}`] : []),
  ];
  if (damaged.length > 0 && damaged.length === pdf.numPages) throw new FormatError("damaged: none of its pages can be read");
  const read = {
    mediaType: "application/pdf",
    text,
    blocks,
    title: title || written.title,
    metadata: { ...metadata, pages: pdf.numPages },
    notes,
  };
  return documentOf(read, path, "no text: the PDF holds only images or drawings, and there is no character recognition");
}

async function readPage(pdf: PDFDocumentProxy, number: number): Promise<{ readonly page: PdfPage; readonly hidden: number }> {
  const source = await pdf.getPage(number);
  const viewport = source.getViewport({ scale: 1 });
  const content = await source.getTextContent();
  const runs: PdfRun[] = [];
  let hidden = 0;
  for (const [order, item] of content.items.entries()) {
    if (!("str" in item) || item.str.trim() === "") continue;
    const run = runOf(item, viewport, content.styles[item.fontName]?.vertical === true, order);
    const outside = run.x > viewport.width || run.x + run.width < 0 || run.y > viewport.height + run.size || run.y < 0;
    if (outside || run.size < SIZE_POINTS_MIN) hidden += item.str.length;
    else runs.push(run);
  }
  const fields = await fieldsOf(source);
  source.cleanup();
  return { page: { number, height: viewport.height, runs: withoutDoubles(runs), fields }, hidden };
}

interface Item {
  readonly str: string;
  readonly dir: string;
  readonly transform: readonly unknown[];
  readonly width: number;
  readonly height: number;
  readonly fontName: string;
}

/** A piece of text in the coordinates of the page as it is looked at: y grows downward, the page's own rotation is done. */
function runOf(item: Item, viewport: { readonly transform: readonly unknown[] }, vertical: boolean, order: number): PdfRun {
  const [a, b, c, d, e, f] = item.transform.map(Number);
  const [va = 1, vb = 0, vc = 0, vd = -1, ve = 0, vf = 0] = viewport.transform.map(Number);
  const [ia = 1, ib = 0, ic = 0, id = 1, ix = 0, iy = 0] = [a, b, c, d, e, f];
  const x = va * ix + vc * iy + ve;
  const y = vb * ix + vd * iy + vf;
  const angle = Math.atan2(vb * ia + vd * ib, va * ia + vc * ib);
  const size = Math.hypot(ic, id) || item.height;
  const quarter = ((Math.round(angle / (Math.PI / 2)) % 4) + 4) % 4;
  // Text that runs upward or downward is turned upright, each direction in a plane of its own.
  const [tx, ty] = quarter === 0 ? [x, y] : quarter === 1 ? [y, -x] : quarter === 2 ? [-x, -y] : [-y, x];
  const upright = quarter === 0;
  return {
    text: ligature(item.str, item.width / size),
    order,
    x: upright ? x : Math.abs(tx),
    y: upright ? y : Math.abs(ty),
    width: vertical ? size : item.width,
    size,
    font: item.fontName,
    rightToLeft: item.dir === "rtl",
    turned: quarter,
    vertical,
  };
}

/**
 * A glyph that the file gives no meaning, as wide as TeX sets "ffi" (0.83 of the size in Computer Modern, as wide as "ffl", which is
 * much rarer): without it "difficult" is read as "dicult".
 */
function ligature(text: string, widthInSizes: number): string {
  return text === "\u0000" && widthInSizes > 0.78 && widthInSizes < 0.9 ? "ffi" : text;
}

/** Bold faces are sometimes made by printing the same text twice, a hair apart. */
function withoutDoubles(runs: readonly PdfRun[]): readonly PdfRun[] {
  const seen = new Map<string, PdfRun[]>();
  return runs.filter((run) => {
    const same = seen.get(run.text) ?? [];
    const nearby = run.size * 0.2;
    if (same.some((other) => Math.abs(other.x - run.x) < nearby && Math.abs(other.y - run.y) < nearby)) return false;
    // Bounded, so that a page of one repeated word is not compared with itself.
    if (same.length < 64) seen.set(run.text, [...same, run]);
    return true;
  });
}

/** What was filled into the form of a page: text and choices, not buttons, never passwords. */
async function fieldsOf(page: { getAnnotations(): Promise<readonly unknown[]> }): Promise<readonly string[]> {
  const found: string[] = [];
  for (const annotation of await page.getAnnotations()) {
    if (typeof annotation !== "object" || annotation === null) continue;
    // pdf.js types annotations as any; every field is checked before it is used.
    const { fieldType, fieldValue, fieldName, alternativeText, password, hidden } = annotation as Readonly<Record<string, unknown>>;
    if ((fieldType !== "Tx" && fieldType !== "Ch") || password === true || hidden === true) continue;
    const value = Array.isArray(fieldValue) ? fieldValue.join(", ") : fieldValue;
    if (typeof value !== "string" || value.trim() === "") continue;
    const name = [alternativeText, fieldName].find((label) => typeof label === "string" && label !== "");
    found.push(typeof name === "string" ? `${name}: ${value}` : value);
  }
  return found;
}

/** Titles of the outline with their depth, by their letters alone, to know headings by. */
async function outlineTitles(pdf: PDFDocumentProxy): Promise<ReadonlyMap<string, number>> {
  const TITLES_MAX = 10_000;
  const DEPTH_MAX = 6;
  const titles = new Map<string, number>();
  const visit = (items: readonly { readonly title: string; readonly items: readonly unknown[] }[], depth: number): void => {
    for (const item of items) {
      if (titles.size >= TITLES_MAX || depth > DEPTH_MAX) return;
      const key = titleKey(item.title);
      if (key !== "" && !titles.has(key)) titles.set(key, depth);
      // The type of an item's items is the item's own, which pdf.js writes as any.
      visit(item.items as readonly { readonly title: string; readonly items: readonly unknown[] }[], depth + 1);
    }
  };
  try {
    visit((await pdf.getOutline()) ?? [], 1);
  } catch {
    // A damaged outline names no headings; the text does not need it.
  }
  return titles;
}

/** Titles that programs put in: file names, "untitled", "Microsoft Word - x". */
const madeTitle =
  /^(?:untitled|microsoft (?:word|powerpoint|excel) -|slide 1|powerpoint[- ]|document\d*$|title$)|\.(?:docx?|pptx?|xlsx?|pdf|tex|dvi|indd|qxd|rtf|ps|html?)$/i;

async function claims(pdf: PDFDocumentProxy): Promise<{ readonly metadata: Record<string, MetadataValue>; readonly title: string }> {
  const metadata: Record<string, MetadataValue> = {};
  try {
    // pdf.js types the information dictionary as Object; every field is checked before it is used.
    const info = (await pdf.getMetadata()).info as Readonly<Record<string, unknown>>;
    const said = (key: string): string => (typeof info[key] === "string" ? info[key].trim() : "");
    if (said("Author") !== "") metadata["author"] = said("Author");
    if (said("Subject") !== "") metadata["subject"] = said("Subject");
    if (said("Keywords") !== "") metadata["keywords"] = said("Keywords");
    // When the file was made, which is not when it was written: under names that no date is claimed from.
    const made = /^D:(\d{4})(\d{2})(\d{2})/.exec(said("CreationDate"));
    if (made !== null) metadata["fileCreated"] = `${made[1]}-${made[2]}-${made[3]}`;
    const title = said("Title");
    return { metadata, title: madeTitle.test(title) || title.length < 4 ? "" : title };
  } catch {
    // A damaged information dictionary claims nothing.
    return { metadata, title: "" };
  }
}
