/** A piece of text as a PDF places it, in points; y is the baseline and grows downward. */
export interface PdfRun {
  /** Place in the order in which the file draws the page. */
  readonly order: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly font: string;
  readonly rightToLeft: boolean;
  /** Quarter turns against the upright page. */
  readonly turned: number;
  readonly vertical: boolean;
}

export interface PdfPage {
  readonly number: number;
  readonly height: number;
  /** In the order in which the file draws them. */
  readonly runs: readonly PdfRun[];
  /** "name: value" of what was filled into a form. */
  readonly fields: readonly string[];
}

/** A stretch of one baseline without a wide gap. */
export interface Segment {
  readonly text: string;
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly size: number;
  /** The font of most of its characters. */
  readonly font: string;
  readonly rightToLeft: boolean;
  /** Set in a face whose characters are all 0.6 of its size wide, as Courier and most typewriter faces are. */
  readonly monospaced: boolean;
}

/** Lines of one column in reading order, or the rows of a table. */
export type Region =
  | { readonly kind: "lines"; readonly lines: readonly Segment[]; readonly turned?: boolean }
  | { readonly kind: "table"; readonly rows: readonly (readonly string[])[]; readonly y: number };

/** Pages with more pieces than this are read in the order in which the file draws them. */
const RUNS_MAX = 20_000;

/**
 * The regions of a page in reading order. Text on one baseline is cut at wide gaps; rows that share a gutter make a band, which is
 * either columns, read one after the other, or a table, read row by row. Text that is turned follows behind.
 */
export function pageRegions(runs: readonly PdfRun[]): readonly Region[] {
  const regions: Region[] = [];
  for (const turned of [0, 1, 2, 3]) {
    const plane = runs.filter((run) => run.turned === turned && !run.vertical);
    if (plane.length === 0) continue;
    if (plane.length > RUNS_MAX) regions.push({ kind: "lines", lines: plane.map((run) => segmentOf([run])) });
    else
      for (const region of bands(rowsOf(plane))) regions.push(turned > 0 && region.kind === "lines" ? { ...region, turned: true } : region);
  }
  // Vertical writing comes column by column from the right, as the file draws it.
  const vertical = runs.filter((run) => run.vertical);
  if (vertical.length > 0) regions.push({ kind: "lines", lines: vertical.map((run) => segmentOf([run])) });
  return regions;
}

type Row = readonly Segment[];

/** A gap this wide, in font sizes, parts columns; justified prose hardly ever has one. */
const GAP_WIDE = 1.25;
/** A gap that parts columns when what is beside it was drawn at another time. */
const GAP_DRAWN_APART = 0.35;
const GUTTER_MIN = 0.4;

/** Rows from the top, each cut into segments from the left. */
function rowsOf(runs: readonly PdfRun[]): Row[] {
  const sorted = runs.toSorted((a, b) => a.y - b.y || a.x - b.x);
  const rows: PdfRun[][] = [];
  let baseline = Number.NEGATIVE_INFINITY;
  let size = 0;
  for (const run of sorted) {
    const row = rows.at(-1);
    // Raised and lowered characters belong to the line beside them.
    const isRaised = Math.min(size, run.size) < 0.85 * Math.max(size, run.size);
    if (row !== undefined && run.y - baseline <= (isRaised ? 0.45 * Math.max(size, run.size) : 0.35 * size)) {
      row.push(run);
      if (run.size > size) {
        size = run.size;
        baseline = run.y;
      }
    } else {
      rows.push([run]);
      baseline = run.y;
      size = run.size;
    }
  }
  return rows.map(segmentsOf);
}

