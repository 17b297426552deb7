import type { NearDuplicates, SimilarDocuments } from "../core/results.ts";
import type { Index } from "../core/retrieval.ts";

/** From this share of their text on, two documents are one that was copied. */
const SIMILARITY_MIN = 0.8;

export interface LikeRequest {
  readonly index: Pick<Index, "neighbours">;
  /** How many documents, at most. */
  readonly k: number;
  monotonicMs(): number;
}

/** The documents nearest to one of the index, never itself. Throws NOT_FOUND for a document that the index does not have. */
export function documentsLike(document: string, { index, k, monotonicMs }: LikeRequest): SimilarDocuments {
  const startedMs = monotonicMs();
  const documents = index.neighbours(document, { k });
  return { kind: "similar", like: document, documents, tookMs: monotonicMs() - startedMs };
}

/** Documents of the index that share at least four fifths of their text, pair by pair. */
export function nearDuplicates(index: Pick<Index, "nearDuplicates" | "documents">): NearDuplicates {
  return {
    kind: "duplicates",
    similarityMin: SIMILARITY_MIN,
    pairs: index.nearDuplicates({ similarityMin: SIMILARITY_MIN }),
    documents: index.documents().length,
  };
}
