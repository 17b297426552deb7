import type { Evidence, NearMiss } from "../core/answer.ts";
import type { CorpusStatistics, Hit } from "../core/retrieval.ts";
import { analyze } from "../text/analyze.ts";
import { sentences } from "../text/sentences.ts";
import type { RejectedMark } from "../text/verify.ts";

export interface NearMissContext {
  readonly statistics: CorpusStatistics;
  /** What the answerer was given, and which of its citations did not hold. */
  readonly evidence: readonly Evidence[];
  readonly rejected: readonly RejectedMark[];
}

const NEAREST = 3;

/**
 * The best passages of an abstention, and why each does not count, in plain words: what an answer said of it and did not hold, or
 * the words of the question that stand nowhere in it.
 */
export function nearMisses(question: string, hits: readonly Hit[], { statistics, evidence, rejected }: NearMissContext): NearMiss[] {
  const asked = askedWords(question);
  return hits.slice(0, NEAREST).map((hit) => {
    const { chunk, score } = hit;
    const n = evidence.find((given) => given.hit === hit)?.n;
    const tried = rejected.find(({ numbers }) => n !== undefined && numbers.includes(n));
    const why = tried === undefined ? whyNot(hit, asked, statistics) : `The answer cited it, but ${tried.why}.`;
    return { document: chunk.document, chunk: chunk.id, score, text: nearestSentence(chunk.text, asked), why };
  });
}

interface AskedWord {
  readonly word: string;
  readonly term: string;
}

/** The words of the question as written, each with its term. */
function askedWords(question: string): AskedWord[] {
  const words = question.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  return words.flatMap((word) => {
    const [term] = analyze(word);
    return term === undefined ? [] : [{ word, term }];
  });
}

function whyNot({ chunk }: Hit, asked: readonly AskedWord[], { documentFrequency }: CorpusStatistics): string {
  const terms = new Set(analyze(`${chunk.heading.join(" ")} ${chunk.text}`));
  const missing = asked.filter(({ term }) => !terms.has(term));
  const nowhere = missing.filter(({ term }) => documentFrequency(term) === 0);
  const quoted = (words: readonly AskedWord[]): string => [...new Set(words.map(({ word }) => `“${word}”`))].slice(0, 4).join(", ");
  if (nowhere.length > 0) return `Does not mention ${quoted(missing)}; ${quoted(nowhere)} stands in no indexed document.`;
  if (missing.length > 0) return `Does not mention ${quoted(missing)}.`;
  return "Has the words of the question, but no sentence that answers it.";
}

/** The sentence with the most of the question's words, the first of several; the whole text where it has no sentence. */
function nearestSentence(text: string, asked: readonly AskedWord[]): string {
  let best = text;
  let most = -1;
  for (const { start, end } of sentences(text)) {
    const sentence = text.slice(start, end);
    const terms = new Set(analyze(sentence));
    const shared = asked.filter(({ term }) => terms.has(term)).length;
    if (shared > most) [best, most] = [sentence, shared];
  }
  return best;
}