function segmentsOf(row: PdfRun[]): Segment[] {
  const runs = row.sort((a, b) => a.x - b.x);
  const groups: PdfRun[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  let order = 0;
  for (const run of runs) {
    const group = groups.at(-1);
    // White space is left out before, so that the next piece may be two places on.
    const gapMax = Math.abs(run.order - order) <= 2 ? GAP_WIDE : GAP_DRAWN_APART;
    if (group === undefined || run.x - end > gapMax * run.size) groups.push([run]);
    else group.push(run);
    end = Math.max(end, run.x + run.width);
    order = run.order;
  }
  return groups.map(segmentOf);
}

/** Runs of a segment as text: a space where there is room for one. Right-to-left text is read from the right. */
function segmentOf(runs: readonly PdfRun[]): Segment {
  const letters = runs.reduce((sum, { rightToLeft, text }) => sum + (rightToLeft ? text.length : -text.length), 0);
  const rightToLeft = letters > 0;
  const ordered = rightToLeft ? runs.toReversed() : runs;
  const widths = new Map<string, number>();
  let text = "";
  let before: PdfRun | undefined;
  for (const run of ordered) {
    if (before !== undefined) {
      const gap = rightToLeft ? before.x - (run.x + run.width) : run.x - (before.x + before.width);
      if (gap > 0.15 * run.size && !/\s$/u.test(text) && !/^\s/u.test(run.text)) text += " ";
    }
    text += withoutOverlap(before, run);
    widths.set(run.font, (widths.get(run.font) ?? 0) + run.text.length);
    before = run;
  }
  const [first] = runs;
  const largest = runs.reduce((most, run) => (run.text.trim().length > most.text.trim().length ? run : most), runs[0] ?? NO_RUN);
  return {
    text: readable(text).replace(/\s+/gu, " ").trim(),
    x: Math.min(...runs.map(({ x }) => x)),
    end: Math.max(...runs.map(({ x, width }) => x + width)),
    y: first?.y ?? 0,
    size: largest.size,
    font: [...widths].reduce((most, entry) => (entry[1] > most[1] ? entry : most), ["", 0] as const)[0],
    rightToLeft,
    monospaced: text.length >= MONOSPACED_LENGTH_MIN && runs.every(isMonospaced),
  };
}

/** A word of a few letters may have that width by chance. */
export const MONOSPACED_LENGTH_MIN = 8;

function isMonospaced({ text, width, size }: PdfRun): boolean {
  return Math.abs(width / Math.max(1, text.length) - 0.6 * size) < 0.01 * size;
}

/** A character that is drawn again over the last one of the piece before makes it bold, and is not said twice. */
function withoutOverlap(before: PdfRun | undefined, run: PdfRun): string {
  const overlaps = before !== undefined && before.x + before.width - run.x > 0.25 * run.size;
  return overlaps && before.text.slice(-1) === run.text.slice(0, 1) ? run.text.slice(1) : run.text;
}

/** What TeX's fonts have at these places (Knuth, The TeXbook, appendix F), when a file does not say what its glyphs mean. */
const TEX_LIGATURES: Readonly<Record<string, string>> = {
  "\u000B": "ff",
  "\u000C": "fi",
  "\u000D": "fl",
  "\u000E": "ffi",
  "\u000F": "ffl",
  "\u21B5": "ff",
};

/** Presentation forms of Arabic and ligatures by their letters; control characters say nothing. */
function readable(text: string): string {
  return text
    .replace(/[\uFB00-\uFDFF\uFE70-\uFEFC]+/gu, (forms) => forms.normalize("NFKC"))
    .replace(/(?<=\p{L})[\u000B-\u000F\u21B5]|[\u000B-\u000F\u21B5](?=\p{Ll})/gu, (mark) => TEX_LIGATURES[mark] ?? "")
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F]/gu, "");
}

const NO_RUN: PdfRun = { order: 0, text: "", x: 0, y: 0, width: 0, size: 0, font: "", rightToLeft: false, turned: 0, vertical: false };

interface Interval {
  readonly from: number;
  readonly to: number;
}

const BAND_ROWS_MIN = 2;

/** Walks down the page: rows that share a gutter are one band, the others are single lines. */
function bands(rows: readonly Row[]): Region[] {
  const regions: Region[] = [];
  const single = (row: Row): void => {
    const last = regions.at(-1);
    const line = joined(row);
    if (last?.kind === "lines") regions[regions.length - 1] = { kind: "lines", lines: [...last.lines, line] };
    else regions.push({ kind: "lines", lines: [line] });
  };
  for (let at = 0; at < rows.length;) {
    const band = bandAt(rows, at);
    if (band === undefined) {
      single(rows[at] ?? []);
      at += 1;
      continue;
    }
    regions.push(...bandRegions(rows.slice(at, band.end), band.gutters));
    at = band.end;
  }
  return regions;
}

/** All of a row as one line. */
function joined(row: Row): Segment {
  const [first = segmentOf([]), ...rest] = row;
  if (rest.length === 0) return first;
  const ordered = first.rightToLeft ? row.toReversed() : row;
  const longest = row.reduce((most, segment) => (segment.text.length > most.text.length ? segment : most), first);
  return { ...longest, x: first.x, end: rest.at(-1)?.end ?? first.end, text: ordered.map(({ text }) => text).join(" ") };
}

/** The longest run of rows from `start` on that leave a common gutter free, with text on both of its sides. */
function bandAt(rows: readonly Row[], start: number): { readonly end: number; readonly gutters: readonly Interval[] } | undefined {
  const first = rows[start];
  if (first === undefined) return undefined;
  // A band begins with a row that shows its gutter, else every short line would. The lines of two columns may stand at different heights.
  const opening = first.length > 1 ? first : sideBySide(first, rows[start + 1]);
  let gutters: readonly Interval[] = gapsOf(opening);
  if (gutters.length === 0) return undefined;
  let end = start + 1;
  let paired = 1;
  for (; end < rows.length; end++) {
    const row = rows[end] ?? [];
    const before = rows[end - 1] ?? [];
    const size = row[0]?.size ?? 0;
    // A wide empty stretch ends a table, and what stands below it in the page's middle is something else.
    if ((row[0]?.y ?? 0) - (before[0]?.y ?? 0) > 6 * Math.max(size, before[0]?.size ?? 0)) break;
    const left = narrowed(gutters, row, GUTTER_MIN * size);
    if (left.length === 0) break;
    gutters = left;
    if (row.length > 1 || sideBySide(before, row).length > 1) paired += 1;
  }
  // Trailing rows with text on one side only may belong to what follows, but not when columns are of different length.
  return end - start >= BAND_ROWS_MIN && paired >= BAND_ROWS_MIN ? { end, gutters } : undefined;
}

