import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FirstfitError } from "../core/errors.ts";
import { packedBytes, unpackCodes } from "../learn/quantize.ts";
import { baseForms, type BaseForm, type Lexicon, PARTS_OF_SPEECH, type PartOfSpeech } from "../text/morphy.ts";
import { hashedNgramVector, normalise } from "./hashed-ngrams.ts";
import { bucketOf, decodeWordVectorFile, RARITY_SCALE, type WordVectorFile } from "./word-vector-file.ts";

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
  words(): IterableIterator<string>;
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

/** Cosine of two words, in [-1, 1]. Inflected forms count as their base forms; words that WordNet lacks are compared by their letters. */
export function wordSimilarity(a: string, b: string): number {
  const vectors = shippedWordVectors();
  const [left, right] = [wordVector(a, vectors), wordVector(b, vectors)];
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

/** -ln of the word's share of running text: 4 is common, 10 is rare, unknown words get UNKNOWN_RARITY. */
export function wordRarity(word: string): number {
  return shippedWordVectors().rarityOf(word.toLowerCase()) ?? UNKNOWN_RARITY;
}

/** A word that WordNet lacks is most often a name or a number: as rare as the words that it has and no text used. */
export const UNKNOWN_RARITY = 14;

function wordVector(word: string, vectors: WordVectors): Float32Array {
  const vector = new Float32Array(vectors.dimensions);
  const form = word.toLowerCase();
  if (!vectors.vectorOf(form, vector)) hashedNgramVector(form, vector);
  return vector;
}

/** Reads words, forms and vectors straight from the file's arrays: nothing is unpacked before it is asked for. */
export function wordVectors(file: WordVectorFile): WordVectors {
  const { header } = file;
  const codes = new Uint8Array(header.dimensions);
  const bytesPerVector = packedBytes(header.dimensions, header.bits);
  const part = new Float32Array(header.dimensions);
  const lexicon: Lexicon = {
    has: (lemma, pos) => tagCode(file, find(file, lemma), pos) > 0,
    exceptions: exceptionTable(file),
  };
  const forms = (word: string): readonly WeightedLemma[] => weightedLemmas(word, baseForms(word, lexicon), file);
  const unpack = (number: number): void => {
    unpackCodes(file.codes, number * bytesPerVector, header.bits, codes);
    for (let at = 0; at < part.length; at++) part[at] = (file.levels[codes[at] ?? 0] ?? 0) * (file.spreads[at] ?? 0);
    normalise(part);
  };
  return {
    id: header.id,
    dimensions: header.dimensions,
    lexicon,
    vectorOf: (word, vector) => {
      const lemmas = forms(word);
      if (lemmas.length === 0) return false;
      vector.fill(0);
      for (const { number, share } of lemmas) {
        unpack(number);
        for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) + share * (part[at] ?? 0);
      }
      normalise(vector);
      return true;
    },
    rarityOf: (word) => {
      const lemmas = forms(word);
      if (lemmas.length === 0) return undefined;
      return lemmas.reduce((sum, { number, share }) => sum + (share * (file.rarities[number] ?? 0)) / RARITY_SCALE, 0);
    },
    words: () => allWords(file),
  };
}

interface WeightedLemma {
  readonly number: number;
  /** Likelihood that the form is this lemma; the shares sum to 1. */
  readonly share: number;
}

/** A form that is also a lemma is that lemma more often than it is an inflection of another lemma that is as frequent. */
const INFLECTED_LIKELIHOOD = 0.4;

function weightedLemmas(word: string, bases: readonly BaseForm[], file: WordVectorFile): readonly WeightedLemma[] {
  const weights = new Map<number, number>();
  let total = 0;
  for (const { lemma, pos, inflected } of bases) {
    const number = find(file, lemma);
    const tagged = 2 ** ((tagCode(file, number, pos) - 1) / 8) - 1;
    const weight = (tagged + 0.5) * (inflected ? INFLECTED_LIKELIHOOD : 1);
    weights.set(number, (weights.get(number) ?? 0) + weight);
    total += weight;
  }
  return Array.from(weights, ([number, weight]) => ({ number, share: weight / total }));
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

function tagCode(file: WordVectorFile, number: number, pos: PartOfSpeech): number {
  return number < 0 ? 0 : (file.tagCodes[number * PARTS_OF_SPEECH.length + PARTS_OF_SPEECH.indexOf(pos)] ?? 0);
}

/** The table is made when the first form is looked up: it holds six thousand lines, and most commands never embed. */
function exceptionTable(file: WordVectorFile): Lexicon["exceptions"] {
  let table: Map<string, readonly string[]> | undefined;
  return (form, pos) => {
    if (table === undefined) {
      table = new Map();
      for (const line of new TextDecoder().decode(file.exceptions).split("\n")) {
        const [linePos, lineForm, ...lemmas] = line.split(" ");
        table.set(`${linePos} ${lineForm}`, lemmas);
      }
    }
    return table.get(`${pos} ${form}`) ?? [];
  };
}

function* allWords(file: WordVectorFile): IterableIterator<string> {
  const decoder = new TextDecoder();
  let at = 0;
  for (let number = 0; number < file.header.words; number++) {
    const length = file.text[at] ?? 0;
    yield decoder.decode(file.text.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
}
