import type { Document } from "../core/document.ts";
import { sectionTree } from "./atoms.ts";
import type { Atom, Section } from "./atoms.ts";
import type { Unit } from "./chunk-units.ts";
import { eachFragment } from "./fragments.ts";

interface Sizes {
  readonly chunkTokensMin: number;
  readonly chunkTokensMax: number;
}

interface SizedUnit extends Unit {
  readonly tokens: number;
  /** All of a section, or all that stands before its first subsection: only such a unit is merged with its neighbours. */
  readonly whole: boolean;
}

/**
 * Units at the best boundary there is: sections, then blocks, then items, rows or sentences, then words. Code and tables are torn
 * only when one alone exceeds the maximum. Small sections are merged with their siblings; sections of different dates are not,
 * because a date decides which of two passages is the later one.
 */
export function structureUnits(document: Document, sizes: Sizes): readonly Unit[] {
  return sectionUnits(document.text, sectionTree(document), [], sizes);
}

/** Units of one section and all below it. `prefix` are headings above that have no text of their own: they go with the first text. */
function sectionUnits(text: string, section: Section, prefix: readonly Atom[], sizes: Sizes): SizedUnit[] {
  const own = [...prefix, ...(section.heading === undefined ? [] : [section.heading]), ...section.body];
  if (section.children.length === 0) return bodyUnits(text, own, section.date, sizes);
  const whole = wholeSection(section, prefix, (sizes.chunkTokensMin + sizes.chunkTokensMax) / 2);
  if (whole !== undefined) return [whole];
  const units: SizedUnit[] = section.body.length === 0 ? [] : bodyUnits(text, own, section.date, sizes);
  for (const [index, child] of section.children.entries()) {
    const childUnits = sectionUnits(text, child, index === 0 && section.body.length === 0 ? own : [], sizes);
    for (const unit of childUnits) units.push(childUnits.length === 1 ? unit : { ...unit, whole: false });
  }
  return merge(units, sizes);
}

