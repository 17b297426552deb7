import type { ClaimToken } from "./claim-tokens.ts";
import { isBenign, isConjunction, isOpener, isStrictPreposition } from "./claim-words.ts";

/** What of the source a claim uses, for the question what it may leave out. */
export interface SourceUse {
  readonly source: readonly ClaimToken[];
  /** Whether the token at this place is used by the claim. */
  readonly used: readonly boolean[];
  /** Places of tokens that begin a sentence. */
  readonly starts: ReadonlySet<number>;
  /** The claim stands in the source as one uninterrupted stretch of some length: only what turns it matters around it. */
  readonly verbatim: boolean;
}

const punctuation = /[,;:()|\u2013\u2014"\u201c\u201d-]/;
const CONDITIONS = /^(?:if|unless|without|except|excluding|until|whether)$/;
/** They bind what stands directly beside them. */
const CHOICES = /^(?:or|nor|than|either|neither)$/;
const ASSERTIONS =
  /^(?:is|are|was|were|has|have|appointed|named|approved|set|sets|confirmed|confirms|agreed|allocated|established|holds|hold|uses|use|offers|offer|provides|provide|supports|support|includes|include|contains|contain|introduced|launched|selected|chose|hired|fixed|decided)$/;
/** Longest phrase, in content words, that may be left out between two used words. */
const PHRASE_WORDS_MAX = 6;

/**
 * Why the claim may not leave out what it leaves out, in plain words; undefined when it may. Whole clauses, asides between
 * commas, prepositional phrases and adjectives may go; negations, conditions, doubts, heads of phrases and rival figures may not.
 */
export function unlawfulOmission(whole: SourceUse): string | undefined {
  const use = withoutAsides(whole);
  const { source, used, starts } = use;
  for (let from = 0; from < source.length; from++) {
    if (used[from] === true) continue;
    let to = from;
    while (to < source.length && used[to] !== true) to++;
    const why = omission(
      use,
      from,
      to,
      [...starts].filter((start) => start > from && start <= to),
    );
    if (why !== undefined) return why;
    from = to;
  }
  return undefined;
}

/** What stands in round brackets may go whole: where the claim takes no word of it, its tokens count as soft. */
function withoutAsides(use: SourceUse): SourceUse {
  const aside = new Set<number>();
  let open = -1;
  for (let i = 0; i <= use.source.length; i++) {
    const before = use.source[i]?.before ?? ")";
    if (open >= 0 && before.includes(")")) {
      const inside = Array.from({ length: i - open }, (_, k) => open + k);
      if (inside.every((k) => use.used[k] !== true || use.source[k]?.role === "neutral")) for (const k of inside) aside.add(k);
      open = -1;
    }
    if (before.lastIndexOf("(") > before.lastIndexOf(")")) open = i;
  }
  return aside.size === 0 ? use : { ...use, source: use.source.map((token, i) => (aside.has(i) ? { ...token, soft: true } : token)) };
}

function omission(use: SourceUse, from: number, to: number, starts: readonly number[]): string | undefined {
  const first = from === 0;
  const last = to === use.source.length;
  if (first && last) return "nothing of it stands in the passage";
  // Across a sentence end: the rest of one sentence and the beginning of another; whole sentences between may go.
  const [firstStart, lastStart] = [starts[0], starts.at(-1)];
  if (!first && firstStart !== undefined && firstStart < use.source.length) {
    // A sentence that goes on from another must be taken from its beginning, or its subject would be lost.
    const lost = last ? [] : content(use, lastStart ?? firstStart, to);
    return trailing(use, from, firstStart) ?? (lost.length > 0 ? `it leaves out "${words(lost)}" in front` : undefined);
  }
  if (first) return leading(use, lastStart ?? 0, to);
  return last ? trailing(use, from, to) : internal(use, from, to);
}

function content(use: SourceUse, from: number, to: number): ClaimToken[] {
  return use.source.slice(from, to).filter((token) => token.role !== "neutral" && !token.soft);
}

/** A line or sentence end that the reader of sentences took for a wrapped line: what lies beyond it is another statement. */
function isHardBreak(token: ClaimToken | undefined): boolean {
  return token !== undefined && /[.!?\n]/.test(token.before);
}

function leading(use: SourceUse, start: number, to: number): string | undefined {
  if (isHardBreak(use.source[to])) return undefined;
  let from = to;
  while (from > start && (from === to || !isHardBreak(use.source[from]))) from--;
  const left = content(use, from, to);
  if (left.length === 0) return undefined;
  const next = use.source[to];
  const last = use.source[to - 1];
  const guards = left.filter((token) => token.role === "guard" && !isDroppable(token) && !CHOICES.test(token.word));
  const condition = use.source
    .slice(from, to)
    .find((token, i) => CONDITIONS.test(token.word) || (i === to - from - 1 && CHOICES.test(token.word)));
  const afterClause = (last !== undefined && isConjunction(last.word) && !CHOICES.test(last.word)) || /[;]/.test(next?.before ?? "");
  if (condition !== undefined && !afterClause) return `it leaves out "${condition.word}"`;
  if (guards.length > 0 && !afterClause) {
    const concession =
      /^(?:although|though|while|whereas|despite)$/.test(use.source[from]?.word ?? "") && punctuation.test(next?.before ?? "");
    const elsewhere = use.verbatim && !clauseEnd(use, from, to).some((token) => token.role === "guard");
    if (!concession && !elsewhere) return `it leaves out "${guards[0]?.word ?? ""}"`;
  }
  if (
    use.verbatim ||
    afterClause ||
    punctuation.test(next?.before ?? "") ||
    (last?.word === "that" && left.length <= PHRASE_WORDS_MAX) ||
    isNamePart(left, next) ||
    isAssertion(use, from, to)
  )
    return undefined;
  if (next?.before.includes("(") === true && isAbbreviation(use.source.slice(from, to), next)) return undefined;
  return `it leaves out "${words(left)}" in front`;
}

/** "The board approved a [reserve of 40]": what was approved, named or set stands by itself. */
function isAssertion(use: SourceUse, from: number, to: number): boolean {
  let verb = to - 1;
  while (verb > from && /^(?:the|a|an|its|his|her|their|our|as)$/.test(use.source[verb]?.word ?? "")) verb--;
  return ASSERTIONS.test(use.source[verb]?.word ?? "");
}

/** The last clause of the stretch: what stands directly in front of the claim. */
function clauseEnd(use: SourceUse, from: number, to: number): readonly ClaimToken[] {
  if (punctuation.test(use.source[to]?.before ?? "")) return [];
  let at = to;
  while (at > from) {
    at -= 1;
    const token = use.source[at];
    if (token !== undefined && (punctuation.test(token.before) || isConjunction(token.word))) break;
  }
  return use.source.slice(at, to);
}

function trailing(use: SourceUse, from: number, end: number): string | undefined {
  let to = from;
  while (to < end && !isHardBreak(use.source[to])) to++;
  const left = content(use, from, to);
  if (left.length === 0) return undefined;
  const [first, second] = [use.source[from], use.source[from + 1]];
  const afterClause = first !== undefined && ((isConjunction(first.word) && !CHOICES.test(first.word)) || /[;]/.test(first.before));
  const begins =
    use.verbatim ||
    (first !== undefined &&
      (afterClause || punctuation.test(first.before) || isOpener(first.word) || isNamePart(left, use.source[from - 1])));
  if (!begins) return `it leaves out "${words(left)}"`;
  const limiting = (token: ClaimToken | undefined): boolean =>
    token !== undefined && (CONDITIONS.test(token.word) || CHOICES.test(token.word) || token.key === "guard:only");
  const condition = use.source
    .slice(from, to)
    .find((token, i) => CONDITIONS.test(token.word) || token.key === "guard:only" || (i === 0 && CHOICES.test(token.word)));
  const limits = limiting(first) || limiting(second);
  if (condition !== undefined && (limits || !(afterClause || punctuation.test(first?.before ?? ""))))
    return `it leaves out "${condition.word}"`;
  const guard = left.find((token) => token.role === "guard" && !isDroppable(token));
  const near = use.verbatim
    ? clauseStart(use, from, to).some((token) => token.role === "guard" && !isDroppable(token))
    : !(afterClause || punctuation.test(first?.before ?? ""));
  return guard !== undefined && near ? `it leaves out "${guard.word}"` : undefined;
}

/** What directly follows the claim, up to the next comma or conjunction. */
function clauseStart(use: SourceUse, from: number, to: number): readonly ClaimToken[] {
  let at = from;
  while (at < to) {
    const token = use.source[at];
    if (token !== undefined && (punctuation.test(token.before) || isConjunction(token.word))) break;
    at += 1;
  }
  return use.source.slice(from, at);
}

function internal(use: SourceUse, from: number, to: number): string | undefined {
  const left = content(use, from, to);
  const run = use.source.slice(from, to).filter((token) => !token.soft);
  const bent = left.length === 0 ? run.find((token) => isStrictPreposition(token.word)) : undefined;
  if (bent !== undefined) return `it leaves out "${bent.word}"`;
  if (left.length === 0) return undefined;
  const [first, previous, next] = [run[0], use.source[from - 1], use.source[to]];
  const said = `it leaves out "${words(left)}"`;
  if (first === undefined || previous === undefined || next === undefined) return said;
  // "on [3 March] 1921" was in 1921.
  if (/^\d{4}$/.test(next.key) && left.every((token) => /^(?:day|month):/.test(token.key))) return undefined;
  if (left.some((token) => token.kind === "figure") && (next.kind === "figure" || next.key.startsWith("unit:")))
    return `it passes over another figure, "${words(left)}"`;
  if (run.some((token, i) => CONDITIONS.test(token.word) || ((i === 0 || i === run.length - 1) && CHOICES.test(token.word)))) return said;
  // "the statement of work (SOW)" is the SOW.
  if (next.before.includes("(") && isAbbreviation(run, next)) return undefined;
  const enclosed = punctuation.test(first.before) && punctuation.test(next.before);
  if (enclosed) return run.some((token, i) => i > 0 && isConjunction(token.word) && punctuation.test(token.before)) ? said : undefined;
  if (left.some((token) => token.role === "guard" && !isDroppable(token))) return said;
  if (left.every((token) => token.role === "guard")) return undefined;
  if (isFirstOfTwo(run, left, next)) return undefined;
  if (isOpener(first.word) && first.role === "neutral") return isPhrase(use, run, left) ? undefined : said;
  return isModifier(run, left, previous, next) || isNamePart(left, next) || isNamePart(left, previous) ? undefined : said;
}

/** "The museum [opens daily but] closes early": of two things said of one subject the first. Two figures are not told apart so. */
function isFirstOfTwo(run: readonly ClaimToken[], left: readonly ClaimToken[], next: ClaimToken): boolean {
  const joined = /^(?:and|but)$/.test(run.at(-1)?.word ?? "") && next.before === "";
  const one = run.slice(0, -1).every((token) => !isConjunction(token.word) && !punctuation.test(token.before));
  return joined && one && next.kind !== "figure" && left.length <= PHRASE_WORDS_MAX && run[0]?.role === "content";
}

/** A prepositional phrase or relative clause without a rival figure and without a second claim. */
function isPhrase(use: SourceUse, run: readonly ClaimToken[], left: readonly ClaimToken[]): boolean {
  if (left.length > PHRASE_WORDS_MAX) return false;
  const joins = run.some((token, i) => isConjunction(token.word) && !(run[i - 1]?.kind === "figure" && run[i + 1]?.kind === "figure"));
  // "moves [from 2 June] to 23 June", "fell [by 3] to 54": where something went says where it is.
  const last = run.at(-1);
  const goesTo = last !== undefined && use.source[use.source.indexOf(last) + 1]?.word === "to";
  if (/^(?:from|by)$/.test(run[0]?.word ?? "") && !joins && goesTo) return true;
  const rival =
    left.some((token) => token.kind === "figure") && use.source.some((token, i) => token.kind === "figure" && use.used[i] === true);
  return !joins && !rival;
}

function isAbbreviation(run: readonly ClaimToken[], short: ClaimToken): boolean {
  const initials = (tokens: readonly ClaimToken[]): string => tokens.map((token) => token.word[0] ?? "").join("");
  const long = run.filter((token) => token.role !== "neutral");
  return long.length > 1 && (initials(run).endsWith(short.word) || initials(long).endsWith(short.word));
}

/** One or two plain words in front of the word that they qualify: "the [large] reserve", "was [quickly] approved". */
function isModifier(run: readonly ClaimToken[], left: readonly ClaimToken[], previous: ClaimToken, next: ClaimToken): boolean {
  if (
    next.before !== "" ||
    left.length > 2 ||
    left.some((token) => token.kind === "figure") ||
    run.some((token) => isConjunction(token.word) || punctuation.test(token.before))
  )
    return false;
  if (left.every((token) => token.word.endsWith("ly"))) return true;
  // "is set at 40", "is known as": the verb only carries on.
  if (/^(?:is|are|was|were|be|been)$/.test(previous.word) && left.length === 1 && isBenign(left[0]?.word ?? "")) return true;
  const governed = run[run.length - left.length - 1] ?? previous;
  return next.role === "content" && next.kind !== "figure" && run.at(-1)?.role === "content" && GOVERNORS.test(governed.word);
}

/** Articles, possessives and prepositions: what stands between them and their noun qualifies it. */
const GOVERNORS =
  /^(?:the|a|an|this|that|these|those|such|its|his|her|their|our|your|my|s|of|in|on|at|for|by|as|to|from|with|into|onto|within|through|via|per|among|between|across|over|under|and)$/;

/** "Anna [Smith]": parts of one name, side by side. */
function isNamePart(left: readonly ClaimToken[], neighbour: ClaimToken | undefined): boolean {
  return (
    left.length <= 2 &&
    neighbour !== undefined &&
    neighbour.kind === "name" &&
    left.every((token) => token.kind === "name" && token.before === "")
  );
}

function isDroppable(token: ClaimToken): boolean {
  return (
    token.key === "guard:all" ||
    token.key === "guard:always" ||
    token.key === "guard:exactly" ||
    token.key === "guard:both" ||
    token.key === "guard:ani"
  );
}

function words(tokens: readonly ClaimToken[]): string {
  const shown = tokens.slice(0, 4).map((token) => token.word);
  return tokens.length > 4 ? `${shown.join(" ")} \u2026` : shown.join(" ");
}
