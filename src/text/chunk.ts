import type { Chunk, Document, Locator } from "../core/document.ts";
import { sectionTree } from "./atoms.ts";
import type { Atom, Section } from "./atoms.ts";
import { fragments } from "./fragments.ts";

/** Changes whenever the same document would give other chunks, so that an index made before is known to be stale. */
export const CHUNKER_REVISION = "structure-1";

export interface ChunkSettings {
  readonly chunkTokensMin: number;
  readonly chunkTokensMax: number;
}

/** Atoms that will be one chunk. */
interface Unit {
  readonly atoms: readonly Atom[];
  readonly tokens: number;
  readonly date?: string;
  /** All of a section, or all that stands before its first subsection: only such a unit is merged with its neighbours. */
  readonly whole: boolean;
}

/**
 * Cuts a document into chunks of about `chunkTokensMin` to `chunkTokensMax` estimated tokens, never more, at the best boundary
 * there is: sections, then blocks, then items, rows or sentences, then words. Code and tables are torn only when one alone
 * exceeds the maximum. Small sections are merged with their siblings; sections of different dates are not, because a date
 * decides which of two passages is the later one.
 *
 * Laws: `chunk.text === document.text.slice(start, end)`; chunks are in order and do not overlap; every character but white
 * space that is not front matter lies in exactly one chunk. Linear in the text.
 */
export function chunkDocument(document: Document, settings: ChunkSettings): Chunk[] {
  const units = sectionUnits(document.text, sectionTree(document), [], settings);
  const summary = summaryOf(document);
  let line = 1;
  // The next line end is remembered, so that a text of one long line is searched once and not once a chunk.
  let lineEnd = document.text.indexOf("\n");
  const lineAt = (offset: number): Locator => {
    for (; lineEnd >= 0 && lineEnd < offset; lineEnd = document.text.indexOf("\n", lineEnd + 1)) line += 1;
    return { kind: "line", line };
  };
  const chunks: Chunk[] = [];
  for (const unit of units) {
    const first = unit.atoms[0];
    const last = unit.atoms.at(-1);
    if (first === undefined || last === undefined) continue;
    const ordinal = chunks.length + 1;
    const heading = [
      document.title,
      ...unitPath(unit.atoms),
      ...(first.tableHeader === undefined ? [] : [first.tableHeader]),
      ...(ordinal === 1 ? summary : []),
    ];
    chunks.push({
      id: `${document.id}#${ordinal}`,
      document: document.id,
      ordinal,
      start: first.start,
      end: last.end,
      text: document.text.slice(first.start, last.end),
      heading: heading.filter((title) => title !== ""),
      locator: first.locator ?? lineAt(first.start),
      ...(unit.date !== undefined && { date: unit.date }),
    });
  }
  return chunks;
}

/** The text that both legs index: heading path, a line end, the chunk's text. */
export function searchText(chunk: Chunk): string {
  return chunk.heading.length === 0 ? chunk.text : `${chunk.heading.join(" > ")}\n${chunk.text}`;
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

/** Units of one section and all below it. `prefix` are headings above that have no text of their own: they go with the first text. */
function sectionUnits(text: string, section: Section, prefix: readonly Atom[], settings: ChunkSettings): Unit[] {
  const own = [...prefix, ...(section.heading === undefined ? [] : [section.heading]), ...section.body];
  if (section.children.length === 0) return bodyUnits(text, own, section.date, settings);
  const whole = wholeSection(section, prefix, (settings.chunkTokensMin + settings.chunkTokensMax) / 2);
  if (whole !== undefined) return [whole];
  const units: Unit[] = section.body.length === 0 ? [] : bodyUnits(text, own, section.date, settings);
  for (const [index, child] of section.children.entries()) {
    const childUnits = sectionUnits(text, child, index === 0 && section.body.length === 0 ? own : [], settings);
    for (const unit of childUnits) units.push(childUnits.length === 1 ? unit : { ...unit, whole: false });
  }
  return merge(units, settings);
}

/** A section with its subsections as one unit, when it is short enough and of one date. */
function wholeSection(section: Section, prefix: readonly Atom[], tokensMax: number): Unit | undefined {
  const atoms = [...prefix];
  let tokens = tokensOf(atoms);
  // Stops as soon as the limit is passed, so that a long section is not walked again at every level.
  const take = (part: Section): boolean => {
    if (part.date !== section.date) return false;
    for (const atom of part.heading === undefined ? part.body : [part.heading, ...part.body]) {
      tokens += atom.tokens + (atoms.length === 0 ? 0 : atom.gapTokens);
      atoms.push(atom);
      if (tokens > tokensMax) return false;
    }
    return part.children.every(take);
  };
  return take(section) ? unitOf(atoms, section.date) : undefined;
}

function unitOf(atoms: readonly Atom[], date: string | undefined, whole = true): Unit {
  return { atoms, tokens: tokensOf(atoms), whole, ...(date !== undefined && { date }) };
}

function tokensOf(atoms: readonly Atom[]): number {
  let tokens = 0;
  for (const [index, atom] of atoms.entries()) tokens += atom.tokens + (index === 0 ? 0 : atom.gapTokens);
  return tokens;
}

/** The text directly under a heading: one unit if it fits, else parts of about equal size. */
function bodyUnits(text: string, atoms: readonly Atom[], date: string | undefined, settings: ChunkSettings): Unit[] {
  if (atoms.length === 0) return [];
  if (tokensOf(atoms) <= settings.chunkTokensMax) return [unitOf(atoms, date)];
  const fitting = atoms.flatMap((atom) => fragments(text, atom, settings.chunkTokensMax));
  return pack(glue(text, fitting, settings.chunkTokensMax), settings).map((part) => unitOf(part, date, false));
}

/** Groups that are not parted if they fit: a heading with what follows, "for example:" with its list, code or table. */
function glue(text: string, atoms: readonly Atom[], tokensMax: number): readonly (readonly Atom[])[] {
  const groups: Atom[][] = [];
  let tokens = 0;
  for (const atom of atoms) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const holds =
      before !== undefined &&
      (before.kind === "heading" || (before.kind === "paragraph" && atom.kind !== "paragraph" && text[before.end - 1] === ":"));
    if (group !== undefined && holds && tokens + atom.gapTokens + atom.tokens <= tokensMax) {
      group.push(atom);
      tokens += atom.gapTokens + atom.tokens;
    } else {
      groups.push([atom]);
      tokens = atom.tokens;
    }
  }
  return groups;
}

