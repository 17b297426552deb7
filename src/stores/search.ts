import type { Chunk } from "../core/document.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Embedder, Hit, SearchOptions } from "../core/retrieval.ts";
import { rankHybrid } from "../search/hybrid.ts";
import { checkVector } from "../search/vectors.ts";
import { analyze } from "../text/analyze.ts";
import type { ChunkPlace, Corpus } from "./corpus.ts";
import { parseFilter } from "./filter.ts";
import type { ParsedFilter } from "./filter.ts";

/** One published state of a store, as a search reads it. */
export interface SearchView {
  readonly corpus: Corpus;
  hasKey(key: string): boolean;
  allKeys(): readonly string[];
  /** The store's numbers of the documents that pass the prefix and the metadata; undefined when there is no such condition. */
  documentsWhere(filter: ParsedFilter): ReadonlySet<number> | undefined;
  chunkAt(place: ChunkPlace): Chunk;
}

export interface Searched {
  readonly embedder: Embedder;
  readonly denseWeight: number;
  /** Runs on one state from beginning to end, whatever another process publishes meanwhile. */
  read<T>(work: (view: SearchView) => T): T;
}

/** Search as every store does it, so that all rank alike to the bit. */
export async function searchIndex(
  { embedder, denseWeight, read }: Searched,
  query: string,
  { k, filter }: SearchOptions,
): Promise<readonly Hit[]> {
  if (!Number.isInteger(k) || k < 1)
    throw new FirstfitError("BAD_INPUT", `${k} is not a number of hits.`, "Give a whole number from 1 on.");
  const text = query.toWellFormed();
  const parsed = read((view) => parseFilter(filter ?? {}, view.hasKey, view.allKeys));
  if (text.trim() === "" || read(({ corpus }) => corpus.lexical.chunks) === 0) return [];
  const [vector] = await embedder.embedBatch([text], { inputType: "query" });
  checkVector(vector, embedder.dimensions, { embedder: embedder.id, whose: "the question" });
  const terms = analyze(text);
  // From here on nothing waits, so that ranking and reading the hits see the same state.
  return read((view) => {
    const allowed = view.corpus.allowed(view.documentsWhere(parsed), parsed.dates);
    const ranked = rankHybrid(view.corpus, { terms, vector, k, denseWeight, ...(allowed === undefined ? {} : { allowed }) });
    return ranked.map(({ number, score, legs }) => ({ chunk: view.chunkAt(view.corpus.placeOf(number)), score, legs }));
  });
}
