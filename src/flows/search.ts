import type { SearchHit, SearchResult } from "../core/results.ts";
import type { Filter, Hit, Retriever } from "../core/retrieval.ts";

/** A longer text is no question but a document; finding what is like it is another job. In UTF-16 units. */
export const QUESTION_LENGTH_MAX = 10_000;

export interface SearchRequest {
  readonly retriever: Retriever;
  /** How many hits, at most. */
  readonly k: number;
  readonly filter?: Filter;
  monotonicMs(): number;
}

/** The passages that fit best, best first. Of a very long question only the first 10,000 characters are read. */
export async function search(question: string, { retriever, k, filter, monotonicMs }: SearchRequest): Promise<SearchResult> {
  const startedMs = monotonicMs();
  const hits = await retriever.search(question.slice(0, QUESTION_LENGTH_MAX), { k, ...(filter === undefined ? {} : { filter }) });
  return { hits: hits.map(searchHit), tookMs: monotonicMs() - startedMs };
}

function searchHit({ chunk, score, legs }: Hit): SearchHit {
  const { document, id, start, end, text, heading, locator, date } = chunk;
  return { document, chunk: id, start, end, score, text, heading, locator, ...(date === undefined ? {} : { date }), legs };
}
