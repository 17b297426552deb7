import { baseForms } from "../../text/morphy.ts";
import type { Lexicon } from "../../text/morphy.ts";
import { stem } from "../../text/stem.ts";
import { shippedWordVectors, UNKNOWN_RARITY } from "../word-vectors.ts";
import type { WordVectors } from "../word-vectors.ts";

/** What a word may be. Words are lower case, as written. */
export interface WordForms {
  /** Whether the word can be a verb. */
  isVerb(word: string): boolean;
  /** Whether the word can be a noun. */
  isNoun(word: string): boolean;
  /** "largest", but not "honest", "forest" or "Budapest". */
  isSuperlative(word: string): boolean;
}

/** What is known of words beyond the corpus. Words are lower case, as written. */
export interface WordKnowledge extends WordForms {
  /** 0 for words that have nothing to do with each other, 1 for the same word in another form or by another name. */
  similarity(a: string, b: string): number;
  /** Share of texts of 100 words, whatever their topic, that hold the word: the prior for small corpora. */
  commonness(word: string): number;
}

/** Cosines from here to there become similarities from 0 to 1; below, the vectors only say that both are words. */
const COSINE_FLOOR = 0.3;
const COSINE_CEILING = 0.8;
const WORDS_IN_A_TEXT = 100;
const CACHED_MAX = 20_000;
const FOREIGN_COMMONNESS = 0.01;
const NO_VECTOR = new Float32Array(0);

/**
 * What is known of words of other languages, for which no word vectors are shipped: nothing of their meaning, and that a content word is
 * about as common as an English one. English vectors would take German "hat" for the headgear.
 */
export const FOREIGN_WORDS: WordKnowledge = {
  similarity: () => 0,
  commonness: () => FOREIGN_COMMONNESS,
  isVerb: () => false,
  isNoun: () => false,
  isSuperlative: () => false,
};

/** Knowledge from the word vectors that come with the package; they are read on first use. */
export function shippedKnowledge(): WordKnowledge {
  let knowledge: WordKnowledge | undefined;
  const load = (): WordKnowledge => (knowledge ??= vectorKnowledge(shippedWordVectors()));
  return {
    similarity: (a, b) => load().similarity(a, b),
    commonness: (word) => load().commonness(word),
    isVerb: (word) => load().isVerb(word),
    isNoun: (word) => load().isNoun(word),
    isSuperlative: (word) => load().isSuperlative(word),
  };
}

export function vectorKnowledge(vectors: WordVectors): WordKnowledge {
  let cache = new Map<string, Float32Array>();
  const vectorOf = (word: string): Float32Array => {
    const known = cache.get(word);
    if (known !== undefined) return known;
    if (cache.size >= CACHED_MAX) cache = new Map();
    const vector = new Float32Array(vectors.dimensions);
    const found = vectors.vectorOf(word, vector) ? vector : NO_VECTOR;
    cache.set(word, found);
    return found;
  };
  return {
    similarity(a, b) {
      if (/\d/.test(a) || /\d/.test(b)) return 0;
      const [left, right] = [vectorOf(a), vectorOf(b)];
      if (left.length === 0 || right.length === 0) return 0;
      let cosine = 0;
      for (let i = 0; i < left.length; i += 1) cosine += (left[i] ?? 0) * (right[i] ?? 0);
      return Math.min(1, Math.max(0, (cosine - COSINE_FLOOR) / (COSINE_CEILING - COSINE_FLOOR)));
    },
    isVerb: (word) => baseForms(word, vectors.lexicon).some(({ pos }) => pos === "v"),
    isNoun: (word) => baseForms(word, vectors.lexicon).some(({ pos }) => pos === "n"),
    isSuperlative: (word) => isSuperlative(word, vectors.lexicon),
    commonness: (word) => -Math.expm1(-WORDS_IN_A_TEXT * Math.exp(-(vectors.rarityOf(word) ?? UNKNOWN_RARITY))),
  };
}

/** Superlatives that no adjective of today has for a stem. */
const OLD_SUPERLATIVES = /^(?:eldest|farthest|furthest)$/;
/** In form only: "the latest", "at best" count no order. */
const NO_ORDER = /^(?:latest|best)$/;

/** An ending "-est" makes one only behind an adjective: "wealthiest", "likeliest". */
function isSuperlative(word: string, lexicon: Lexicon): boolean {
  if (!/^\p{L}{3,}est$/u.test(word) || NO_ORDER.test(word)) return false;
  if (OLD_SUPERLATIVES.test(word) || baseForms(word, lexicon).some(({ pos, inflected }) => pos === "a" && inflected)) return true;
  // WordNet lists the irregular ones of common words alone
  return word.endsWith("iest") && lexicon.has(`${word.slice(0, -"iest".length)}y`, "a");
}

/** Pairs that exclude each other. Word vectors bring opposites together, because they stand in the same sentences. */
const PAIRS = `
increase decrease|rise fall|raise lower|more less|more fewer|most least|high low|higher lower|highest lowest|maximum minimum|large small|larger smaller|largest smallest|big little|long short|longest shortest|
first last|early late|earlier later|earliest latest|before after|begin end|start finish|start stop|open close|opened closed|new old|newest oldest|young old|same different|similar different|
import export|buy sell|bought sold|win lose|won lost|accept reject|accept refuse|allow forbid|allow prohibit|permit prohibit|include exclude|internal external|inside outside|public private|
north south|northern southern|east west|eastern western|upper lower|left right|front back|top bottom|male female|man woman|men women|husband wife|father mother|son daughter|brother sister|king queen|
possible impossible|legal illegal|direct indirect|active passive|positive negative|primary secondary|major minor|majority minority|simple complex|easy difficult|easy hard|hard soft|hot cold|warm cold|wet dry|strong weak|
rich poor|good bad|best worst|better worse|true false|safe dangerous|success failure|succeed fail|love hate|war peace|friend enemy|attack defend|attacker defender|arrive leave|enter leave|join leave|gain lose|add remove|
create destroy|build destroy|strengthen weaken|expand shrink|expand contract|improve worsen|ancient modern|rural urban|import export|input output|upload download|enable disable|encrypt decrypt|horizontal vertical|
temporary permanent|rare common|frequent rare|full empty|fast slow|quick slow|deep shallow|wide narrow|thick thin|heavy light|dark bright|odd even|single multiple|alone together|approve reject|support oppose|agree disagree`;

let opposites: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Whether two stems exclude each other: listed pairs, and a stem with "un-", "non-", "in-" or "dis-" against the stem without. */
export function areOpposites(a: string, b: string): boolean {
  opposites ??= loadOpposites();
  return (opposites.get(a)?.has(b) ?? false) || negates(a, b) || negates(b, a);
}

function loadOpposites(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const pair of PAIRS.split("|")) {
    const [a = "", b = ""] = pair.trim().split(" ").map(stem);
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const)
      found.set(from, (found.get(from) ?? new Set()).add(to));
  }
  return found;
}

function negates(long: string, short: string): boolean {
  const prefix = long.length - short.length;
  return (
    prefix >= 2 &&
    prefix <= 4 &&
    short.length >= 4 &&
    long.endsWith(short) &&
    /^(?:un|in|im|il|ir|non|non-|dis|anti|de)$/.test(long.slice(0, prefix))
  );
}