/** Packs groups in order into parts within the maximum, each cut as near as possible to an equal share of what is left. */
function pack(groups: readonly (readonly Atom[])[], settings: ChunkSettings): readonly (readonly Atom[])[] {
  const target = (settings.chunkTokensMin + settings.chunkTokensMax) / 2;
  const sized = groups.map((atoms) => ({ atoms, gapTokens: atoms[0]?.gapTokens ?? 0, tokens: tokensOf(atoms) }));
  let left = sized.reduce((sum, group) => sum + group.gapTokens + group.tokens, 0);
  const parts: Atom[][] = [];
  let part: Atom[] = [];
  let tokens = 0;
  for (const group of sized) {
    const share = (tokens + left) / Math.max(1, Math.ceil((tokens + left) / target));
    const grown = tokens + group.gapTokens + group.tokens;
    const over = grown > settings.chunkTokensMax || (tokens >= settings.chunkTokensMin && grown - share > share - tokens);
    if (part.length > 0 && over) {
      parts.push(part);
      part = [];
      tokens = 0;
    }
    tokens += group.tokens + (part.length === 0 ? 0 : group.gapTokens);
    left -= group.tokens + group.gapTokens;
    for (const atom of group.atoms) part.push(atom);
  }
  parts.push(part);
  return parts;
}

/** Merges small neighbours forward until they reach the minimum, and a small rest backward. */
function merge(units: readonly Unit[], settings: ChunkSettings): Unit[] {
  const merged: Unit[] = [];
  // A part of a long section takes in only what is too little to stand by itself.
  const related = (a: Unit, b: Unit): boolean => (a.whole && b.whole) || Math.min(a.tokens, b.tokens) < settings.chunkTokensMin / 3;
  const joinable = (a: Unit, b: Unit): boolean =>
    related(a, b) && a.date === b.date && a.tokens + (b.atoms[0]?.gapTokens ?? 0) + b.tokens <= settings.chunkTokensMax;
  const join = (a: Unit, b: Unit): Unit => ({
    ...a,
    atoms: [...a.atoms, ...b.atoms],
    whole: a.whole && b.whole,
    tokens: a.tokens + (b.atoms[0]?.gapTokens ?? 0) + b.tokens,
  });
  const close = (unit: Unit): void => {
    const before = merged.at(-1);
    if (unit.tokens < settings.chunkTokensMin && before !== undefined && joinable(before, unit))
      merged[merged.length - 1] = join(before, unit);
    else merged.push(unit);
  };
  let current: Unit | undefined;
  for (const unit of units) {
    if (current === undefined) current = unit;
    else if (current.tokens < settings.chunkTokensMin && joinable(current, unit)) current = join(current, unit);
    else {
      close(current);
      current = unit;
    }
  }
  if (current !== undefined) close(current);
  return merged;
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
