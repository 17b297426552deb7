import type { Chunk, Document, Locator } from "../core/document.ts";
import { spanTokens } from "./atoms.ts";
import type { Atom, Section } from "./atoms.ts";
import { headerRow } from "./fragments.ts";
import { placesOf } from "./places.ts";
import type { Span } from "./sentences.ts";

/** Atoms that will be one chunk, in order. */
export interface Unit {
  readonly atoms: readonly Atom[];
  readonly date?: string;
}

/** Names the units as chunks of the document: ids, heading paths, places. The units are in the order of their starts. */
export function chunksOf(document: Document, units: readonly Unit[]): Chunk[] {
  const summary = summaryOf(document);
  const lineAt = lineCounter(document.text);
  const chunks: Chunk[] = [];
  for (const { atoms, date } of units) {
    const first = atoms[0];
    const last = atoms.at(-1);
    if (first === undefined || last === undefined) continue;
    const ordinal = chunks.length + 1;
    const heading = [
      document.title,
      ...unitPath(atoms),
      ...(first.tableHeader === undefined ? [] : [first.tableHeader]),
      ...(ordinal === 1 ? summary : []),
    ];
    const locator = first.locator ?? lineAt(first.start);
    const places = placesOf(atoms, locator);
    chunks.push({
      id: `${document.id}#${ordinal}`,
      document: document.id,
      ordinal,
      start: first.start,
      end: last.end,
      text: document.text.slice(first.start, last.end),
      heading: heading.filter((title) => title !== ""),
      locator,
      ...(places !== undefined && { places }),
      ...(date !== undefined && { date }),
    });
  }
  return chunks;
}

/** Lines of offsets that only grow. The next line end is remembered, so that a text of one long line is searched once and not once a chunk. */
function lineCounter(text: string): (offset: number) => Locator {
  let line = 1;
  let lineEnd = text.indexOf("\n");
  return (offset) => {
    for (; lineEnd >= 0 && lineEnd < offset; lineEnd = text.indexOf("\n", lineEnd + 1)) line += 1;
    return { kind: "line", line };
  };
}

const SUMMARY_LENGTH_MAX = 400;

/** What the author says of the whole document: searched with its first chunk, because a reader looks for a page by it. */
function summaryOf(document: Document): readonly string[] {
  const said: string[] = [];
  for (const key of ["description", "summary", "keywords", "tags", "aliases"]) {
    const value = document.metadata[key];
    const words = Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : "";
    if (words.trim() !== "") said.push(words.trim().replace(/\s+/gu, " ").slice(0, SUMMARY_LENGTH_MAX));
  }
  return said;
}

/** The headings that all of a chunk's text stands under. Headings within the chunk do not narrow it. */
function unitPath(atoms: readonly Atom[]): readonly string[] {
  const body = atoms.filter((atom) => atom.kind !== "heading");
  const [first, ...rest] = body.length > 0 ? body : atoms.slice(-1);
  let path = first?.path ?? [];
  for (const { path: other } of rest) {
    if (other === path) continue;
    let shared = 0;
    while (shared < path.length && shared < other.length && path[shared] === other[shared]) shared += 1;
    if (shared < path.length) path = path.slice(0, shared);
  }
  return path;
}

/** Neighbouring atoms of one date, in reading order. */
export interface Run {
  readonly atoms: readonly Atom[];
  readonly date?: string;
}

/** The document cut only where its dates change: what strategies that do not look at sections must still respect, because a date decides which of two passages is the later one. */
export function datedRuns(root: Section): readonly Run[] {
  const runs: { atoms: Atom[]; date?: string }[] = [];
  const visit = (section: Section): void => {
    for (const atom of section.heading === undefined ? section.body : [section.heading, ...section.body]) {
      const run = runs.at(-1);
      if (run !== undefined && run.date === section.date) run.atoms.push(atom);
      else runs.push({ atoms: [atom], ...(section.date !== undefined && { date: section.date }) });
    }
    for (const child of section.children) visit(child);
  };
  visit(root);
  return runs;
}

/** The parts of a run's atoms that lie within each span, as one unit a span. Spans are in the order of their starts and may overlap. */
export function clip(text: string, { atoms, date }: Run, spans: readonly Span[]): Unit[] {
  let from = 0;
  return spans.map((span) => {
    while ((atoms[from]?.end ?? Infinity) <= span.start) from += 1;
    const within: Atom[] = [];
    for (let at = from; at < atoms.length; at++) {
      const atom = atoms[at];
      if (atom === undefined || atom.start >= span.end) break;
      within.push(clipped(text, atom, span));
    }
    return { atoms: within, ...(date !== undefined && { date }) };
  });
}

function clipped(text: string, atom: Atom, span: Span): Atom {
  const start = Math.max(atom.start, span.start);
  const end = Math.min(atom.end, span.end);
  if (start === atom.start && end === atom.end) return atom;
  const header = atom.kind === "table" && start > atom.start ? headerRow(text, atom) : undefined;
  return { ...atom, start, end, tokens: spanTokens(text, start, end), ...(header !== undefined && { tableHeader: header }) };
}
