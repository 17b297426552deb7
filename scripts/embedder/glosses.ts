import { baseForms } from "../../src/text/morphy.ts";
import type { WordNet } from "./wordnet.ts";

/** Words of English that carry grammar, not meaning: left out of glosses. Closed classes only, so no content word is lost. */
const FUNCTION_WORDS = new Set(
  `a an the and or nor but if then than that this these those of in on at by for with from to into onto upon about as is are was were be been being am
   it its itself he him his she her hers they them their theirs we us our you your i me my who whom whose which what when where why how there here
   not no so such very too also only just do does did done doing have has had having can could may might must shall should will would
   some any each every all both either neither other another one's someone something somebody anything one e.g i.e etc esp especially usually
   often used`.split(/\s+/),
);

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

/** Content words of each synset's gloss, as the walks and the counts need them. */
export function contentWords(wordnet: WordNet, withExamples: boolean): (readonly GlossWord[])[] {
  const known = new Map<string, GlossWord | undefined>();
  return wordnet.synsets.map((synset) => {
    const gloss = withExamples ? synset.gloss : synset.gloss.replace(/"[^"]*"?/g, " ");
    const words: GlossWord[] = [];
    for (const form of glossWords(gloss)) {
      if (FUNCTION_WORDS.has(form)) continue;
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