/** A section with its subsections as one unit, when it is short enough and of one date. */
function wholeSection(section: Section, prefix: readonly Atom[], tokensMax: number): SizedUnit | undefined {
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

function unitOf(atoms: readonly Atom[], date: string | undefined, whole = true): SizedUnit {
  return { atoms, tokens: tokensOf(atoms), whole, ...(date !== undefined && { date }) };
}

function tokensOf(atoms: readonly Atom[]): number {
  let tokens = 0;
  let isFirst = true;
  // Not by entries, which are an array each until this is compiled.
  for (const atom of atoms) {
    tokens += atom.tokens + (isFirst ? 0 : atom.gapTokens);
    isFirst = false;
  }
  return tokens;
}

/** The text directly under a heading: one unit if it fits, else parts of about equal size. */
function bodyUnits(text: string, atoms: readonly Atom[], date: string | undefined, sizes: Sizes): SizedUnit[] {
  if (atoms.length === 0) return [];
  const tokens = tokensOf(atoms);
  if (tokens <= sizes.chunkTokensMax) return [unitOf(atoms, date)];
  const units: SizedUnit[] = [];
  // A paragraph of megabytes has millions of sentences: each goes through to its part, and none is kept.
  const packer = pack((atoms[0]?.gapTokens ?? 0) + tokens, sizes, (part) => void units.push(unitOf(part, date, false)));
  const gluer = glue(text, sizes.chunkTokensMax, packer.add);
  for (const atom of atoms) eachFragment(text, atom, sizes.chunkTokensMax, gluer.add);
  gluer.end();
  packer.end();
  return units;
}

/** Atoms that are not parted. `tokens` are those of all and of the white space between them. */
interface Group {
  readonly atoms: readonly Atom[];
  readonly tokens: number;
}

/** A step that is handed one thing after another, and is told when there are no more. */
interface Step<T> {
  add(item: T): void;
  end(): void;
}

/** Groups that are not parted if they fit: a heading with what follows, "for example:" with its list, code or table. */
function glue(text: string, tokensMax: number, take: (group: Group) => void): Step<Atom> {
  let atoms: Atom[] = [];
  let tokens = 0;
  const end = (): void => {
    if (atoms.length > 0) take({ atoms, tokens });
  };
  const add = (atom: Atom): void => {
    const before = atoms.at(-1);
    const holds =
      before !== undefined &&
      (before.kind === "heading" || (before.kind === "paragraph" && atom.kind !== "paragraph" && text[before.end - 1] === ":"));
    if (holds && tokens + atom.gapTokens + atom.tokens <= tokensMax) {
      atoms.push(atom);
      tokens += atom.gapTokens + atom.tokens;
      return;
    }
    end();
    atoms = [atom];
    tokens = atom.tokens;
  };
  return { add, end };
}

/**
 * Packs groups in order into parts within the maximum, each cut as near as possible to an equal share of what is left. `tokensAll` are those of
 * all groups and of the white space before each.
 */
function pack(tokensAll: number, sizes: Sizes, take: (part: readonly Atom[]) => void): Step<Group> {
  const target = (sizes.chunkTokensMin + sizes.chunkTokensMax) / 2;
  let left = tokensAll;
  let part: OpenAtom[] = [];
  let tokens = 0;
  const end = (): void => {
    if (part.length > 0) take(part);
  };
  const add = (group: Group): void => {
    const gapTokens = group.atoms[0]?.gapTokens ?? 0;
    const share = (tokens + left) / Math.max(1, Math.ceil((tokens + left) / target));
    const grown = tokens + gapTokens + group.tokens;
    const over = grown > sizes.chunkTokensMax || (tokens >= sizes.chunkTokensMin && grown - share > share - tokens);
    if (part.length > 0 && over) {
      end();
      part = [];
      tokens = 0;
    }
    tokens += group.tokens + (part.length === 0 ? 0 : gapTokens);
    left -= group.tokens + gapTokens;
    for (const atom of group.atoms) append(part, atom);
  };
  return { add, end };
}

type OpenAtom = { -readonly [Key in keyof Atom]: Atom[Key] };

/** Adds an atom to a part. What differs from the one before in nothing that a chunk is named by becomes one with it: a part may hold hundreds of sentences. */
function append(part: OpenAtom[], atom: Atom): void {
  const before = part.at(-1);
  if (before === undefined || before.kind !== atom.kind || before.path !== atom.path || before.locator !== atom.locator) {
    part.push({ ...atom });
    return;
  }
  before.end = atom.end;
  before.tokens += atom.gapTokens + atom.tokens;
}

/** Merges small neighbours forward until they reach the minimum, and a small rest backward. */
function merge(units: readonly SizedUnit[], sizes: Sizes): SizedUnit[] {
  const merged: SizedUnit[] = [];
  // A part of a long section takes in only what is too little to stand by itself.
  const related = (a: SizedUnit, b: SizedUnit): boolean => (a.whole && b.whole) || Math.min(a.tokens, b.tokens) < sizes.chunkTokensMin / 3;
  const joinable = (a: SizedUnit, b: SizedUnit): boolean =>
    related(a, b) && a.date === b.date && a.tokens + (b.atoms[0]?.gapTokens ?? 0) + b.tokens <= sizes.chunkTokensMax;
  const join = (a: SizedUnit, b: SizedUnit): SizedUnit => ({
    ...a,
    atoms: [...a.atoms, ...b.atoms],
    whole: a.whole && b.whole,
    tokens: a.tokens + (b.atoms[0]?.gapTokens ?? 0) + b.tokens,
  });
  const close = (unit: SizedUnit): void => {
    const before = merged.at(-1);
    if (unit.tokens < sizes.chunkTokensMin && before !== undefined && joinable(before, unit))
      merged[merged.length - 1] = join(before, unit);
    else merged.push(unit);
  };
  let current: SizedUnit | undefined;
  for (const unit of units) {
    if (current === undefined) current = unit;
    else if (current.tokens < sizes.chunkTokensMin && joinable(current, unit)) current = join(current, unit);
    else {
      close(current);
      current = unit;
    }
  }
  if (current !== undefined) close(current);
  return merged;
}
