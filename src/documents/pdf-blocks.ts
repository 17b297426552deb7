import { tableText } from "./block-text.ts";
import type { BlockText } from "./block-text.ts";
import { MONOSPACED_LENGTH_MIN } from "./pdf-layout.ts";
import type { PdfPage, Region, Segment } from "./pdf-layout.ts";

export interface LaidOutPage extends PdfPage {
  readonly regions: readonly Region[];
}

interface Written {
  readonly title: string;
  readonly notes: readonly string[];
}

/** What the whole document says of its fonts, so that a line can be told from a heading. */
interface Faces {
  readonly bodySize: number;
  /** Sizes of headings, the largest first. */
  readonly headingSizes: readonly number[];
  /** Share of all characters that a font has. */
  readonly share: ReadonlyMap<string, number>;
  readonly outline: ReadonlyMap<string, number>;
  /** Words that are hyphenated within a line somewhere. */
  readonly hyphenated: ReadonlySet<string>;
}

/** Writes pages as blocks. A page begins a block, but a sentence that runs over it is parted by a line end only. */
export function writePages(pages: readonly LaidOutPage[], outline: ReadonlyMap<string, number>, out: BlockText): Written {
  const running = runningLines(pages);
  const cleaned = pages.map((page) => ({ ...page, regions: withoutRunning(page, running) }));
  const faces = facesOf(cleaned, outline);
  let title = "";
  let open = false;
  for (const page of cleaned) {
    const locator = { kind: "page", page: page.number } as const;
    let first = true;
    for (const region of page.regions) {
      if (region.kind === "table") {
        out.add(tableText(region.rows), { kind: "table", locator });
        open = false;
        first = false;
        continue;
      }
      for (const paragraph of paragraphsOf(region.lines, faces)) {
        const level = region.turned === true ? undefined : headingLevel(paragraph, faces);
        const text = paragraphText(paragraph, faces);
        const goesOn = first && open && level === undefined && /^\p{Ll}/u.test(text);
        if (isCode(paragraph)) out.add(codeText(paragraph), { kind: "code", locator });
        else if (level !== undefined) out.add(text, { kind: "heading", level, locator });
        else out.add(text, { kind: listItem.test(text) ? "list" : "paragraph", locator, ...(goesOn && { gap: "\n" }) });
        if (page.number === 1 && level === 1) title ||= text;
        open = level === undefined && !/[.!?:;"”)\]]$/u.test(text);
        first = false;
      }
    }
    if (page.fields.length > 0) {
      out.add(page.fields.join("\n"), { kind: "list", locator });
      open = false;
    }
  }
  return { title, notes: running.size === 0 ? [] : [`running heads and page numbers left out: ${[...running].slice(0, 3).join(" / ")}`] };
}

const PAGES_FOR_RUNNING_HEADS = 4;
/** Share of the page's height at its top and bottom where running heads stand. */
const MARGIN = 0.09;

/** Lines in the margins that come back on most pages, numbers aside. */
function runningLines(pages: readonly LaidOutPage[]): ReadonlySet<string> {
  if (pages.length < PAGES_FOR_RUNNING_HEADS) return new Set();
  const counts = new Map<string, number>();
  for (const page of pages) {
    const keys = new Set<string>();
    for (const region of page.regions)
      if (region.kind === "lines") for (const line of region.lines) if (inMargin(line, page)) keys.add(runningKey(line.text));
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  // Left and right pages often have heads of their own.
  return new Set([...counts].filter(([, count]) => count >= 3 && count >= pages.length * 0.35).map(([key]) => key));
}

function inMargin(line: Segment, page: PdfPage): boolean {
  return line.y < page.height * MARGIN || line.y > page.height * (1 - MARGIN);
}

function runningKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/\p{N}+/gu, "#")
    .replace(/\b[ivxl]+\b/g, "#");
}

