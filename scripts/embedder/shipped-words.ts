import type { DenseMatrix } from "../../src/learn/truncated-svd.ts";
import { FUNCTION_WORDS } from "../../src/models/function-words.ts";
import { baseForms, type PartOfSpeech } from "../../src/text/morphy.ts";
import type { ShippedWord } from "./asset.ts";
import { type GlossWord, glossWords } from "./glosses.ts";
import { addRow, unitRows, zeroMatrix } from "./refine.ts";
import { byCodeUnit, type WordNet } from "./wordnet.ts";

/** Every one-word lemma, and the words that WordNet has only within names and glosses. */
export function shippedWords(vectors: DenseMatrix, wordnet: WordNet, glosses: readonly (readonly GlossWord[])[]): ShippedWord[] {
  const shares = wordShares(wordnet, glosses);
  const lemmas = wordnet.lemmas.flatMap((word, row): ShippedWord[] => {
    if (word.includes("_")) return [];
    const tagged: Partial<Record<PartOfSpeech, number>> = {};
    for (const sense of wordnet.senses[row]!) tagged[sense.pos] = (tagged[sense.pos] ?? 0) + sense.tagCount;
    return [{ word, tagged, share: shares[row]!, vector: vectors.values.subarray(row * vectors.columns, (row + 1) * vectors.columns) }];
  });
  const rarest = shares.reduce((least, share) => Math.min(least, share));
  const named = namedWords(wordnet).map((one): ShippedWord => ({
    word: one.word,
    tagged: { n: 0 },
    share: rarest,
    vector: namedVector(one, vectors, wordnet),
  }));
  return [...lemmas, ...named];
}

/** A word that is no lemma itself, and the synsets that name it. */
interface NamedWord {
  readonly word: string;
  readonly synsets: readonly number[];
}

/** In so many synsets a word must stand to get a vector of its own. */
const SYNSETS_MIN = 2;

/**
 * Words that WordNet has only within names and glosses ("Francisco", "William", "officinalis"): in code unit order.
 * They are not lemmas, but a text has them as words.
 */
function namedWords(wordnet: WordNet): NamedWord[] {
  const found = new Map<string, number[]>();
  const isWord = new Map<string, boolean>();
  wordnet.synsets.forEach((synset, number) => {
    const names = synset.lemmas.flatMap((lemma) => wordnet.lemmas[lemma]!.split("_"));
    for (const word of new Set([...names, ...glossWords(synset.gloss).map((form) => form.replace(/'s$/, ""))])) {
      let wanted = isWord.get(word);
      if (wanted === undefined) {
        wanted = /^[a-z]{2,}$/.test(word) && !FUNCTION_WORDS.has(word) && baseForms(word, wordnet.lexicon).length === 0;
        isWord.set(word, wanted);
      }
      if (wanted) found.set(word, [...(found.get(word) ?? []), number]);
    }
  });
  return Array.from(found, ([word, synsets]) => ({ word, synsets }))
    .filter(({ synsets }) => synsets.length >= SYNSETS_MIN)
    .sort((a, b) => byCodeUnit(a.word, b.word));
}

/** The mean of the lemmas of the synsets that name the word, at unit length. */
function namedVector({ synsets }: NamedWord, vectors: DenseMatrix, wordnet: WordNet): Float32Array {
  const mean = zeroMatrix(1, vectors.columns);
  for (const synset of synsets) {
    const { lemmas } = wordnet.synsets[synset]!;
    for (const lemma of lemmas) addRow(mean, 0, vectors, lemma, 1 / lemmas.length);
  }
  unitRows(mean);
  return mean.values;
}

/** Added to every count, so that a word that neither source has is rare, not impossible. */
const COUNT_PRIOR = 0.3;

/** A word's share of running words: the mean of its share of WordNet's sense-tagged texts and of its glosses. Function words are in neither. */
function wordShares(wordnet: WordNet, glosses: readonly (readonly GlossWord[])[]): Float64Array {
  const glossCounts = new Float64Array(wordnet.lemmas.length);
  for (const words of glosses) for (const { lemma } of words) glossCounts[lemma]! += 1;
  const tagCounts = Float64Array.from(wordnet.senses, (senses) => senses.reduce((sum, sense) => sum + sense.tagCount, 0));
  const tags = tagCounts.reduce((sum, count) => sum + count, 0);
  const glossTotal = glossCounts.reduce((sum, count) => sum + count, 0);
  return tagCounts.map((count, lemma) => (count + COUNT_PRIOR) / tags / 2 + (glossCounts[lemma]! + COUNT_PRIOR) / glossTotal / 2);
}
