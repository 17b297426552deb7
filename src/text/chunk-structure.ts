import type { Document } from "../core/document.ts";
import { sectionTree } from "./atoms.ts";
import type { Atom, Section } from "./atoms.ts";
import type { Unit } from "./chunk-units.ts";
import { fragments } from "./fragments.ts";

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
  if (tokensOf(atoms) <= sizes.chunkTokensMax) return [unitOf(atoms, date)];
  const fitting = atoms.flatMap((atom) => fragments(text, atom, sizes.chunkTokensMax));
  return pack(glue(text, fitting, sizes.chunkTokensMax), sizes).map((part) => unitOf(part, date, false));
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
function pack(groups: readonly (readonly Atom[])[], sizes: Sizes): readonly (readonly Atom[])[] {
  const target = (sizes.chunkTokensMin + sizes.chunkTokensMax) / 2;
  const sized = groups.map((atoms) => ({ atoms, gapTokens: atoms[0]?.gapTokens ?? 0, tokens: tokensOf(atoms) }));
  let left = sized.reduce((sum, group) => sum + group.gapTokens + group.tokens, 0);
  const parts: Atom[][] = [];
  let part: Atom[] = [];
  let tokens = 0;
  for (const group of sized) {
    const share = (tokens + left) / Math.max(1, Math.ceil((tokens + left) / target));
    const grown = tokens + group.gapTokens + group.tokens;
    const over = grown > sizes.chunkTokensMax || (tokens >= sizes.chunkTokensMin && grown - share > share - tokens);
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