function withoutRunning(page: LaidOutPage, running: ReadonlySet<string>): readonly Region[] {
  if (running.size === 0) return page.regions;
  return page.regions.map((region) =>
    region.kind === "table"
      ? region
      : { ...region, lines: region.lines.filter((line) => !(inMargin(line, page) && running.has(runningKey(line.text)))) },
  );
}

function facesOf(pages: readonly LaidOutPage[], outline: ReadonlyMap<string, number>): Faces {
  const sizes = new Map<number, number>();
  const fonts = new Map<string, number>();
  const hyphenated = new Set<string>();
  let characters = 0;
  for (const page of pages)
    for (const region of page.regions)
      for (const line of region.kind === "lines" && region.turned !== true ? region.lines : []) {
        const size = rounded(line.size);
        sizes.set(size, (sizes.get(size) ?? 0) + line.text.length);
        fonts.set(line.font, (fonts.get(line.font) ?? 0) + line.text.length);
        characters += line.text.length;
        for (const [word] of line.text.matchAll(/\p{L}+-\p{L}+/gu)) hyphenated.add(word.toLowerCase());
      }
  const bodySize = [...sizes].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0] as const)[0];
  return {
    bodySize,
    headingSizes: [...sizes.keys()].filter((size) => size >= bodySize * HEADING_RATIO).sort((a, b) => b - a),
    share: new Map([...fonts].map(([font, count]) => [font, count / Math.max(1, characters)])),
    outline,
    hyphenated,
  };
}

/** Half points, because the same size comes out a little different from line to line. */
function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}

const HEADING_RATIO = 1.15;
const HEADING_LENGTH_MAX = 160;
const HEADING_LINES_MAX = 3;
const listItem = /^(?:[•‣◦▪■●○–·*]|-(?=\s)|\(?(?:\d{1,2}|[a-z])[.)](?=\s))\s*/u;
const numberedHeading =
  /^(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-Z]\.|(?:chapter|section|part|appendix|article|kapitel|chapitre)\s+\S{1,6})\s+\p{Lu}/iu;

/** Lines into paragraphs: at a wide gap, another size, another face, an item's mark, or an indent behind a line that ended short. */
function paragraphsOf(lines: readonly Segment[], faces: Faces): readonly (readonly Segment[])[] {
  const pitch = linePitch(lines);
  const right = Math.max(...lines.map(({ end }) => end));
  const left = Math.min(...lines.map(({ x }) => x));
  const paragraphs: Segment[][] = [];
  for (const line of lines) {
    const paragraph = paragraphs.at(-1);
    const before = paragraph?.at(-1);
    if (paragraph === undefined || before === undefined || breaksBetween(before, line, { pitch, left, right }, faces))
      paragraphs.push([line]);
    else paragraph.push(line);
  }
  return paragraphs;
}

