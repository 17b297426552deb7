import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FirstfitError } from "../core/errors.ts";
import { unpackCodes } from "../learn/quantize.ts";
import { baseForms, type BaseForm, type Lexicon, PARTS_OF_SPEECH, type PartOfSpeech } from "../text/morphy.ts";
import { normalise } from "./ngram-vectors.ts";
import {
  bucketOf,
  bytesPerVector,
  decodeWordVectorFile,
  RARITY_SCALE,
  type WordVectorExceptions,
  type WordVectorFile,
  type WordVectorHeader,
} from "./word-vector-file.ts";

/** One path for src/models/x.ts and dist/models/x.js: both lie two folders under the package. */
const ASSET = new URL("../../assets/wordnet-vectors.bin", import.meta.url);

/** Words as WordNet knows them: base forms, vectors, and how rare they are. All words are lower case. */
export interface WordVectors {
  readonly id: string;
  readonly dimensions: number;
  readonly lexicon: Lexicon;
  /** Fills `vector` with the unit vector of a word or inflected form; false, and `vector` untouched, where WordNet has none. */
  vectorOf(word: string, vector: Float32Array): boolean;
  /** -ln of the word's share of running text, all its forms counted: about 4 for "make", 14 for a word that no text had. Undefined for unknown words. */
  rarityOf(word: string): number | undefined;
  /** Both at once: fills `vector` and returns the rarity. `unpack` takes the place of the built-in way to fill a vector by a word's number. */
  read(word: string, vector: Float32Array, unpack?: Unpack): number | undefined;
  readonly packed: PackedVectors;
  /** Whether the word stands in the list as it is. */
  has(word: string): boolean;
  words(): IterableIterator<string>;
}

/** Fills a vector with the unit vector of a word, by the word's number. */
export type Unpack = (number: number, vector: Float32Array) => void;

/** The words' vectors as their file has them. */
export interface PackedVectors {
  /** `bytes` a word: the runs of its codes, each packed and filled up to a whole byte. */
  readonly codes: Uint8Array;
  readonly bytes: number;
  readonly runs: WordVectorHeader["runs"];
  /** What each code means in each dimension, `width` numbers for each. */
  readonly meanings: Float32Array;
  readonly width: number;
}

let shipped: WordVectors | undefined;

/** The word vectors that come with the package, read once. Throws INTERNAL when the file is missing or damaged. */
export function shippedWordVectors(): WordVectors {
  shipped ??= wordVectors(decodeWordVectorFile(readAsset()));
  return shipped;
}

function readAsset(): Uint8Array {
  try {
    return readFileSync(ASSET);
  } catch (cause) {
    const message = `The file of word vectors cannot be read: ${fileURLToPath(ASSET)}.`;
    throw new FirstfitError("INTERNAL", message, "Install firstfit again, or rebuild the file: docs/embedder.md", { cause });
  }
}

/** Whether English has the word, in lower case and any inflected form. */
export function isEnglishWord(word: string): boolean {
  return shippedWordVectors().rarityOf(word) !== undefined;
}

/** A word that WordNet lacks is most often a name or a number: as rare as the words that it has and no text used. */
export const UNKNOWN_RARITY = 14;

/** Reads words, forms and vectors straight from the file's arrays: nothing is unpacked before it is asked for. */
export function wordVectors(file: WordVectorFile): WordVectors {
  const { header } = file;
  const part = new Float32Array(header.dimensions);
  // Morphology asks for one form under four parts of speech in a row.
  let last = { word: "", number: -1 };
  const numberOf = (word: string): number => {
    if (word !== last.word) last = { word, number: find(file, word) };
    return last.number;
  };
  const lexicon: Lexicon = {
    has: (lemma, pos) => tagCode(file, numberOf(lemma), pos) > 0,
    exceptions: exceptionTable(file),
  };
  const packed = packedVectors(file);
  const unpackHere = unpacker(packed);
  const forms = (word: string): readonly WeightedLemma[] => weightedLemmas(baseForms(word, lexicon), numberOf, file);
  const read: WordVectors["read"] = (word, vector, unpack = unpackHere) => {
    const lemmas = forms(word);
    if (lemmas.length === 0) return undefined;
    const [first] = lemmas;
    if (first !== undefined && lemmas.length === 1) {
      unpack(first.number, vector);
      return file.rarities[first.number]! / RARITY_SCALE;
    }
    vector.fill(0);
    for (const { number, share } of lemmas) {
      unpack(number, part);
      for (let at = 0; at < vector.length; at++) vector[at]! += share * part[at]!;
    }
    normalise(vector);
    return rarityOfLemmas(file, lemmas);
  };
  return {
    id: header.id,
    dimensions: header.dimensions,
    lexicon,
    read,
    packed,
    vectorOf: (word, vector) => read(word, vector) !== undefined,
    rarityOf: (word) => rarityOfLemmas(file, forms(word)),
    has: (word) => find(file, word) >= 0,
    words: () => allWords(file),
  };
}

function rarityOfLemmas(file: WordVectorFile, lemmas: readonly WeightedLemma[]): number | undefined {
  if (lemmas.length === 0) return undefined;
  return lemmas.reduce((sum, { number, share }) => sum + (share * file.rarities[number]!) / RARITY_SCALE, 0);
}

