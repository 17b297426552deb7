import type { Index } from "../../core/retrieval.ts";
import { seededRandom, shuffled } from "../../stats/random.ts";
import type { Random } from "../../stats/random.ts";
import { analyze } from "../../text/analyze.ts";
import { languageOf } from "../../text/language.ts";
import type { Language } from "../../text/language.ts";
import { sentences } from "../../text/sentences.ts";
import type { JudgedQuery } from "../eval-retrieval/judged-set.ts";

const QUERIES_MAX = 200;
/** Sentences of one document that are looked at before it is passed over. */
const SENTENCES_MAX = 20;
const WORDS_MIN = 3;
const WORDS_MAX = 6;
/** A word that stands in more of the chunks says too little about one of them. */
const COMMON_SHARE = 0.1;

/**
 * Queries made from sentences of the documents, each judged to find the document it came from: every second word of one sentence, common
 * words left out. They use the documents' own words, which people often do not, and so they favour the lexical leg: a stand-in until
 * somebody has judged real questions, and marked as such wherever their figures are shown.
 */
export function syntheticQueries(index: Pick<Index, "documents" | "chunksOf" | "statistics">, seed: number): readonly JudgedQuery[] {
  const random = seededRandom(seed);
  const statistics = index.statistics();
  const rarest = Math.max(2, COMMON_SHARE * statistics.chunks);
  const telling = (word: string, language: Language): boolean => {
    const terms = analyze(word, language);
    return terms.some((term) => statistics.documentFrequency(term) <= rarest);
  };
  const queries: JudgedQuery[] = [];
  for (const { id } of shuffled(index.documents(), random)) {
    if (queries.length === QUERIES_MAX) break;
    const text = queryFrom(
      index.chunksOf(id).map((chunk) => chunk.text),
      telling,
      random,
    );
    if (text !== undefined) queries.push({ id: `synthetic ${id}`, text, expected: { kind: "documents", grades: new Map([[id, 1]]) } });
  }
  return queries;
}

function queryFrom(texts: readonly string[], telling: (word: string, language: Language) => boolean, random: Random): string | undefined {
  const all = texts.flatMap((text) => sentences(text).map(({ start, end }) => text.slice(start, end)));
  const language = languageOf(texts.join("\n"));
  for (const sentence of shuffled(all, random).slice(0, SENTENCES_MAX)) {
    const words = wordsOf(sentence).filter((word) => telling(word, language));
    const every = words.filter((_word, i) => i % 2 === 0).slice(0, WORDS_MAX);
    if (every.length >= WORDS_MIN) return every.join(" ");
  }
  return undefined;
}

function wordsOf(sentence: string): readonly string[] {
  return [...new Intl.Segmenter("en", { granularity: "word" }).segment(sentence)]
    .filter(({ isWordLike }) => isWordLike === true)
    .map(({ segment }) => segment);
}