function breaksBetween(
  before: Segment,
  line: Segment,
  column: { readonly pitch: number; readonly left: number; readonly right: number },
  faces: Faces,
): boolean {
  const gap = line.y - before.y;
  if (gap < 0 || gap > 1.35 * Math.max(column.pitch, 1.2 * Math.min(line.size, before.size))) return true;
  if (Math.abs(rounded(before.size) - rounded(line.size)) > 0.1 * faces.bodySize) return true;
  if (before.monospaced !== line.monospaced && !isBrief(before) && !isBrief(line)) return true;
  if (line.monospaced && before.monospaced) return false;
  if (listItem.test(line.text)) return true;
  // A line in a rare face above the face of the text, or the other way around, is a heading and its text.
  const rare = (segment: Segment): boolean => (faces.share.get(segment.font) ?? 0) < RARE_SHARE;
  if (rare(before) !== rare(line) && before.font !== line.font && gap > 0.9 * column.pitch && endsShort(before, column)) return true;
  return /[.!?:]["”)]?$/u.test(before.text) && endsShort(before, column) && !line.rightToLeft;
}

const RARE_SHARE = 0.15;

function endsShort(line: Segment, { left, right }: { readonly left: number; readonly right: number }): boolean {
  return right - line.end > 0.15 * (right - left);
}

/** The usual distance of two lines. */
function linePitch(lines: readonly Segment[]): number {
  const gaps = lines
    .slice(1)
    .map((line, index) => line.y - (lines[index]?.y ?? 0))
    .filter((gap, index) => gap > 0 && gap < 3 * (lines[index]?.size ?? 1))
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 0;
}

/** Level of a paragraph that is a heading: by the outline, by size, or by a face of its own that stands above the text. */
function headingLevel(lines: readonly Segment[], faces: Faces): number | undefined {
  const text = lines.map((line) => line.text).join(" ");
  const [first] = lines;
  if (first === undefined || text.length > HEADING_LENGTH_MAX || lines.length > HEADING_LINES_MAX || !/\p{L}{2}/u.test(text))
    return undefined;
  const outlined = faces.outline.get(titleKey(text));
  if (outlined !== undefined) return outlined;
  if (listItem.test(text) && !numberedHeading.test(text)) return undefined;
  const size = rounded(first.size);
  if (size >= faces.bodySize * HEADING_RATIO && !/[.;,]$/u.test(text)) return Math.min(4, faces.headingSizes.indexOf(size) + 1);
  const ownFace = lines.every((line) => (faces.share.get(line.font) ?? 0) < RARE_SHARE) && faces.share.size > 1;
  const title =
    text.length <= 90 && lines.length === 1 && /^[\p{Lu}\p{N}]/u.test(text) && !/[.;:,!?]$/u.test(text) && size >= faces.bodySize * 0.98;
  if (!title) return undefined;
  const deepest = Math.min(4, faces.headingSizes.length + 1);
  if (numberedHeading.test(text) && ownFace) return Math.max(deepest, /^[\d.]+/.exec(text)?.[0].replace(/\.$/, "").split(".").length ?? 1);
  return ownFace ? deepest : undefined;
}

/** Several lines of a typewriter face; of a brace by itself the face is not known. */
function isCode(lines: readonly Segment[]): boolean {
  return lines.filter(({ monospaced }) => monospaced).length > 1 && lines.every((line) => line.monospaced || isBrief(line));
}

function isBrief(line: Segment): boolean {
  return line.text.length < MONOSPACED_LENGTH_MIN;
}

/** Lines as they stand, indented by where they begin. */
function codeText(lines: readonly Segment[]): string {
  const INDENT_MAX = 80;
  const left = Math.min(...lines.map(({ x }) => x));
  return lines
    .map(({ x, size, text }) => " ".repeat(Math.min(INDENT_MAX, Math.max(0, Math.round((x - left) / (0.6 * Math.max(size, 1)))))) + text)
    .join("\n");
}

/** A title by its letters alone, because an outline and a page space and punctuate it differently. */
export function titleKey(title: string): string {
  return title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The lines of a paragraph as running text. A word that was parted at a line's end is whole again, unless its hyphen is its own. */
function paragraphText(lines: readonly Segment[], faces: Faces): string {
  let text = "";
  for (const line of lines) {
    const parted = /(\p{L}+)[-\u2010]$/u.exec(text);
    const rest = /^\p{Ll}+/u.exec(line.text)?.[0];
    if (text === "") text = line.text;
    else if (parted?.[1] !== undefined && rest !== undefined)
      text = (faces.hyphenated.has(`${parted[1]}-${rest}`.toLowerCase()) ? text : text.slice(0, -1)) + line.text;
    else text += (joinsWithoutSpace(text, line.text) ? "" : " ") + line.text;
  }
  return text;
}

const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3001\u3002\uFF0C\u300C-\u300F]/u;

/** Chinese and Japanese run on over a line's end. */
function joinsWithoutSpace(before: string, line: string): boolean {
  return DENSE.test(before.slice(-1)) && DENSE.test(line.slice(0, 1));
}