/** Two rows that overlap in height and not in width, as one; empty when they do not. */
function sideBySide(row: Row, next: Row | undefined): Row {
  const [a] = row;
  const b = next?.[0];
  if (a === undefined || b === undefined || next === undefined || b.y - a.y > 0.9 * Math.min(a.size, b.size)) return [];
  const both = [...row, ...next].sort((one, other) => one.x - other.x);
  const apart = both.every((segment, index) => index === 0 || segment.x - (both[index - 1]?.end ?? 0) > GUTTER_MIN * segment.size);
  return apart ? both : [];
}

function gapsOf(row: Row): Interval[] {
  return row.slice(1).map((segment, index) => ({ from: row[index]?.end ?? 0, to: segment.x }));
}

/** What of the gutters a row leaves free. */
function narrowed(gutters: readonly Interval[], row: Row, widthMin: number): Interval[] {
  let free: readonly Interval[] = gutters;
  for (const { x, end } of row)
    free = free.flatMap(({ from, to }) => {
      if (end <= from || x >= to) return [{ from, to }];
      return [
        { from, to: Math.min(to, x) },
        { from: Math.max(from, end), to },
      ].filter((part) => part.to > part.from);
    });
  return free.filter(({ from, to }) => to - from >= widthMin);
}

/** Columns are read one after the other, a table row by row. */
function bandRegions(rows: readonly Row[], gutters: readonly Interval[]): Region[] {
  const edges = gutters.toSorted((a, b) => a.from - b.from).map(({ from, to }) => (from + to) / 2);
  const columnOf = (segment: Segment): number => edges.filter((edge) => edge <= (segment.x + segment.end) / 2).length;
  const columns: Segment[][] = Array.from({ length: edges.length + 1 }, () => []);
  for (const row of rows) for (const segment of row) columns[columnOf(segment)]?.push(segment);
  if (areProse(columns, rows)) {
    return columns.flatMap((column) => bands(regroup(column)));
  }
  return [{ kind: "table", rows: tableRows(rows, columns.length, columnOf), y: rows[0]?.[0]?.y ?? 0 }];
}

/** Segments of one column by their rows again. */
function regroup(column: readonly Segment[]): Row[] {
  const rows: Segment[][] = [];
  for (const segment of column) {
    const row = rows.at(-1);
    if (row !== undefined && Math.abs((row[0]?.y ?? 0) - segment.y) < 0.3 * segment.size) row.push(segment);
    else rows.push([segment]);
  }
  return rows;
}

/** Columns of prose fill their width with lines of several words; cells of a table do not. */
function areProse(columns: readonly (readonly Segment[])[], rows: readonly Row[]): boolean {
  const LINES_MIN = 3;
  const WORDS_MIN = 3;
  const FILL_MIN = 0.6;
  const filled = columns.filter((column) => column.length > 0);
  if (filled.length < 2 || filled.some((column) => column.length < LINES_MIN)) return false;
  const prose = filled.filter((column) => {
    const left = Math.min(...column.map(({ x }) => x));
    const width = Math.max(...column.map(({ end }) => end)) - left;
    const fill = median(column.map((segment) => (segment.end - left) / width));
    return fill >= FILL_MIN && median(column.map(({ text }) => wordsIn(text))) >= WORDS_MIN;
  });
  if (prose.length * 2 < filled.length || prose.length === 0) return false;
  return prose.length === filled.length || prose.length >= 2 || standAlone(filled, rows);
}

/**
 * Many lines of every column have nothing beside them. In a table of terms and what they mean the meanings run over several lines,
 * but each term stands beside the first of them.
 */
function standAlone(columns: readonly (readonly Segment[])[], rows: readonly Row[]): boolean {
  const ALONE_MIN = 0.4;
  const alone = new Set(rows.flatMap((row) => (row.length === 1 ? row : [])));
  return columns.every((column) => column.filter((segment) => alone.has(segment)).length >= ALONE_MIN * column.length);
}

/** Words, or two characters of a script that does not part them. */
function wordsIn(text: string): number {
  const dense = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  return text.split(" ").length + dense / 2;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Cells by row. A row without its first cell, close under another, goes on with the cells above. */
function tableRows(rows: readonly Row[], width: number, columnOf: (segment: Segment) => number): readonly (readonly string[])[] {
  const found: string[][] = [];
  let y = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const cells = Array.from({ length: width }, () => "");
    for (const segment of row) {
      const column = columnOf(segment);
      cells[column] = [cells[column] ?? "", segment.text].filter((part) => part !== "").join(" ");
    }
    const above = found.at(-1);
    const near = (row[0]?.y ?? 0) - y <= 1.4 * (row[0]?.size ?? 0);
    if (above !== undefined && near && cells[0] === "") {
      for (const [column, cell] of cells.entries())
        if (cell !== "") above[column] = [above[column] ?? "", cell].filter((part) => part !== "").join(" ");
    } else found.push(cells);
    y = row[0]?.y ?? 0;
  }
  return found;
}
