import { FUNCTION_WORDS } from "../../src/models/function-words.ts";
import { baseForms } from "../../src/text/morphy.ts";
import type { WordNet } from "./wordnet.ts";

/** Words of the lexicographers' trade, beside the function words: they stand in every other gloss and tell nothing about the word. */
const GLOSS_PHRASES = new Set(["one", "especially", "usually", "often", "used", "something", "someone", "somebody"]);

/** Words of a gloss in order, lower case: definition and examples alike. */
export function glossWords(gloss: string): string[] {
  return gloss.toLowerCase().match(/[a-z0-9]+(?:['.-][a-z0-9]+)*/g) ?? [];
}

/** One content word of a gloss: the lemma that it most likely is, and its senses with how likely each is (sum 1). */
export interface GlossWord {
  readonly lemma: number;
  readonly synsets: Int32Array;
  readonly cumulative: Float64Array;
}

/** Content words of each synset's gloss, definition and examples, as the walks and the counts need them. */
export function contentWords(wordnet: WordNet): (readonly GlossWord[])[] {
  const known = new Map<string, GlossWord | undefined>();
  return wordnet.synsets.map((synset) => {
    const words: GlossWord[] = [];
    for (const form of glossWords(synset.gloss)) {
      if (FUNCTION_WORDS.has(form) || GLOSS_PHRASES.has(form)) continue;
      let word = known.get(form);
      if (word === undefined && !known.has(form)) known.set(form, (word = resolve(form, wordnet)));
      if (word !== undefined) words.push(word);
    }
    return words;
  });
}

function resolve(form: string, wordnet: WordNet): GlossWord | undefined {
  const bases = baseForms(form, wordnet.lexicon);
  let lemma: number | undefined;
  let best = -1;
  const synsets: number[] = [];
  const cumulative: number[] = [];
  let total = 0;
  for (const base of bases) {
    const number = wordnet.lemmaNumber.get(base.lemma);
    if (number === undefined) continue;
    const senses = (wordnet.senses[number] ?? []).filter((sense) => sense.pos === base.pos);
    let tagged = 0;
    for (const sense of senses) {
      tagged += sense.tagCount;
      total += senseWeight(sense.rank, sense.tagCount);
      synsets.push(sense.synset);
      cumulative.push(total);
    }
    // A form that is a lemma itself is one more often than it is an inflection of a lemma as frequent.
    const likelihood = (tagged + 0.5) * (base.inflected ? 0.4 : 1);
    if (likelihood > best) [best, lemma] = [likelihood, number];
  }
  if (lemma === undefined) return undefined;
  return { lemma, synsets: Int32Array.from(synsets), cumulative: Float64Array.from(cumulative, (sum) => sum / total) };
}

/** First senses are the frequent ones, and a sense that the concordances have is twice as likely as one that they lack. */
export function senseWeight(rank: number, tagCount: number): number {
  return (tagCount > 0 ? 2 : 1) / rank;
}
