import type { ClaimToken } from "../../text/claim-tokens.ts";
import { areSynonyms } from "../../text/thesaurus.ts";
import { sharedBeginning } from "./matching.ts";
import { areOpposites } from "./word-knowledge.ts";
import type { WordForms, WordKnowledge } from "./word-knowledge.ts";

/** A role with what tells it from others of its kind: "head of marketing", "the finance lead", "ABC's president". */
export interface Role {
  /** "head" */
  readonly noun: string;
  /** Roles of one kind are read as one: a head of marketing may be called its director. */
  readonly kind: string;
  /** What stands behind it, or before it where nothing does. Never empty. */
  readonly field: readonly FieldWord[];
  /** What stands before it where something stands behind it too: "Maltese" of "the Maltese commissioner for health". */
  readonly besides: readonly FieldWord[];
}

interface FieldWord {
  readonly key: string;
  /** In lower case. */
  readonly word: string;
}

const LEADING = "head";
/** A line a kind, the first word its name. A word for people that names no such place ("worker", "friend") has no field. */
const KINDS = `
${LEADING} director lead leader manager chief boss supervisor superintendent coordinator vp svp evp
chair chairman chairwoman chairperson|owner proprietor|president|secretary|minister|commissioner|ambassador envoy|governor|mayor|captain skipper|commander|coach trainer|dean|editor|founder|sponsor|officer
administrator admin|maintainer|curator|librarian|treasurer|auditor|controller comptroller|spokesperson spokesman spokeswoman|chancellor|rector|king queen|duke duchess|earl|count countess|prince princess
emperor empress|bishop archbishop|abbot abbess|pope|professor|inventor|author|architect|steward|representative delegate|ceo|cfo|cto|coo|cio`;
const KIND_OF: ReadonlyMap<string, string> = new Map(
  KINDS.trim()
    .split(/[|\n]/)
    .flatMap((line) => line.split(" ").map((noun) => [noun, line.split(" ")[0] ?? ""] as const)),
);
/** Other words as well: "lead time", "the head office", "they chair the meeting". */
const AMBIGUOUS = /^(?:head|lead|chief|chair|coach|count)$/;
const DETERMINER = /^(?:the|a|an|this|that|his|her|its|their|our|my|your)$/;
/** They tell the rank or the time of a role and not its field. */
const RANKING =
  /^(?:chief|vice|deputy|assistant|associate|executive|managing|general|senior|junior|main|prime|principal|acting|interim|former|current|present|previous|new|old|late|first|last|final|co|pro)$/;
/** "the marketing department": what every field may be called. */
const GENERIC = /^(?:departments?|divisions?|teams?|units?|sections?|groups?|functions?|affairs|matters)$/;
/** Before these stands who has it ("Ralph, earl of Hereford"), and what of stands behind. */
const TITLES = /^(?:king|duke|earl|count|prince|emperor|bishop|abbot|pope)$/;
const JOINING = /^(?:of|the|a|an|our|its|their|his|her|and|or|s)$/;
/** "ambassador to France" */
const TAKES_TO = /^(?:ambassador|envoy|secretary)$/;
const WORDS_MAX = 6;
const WORDS_BEFORE_MAX = 3;
/** Ranks, and another role beside, are passed over for so many words. */
const LOOK_BEFORE_MAX = 8;

/** The roles that a text's tokens name with a field, in order; a role alone is none. Linear in the tokens. */
export function roles(tokens: readonly ClaimToken[], forms: WordForms): Role[] {
  return tokens.flatMap((token, at): Role[] => {
    const noun = nounOf(token);
    if (noun === undefined) return [];
    const behind = wordsBehind(tokens, at, forms);
    if (behind.length === 0 && isOtherUse(tokens, at, noun)) return [];
    const kind = noun === "president" && tokens[at - 1]?.word === "vice" ? LEADING : (KIND_OF.get(noun) ?? noun);
    const before = TITLES.test(kind) ? [] : telling(wordsBefore(tokens, at, forms));
    const field = telling(behind);
    if (field.length > 0) return [{ noun, kind, field, besides: before }];
    return before.length > 0 ? [{ noun, kind, field: before, besides: [] }] : [];
  });
}

function telling(words: readonly ClaimToken[]): FieldWord[] {
  return words.filter(({ word }) => !GENERIC.test(word)).map(({ key, word }) => ({ key, word }));
}

function nounOf({ word, role }: ClaimToken): string | undefined {
  if (role !== "content") return undefined;
  return [word, word.replace(/s$/, "")].find((form) => KIND_OF.has(form));
}

/** Where nothing says what the role is of, "lead" and "leads" may be anything. */
function isOtherUse(tokens: readonly ClaimToken[], at: number, noun: string): boolean {
  const next = tokens[at + 1];
  const isPlural = tokens[at]?.word !== noun;
  if (next === undefined || next.before !== "" || (!isPlural && !AMBIGUOUS.test(noun))) return isPlural && AMBIGUOUS.test(noun);
  return isPlural ? AMBIGUOUS.test(noun) || DETERMINER.test(next.word) : DETERMINER.test(next.word) || isPlainWord(next);
}

function isPlainWord({ role, kind, capital }: ClaimToken): boolean {
  return role === "content" && kind !== "figure" && !capital;
}