/** The codes' meaning is multiplied out once, because every new word of a corpus passes here. */
function packedVectors({ header: { dimensions, runs }, levels, spreads, codes }: WordVectorFile): PackedVectors {
  const width = 2 ** Math.max(...runs.map(({ bits }) => bits));
  const meanings = new Float32Array(dimensions * width);
  let dimension = 0;
  let levelsBefore = 0;
  for (const { bits, dimensions: own } of runs) {
    for (const end = dimension + own; dimension < end; dimension++) {
      for (let code = 0; code < 2 ** bits; code++) meanings[dimension * width + code] = levels[levelsBefore + code]! * spreads[dimension]!;
    }
    levelsBefore += 2 ** bits;
  }
  return { codes, bytes: bytesPerVector(runs), runs, meanings, width };
}

function unpacker({ codes, bytes, runs, meanings, width }: PackedVectors): Unpack {
  const dimensions = meanings.length / width;
  const numbers = new Uint8Array(dimensions);
  const parts = runs.map(({ bits, dimensions: own }, run) => {
    const first = runs.slice(0, run).reduce((sum, before) => sum + before.dimensions, 0);
    return { bits, offset: bytesPerVector(runs.slice(0, run)), codes: numbers.subarray(first, first + own) };
  });
  return (number, vector) => {
    for (const part of parts) unpackCodes(codes, number * bytes + part.offset, part.bits, part.codes);
    let squares = 0;
    for (let at = 0; at < dimensions; at++) {
      const value = meanings[at * width + numbers[at]!]!;
      vector[at] = value;
      squares += value * value;
    }
    const scale = 1 / Math.sqrt(squares);
    for (let at = 0; at < dimensions; at++) vector[at]! *= scale;
  };
}

interface WeightedLemma {
  readonly number: number;
  /** Likelihood that the form is this lemma; the shares sum to 1. */
  readonly share: number;
}

/** A form that is also a lemma is that lemma more often than it is an inflection of another lemma that is as frequent. */
const INFLECTED_LIKELIHOOD = 0.4;

/** Readings less likely than this are left out: "does" is hardly ever the plural of "doe". */
const SHARE_MIN = 0.05;

const NO_READINGS: readonly WeightedLemma[] = [];

/** Times tagged that a code of WordVectorFile.tagCodes stands for. */
const TIMES_TAGGED = Float64Array.from({ length: 256 }, (_, code) => 2 ** ((code - 1) / 8) - 1);

function weightedLemmas(bases: readonly BaseForm[], numberOf: (word: string) => number, file: WordVectorFile): readonly WeightedLemma[] {
  const [first, second] = bases;
  if (first === undefined) return NO_READINGS;
  if (second === undefined) return [{ number: numberOf(first.lemma), share: 1 }];
  const readings: { number: number; weight: number }[] = [];
  for (const { lemma, pos, inflected } of bases) {
    const number = numberOf(lemma);
    const weight = (TIMES_TAGGED[tagCode(file, number, pos)]! + 0.5) * (inflected ? INFLECTED_LIKELIHOOD : 1);
    const same = readings.find((reading) => reading.number === number);
    if (same === undefined) readings.push({ number, weight });
    else same.weight += weight;
  }
  const [only] = readings;
  if (only !== undefined && readings.length === 1) return [{ number: only.number, share: 1 }];
  const all = readings.reduce((sum, { weight }) => sum + weight, 0);
  const likely = readings.filter(({ weight }) => weight >= SHARE_MIN * all);
  const total = likely.reduce((sum, { weight }) => sum + weight, 0);
  return likely.map(({ number, weight }) => ({ number, share: weight / total }));
}

/** The number of a word, -1 where the file has none. */
function find(file: WordVectorFile, word: string): number {
  const bucket = bucketOf(word, file.header.bucketBits);
  const end = file.bucketWords[bucket + 1] ?? 0;
  let at = file.bucketBytes[bucket] ?? 0;
  for (let number = file.bucketWords[bucket] ?? 0; number < end; number++) {
    const length = file.text[at] ?? 0;
    if (length === word.length && standsAt(file.text, at + 1, word)) return number;
    at += 1 + length;
  }
  return -1;
}

function standsAt(text: Uint8Array, at: number, word: string): boolean {
  for (let letter = 0; letter < word.length; letter++) {
    if (text[at + letter] !== word.charCodeAt(letter)) return false;
  }
  return true;
}

const POS_COLUMN: Readonly<Record<PartOfSpeech, number>> = { n: 0, v: 1, a: 2, r: 3 };

function tagCode(file: WordVectorFile, number: number, pos: PartOfSpeech): number {
  return number < 0 ? 0 : (file.tagCodes[number * PARTS_OF_SPEECH.length + POS_COLUMN[pos]] ?? 0);
}

/** Parsed when the first form is looked up, as JSON, because a Map of six thousand entries takes ten milliseconds to fill. */
function exceptionTable(file: WordVectorFile): Lexicon["exceptions"] {
  let tables: WordVectorExceptions | undefined;
  return (form, pos) => {
    // The file is our own: assetBytes wrote exactly this type.
    tables ??= JSON.parse(new TextDecoder().decode(file.exceptions)) as WordVectorExceptions;
    return Object.hasOwn(tables[pos], form) ? (tables[pos][form] ?? NO_LEMMAS) : NO_LEMMAS;
  };
}

const NO_LEMMAS: readonly string[] = [];

function* allWords(file: WordVectorFile): IterableIterator<string> {
  const decoder = new TextDecoder();
  let at = 0;
  for (let number = 0; number < file.header.words; number++) {
    const length = file.text[at] ?? 0;
    yield decoder.decode(file.text.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
}
