import type { GlossWord } from "./glosses.ts";
import type { WordNet } from "./wordnet.ts";

/** Every two lemmas of one synset, one behind the other. */
export function synonymPairs({ synsets }: WordNet): Int32Array {
  return Int32Array.from(synsets.flatMap(({ lemmas }) => lemmas.flatMap((a, at) => lemmas.slice(at + 1).flatMap((b) => [a, b]))));
}

/** Every lemma of a synset with every content word of its gloss, but itself, one behind the other. */
export function glossPairs({ synsets }: WordNet, glosses: readonly (readonly GlossWord[])[]): Int32Array {
  const pairs: number[] = [];
  synsets.forEach(({ lemmas }, number) => {
    for (const lemma of lemmas) {
      for (const word of glosses[number]!) if (word.lemma !== lemma) pairs.push(lemma, word.lemma);
    }
  });
  return Int32Array.from(pairs);
}