/** "marketing" of "the marketing director"; of "owner and chairman" both have what stands before the first. */
function wordsBefore(tokens: readonly ClaimToken[], at: number, forms: WordForms): ClaimToken[] {
  const found: ClaimToken[] = [];
  for (let place = at; found.length < WORDS_BEFORE_MAX && place > at - LOOK_BEFORE_MAX && tokens[place]?.before === ""; place -= 1) {
    const token = tokens[place - 1];
    if (token === undefined) break;
    const other = tokens[place - 2];
    if (token.word === "and" && found.length === 0 && other !== undefined && nounOf(other) !== undefined) place -= 1;
    else if (!RANKING.test(token.word) && token.word !== "s") {
      if (!isFieldWord(token, forms) || isPast(token)) break;
      found.unshift(token);
    }
  }
  return found;
}

/** What stands behind a role, and of "director and head of sales" what stands behind the second. */
function wordsBehind(tokens: readonly ClaimToken[], at: number, forms: WordForms): ClaimToken[] {
  const next = tokens[at + 1];
  if (next?.before !== "" || next.word !== "and") return complement(tokens, at, forms);
  const place = [at + 2, at + 3].find((one) => tokens[one]?.before === "" && !JOINING.test(tokens[one]?.word ?? ""));
  const other = place === undefined ? undefined : tokens[place];
  return place === undefined || other === undefined || nounOf(other) === undefined ? [] : complement(tokens, place, forms);
}

/** "marketing and sales" of "head of marketing and sales" */
function complement(tokens: readonly ClaimToken[], at: number, forms: WordForms): ClaimToken[] {
  const next = tokens[at + 1];
  if (next?.before !== "") return [];
  const isJoined = next.word === "to" ? TAKES_TO.test(tokens[at]?.word ?? "") : /^(?:of|for)$/.test(next.word);
  if (!isJoined) return [];
  const found: ClaimToken[] = [];
  for (let place = at + 2; found.length < WORDS_MAX; place += 1) {
    const token = tokens[place];
    // "the (East) German Republic"
    if (token === undefined || !/^[()]?$/.test(token.before)) break;
    if (JOINING.test(token.word)) continue;
    if (!isFieldWord(token, forms) || (found.length > 0 && isPast(token))) break;
    if (tokens[place - 1]?.word === "and" && nounOf(token) !== undefined) break;
    found.push(token);
  }
  return found;
}

/** A noun, an adjective or a name: no figure, and no word that is always a verb. */
function isFieldWord({ role, kind, word }: ClaimToken, { isVerb, isNoun }: WordForms): boolean {
  return role === "content" && kind !== "figure" && (kind === "name" || !isVerb(word) || isNoun(word));
}

/** "approved", but not "United" */
function isPast({ word, kind }: ClaimToken): boolean {
  return kind !== "name" && word.endsWith("ed");
}

/** Whether the text speaks of such roles, and of each in another field than any that is asked for. */
export function isOtherRole(
  asked: readonly Role[],
  here: { readonly roles: readonly Role[]; readonly words: ReadonlySet<string> },
  around: readonly Role[],
  knowledge: WordKnowledge,
): boolean {
  const isSame = (one: Role, said: Role): boolean => isSameRole(one, said, knowledge);
  return asked.some((one) => {
    const alike = here.roles.filter(({ kind }) => kind === one.kind);
    if ([...alike, ...around].some((said) => isSame(one, said))) return false;
    const others = alike.filter((said) => !asked.some((other) => isSame(other, said)));
    // "the head of logistics, who leads the project": a role under another name leaves open who has the one asked for
    return others.some(({ noun }) => noun === one.noun || !one.field.every(({ word }) => here.words.has(word)));
  });
}

export function isSameRole(one: Role, said: Role, knowledge: WordKnowledge): boolean {
  return one.kind === said.kind && !differ(one, said, knowledge);
}

const LEADS =
  /^(?:runs?|ran|leads?|led|heads?|headed|manages?|managed|directs?|directed|chairs?|chaired|owns?|owned|oversees?|oversaw|rules?|ruled|responsible|charge|belongs?|looks?|cares?)$/;

/** Whether a word of the sentence says that somebody has such a role: "runs marketing", "is in charge of it", "under their leader". */
export function saysWhoHas({ noun }: Role, words: ReadonlySet<string>): boolean {
  return words.has(noun) || [...words].some((word) => LEADS.test(word));
}

/** Each field has a word that the other lacks; "the Tarn Street workshop" and "the workshop" may be one. */
function differ(a: Role, b: Role, knowledge: WordKnowledge): boolean {
  if (isShort(a.field, b.field) || isShort(b.field, a.field)) return false;
  const lacks = (one: Role, other: Role): boolean =>
    one.field.some((word) => ![...other.field, ...other.besides].some((candidate) => isOneWord(word, candidate, knowledge)));
  return lacks(a, b) && lacks(b, a);
}

/** "IT" and "information technology" */
function isShort(short: readonly FieldWord[], long: readonly FieldWord[]): boolean {
  const initials = long.map(({ word }) => word.slice(0, 1)).join("");
  return short.some(({ word }) => word.length > 1 && initials.includes(word));
}

const SHARED_MIN = 0.6;
const RELATED_MIN = 0.7;

/**
 * The same word in another form or part of speech ("France", "French"), or a synonym. Related words alone may be two fields ("sales", "marketing"), so
 * that they have to begin alike as well.
 */
function isOneWord(a: FieldWord, b: FieldWord, knowledge: WordKnowledge): boolean {
  if (a.key === b.key) return true;
  if (areOpposites(a.key, b.key)) return false;
  if (areSynonyms(a.word, b.word) || sharedBeginning(a.key, b.key) >= SHARED_MIN) return true;
  return a.word.slice(0, 2) === b.word.slice(0, 2) && knowledge.similarity(a.word, b.word) >= RELATED_MIN;
}
