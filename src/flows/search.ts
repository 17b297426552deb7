import type { SearchHit, SearchResult } from "../core/results.ts";
import type { Hit } from "../core/retrieval.ts";
import { retrieve } from "./retrieve.ts";
import type { RetrieveOptions } from "./retrieve.ts";

/** A longer text is no question but a document; finding what is like it is another job. In UTF-16 units. */
export const QUESTION_LENGTH_MAX = 10_000;

/** The passages that fit best, best first. Of a very long question only the first 10,000 characters are read. */
export async function search(question: string, options: Omit<RetrieveOptions, "explain">): Promise<SearchResult> {
  const startedMs = options.monotonicMs();
  const { hits, usage, notes, steps } = await retrieve(question.slice(0, QUESTION_LENGTH_MAX), { ...options, explain: true });
  return {
    hits: hits.map(searchHit),
    tookMs: options.monotonicMs() - startedMs,
    ...(usage.source === "none" ? {} : { usage }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(options.trace === true ? { trace: [...steps, ...NO_ANSWER] } : {}),
  };
}

/** A search ends with passages. */
const NO_ANSWER = (["pack", "generate", "cite"] as const).map((kind) => ({ kind, skipped: "a search ends with passages" }));

function searchHit({ chunk, score, legs = {} }: Hit): SearchHit {
  const { document, id, start, end, text, heading, locator, date } = chunk;
  return { document, chunk: id, start, end, score, text, heading, locator, ...(date === undefined ? {} : { date }), legs };
}
