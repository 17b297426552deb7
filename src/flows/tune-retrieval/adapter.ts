import { FirstfitError } from "../../core/errors.ts";
import type { Embedder, Index, QueryAdapter } from "../../core/retrieval.ts";
import { fitQueryAdapter } from "../../learn/query-adapter.ts";
import type { AdapterExample } from "../../learn/query-adapter.ts";
import { seededRandom, shuffled } from "../../stats/random.ts";
import type { Random } from "../../stats/random.ts";
import type { JudgedQuery } from "../eval-retrieval/judged-set.ts";
import { isRight } from "../eval-retrieval/score.ts";
import { embeddedText, embeddingKey } from "../ingest/embedding.ts";
import type { RetrievalSettings } from "../retrieval-settings.ts";
import { dealFolds } from "./choose.ts";
import type { ScoreTable } from "./score-table.ts";

/** What the dense leg weighs at least once it has an adapter; one number, so that no query chooses it. */
const DENSE_WEIGHT = 0.8;
/** Right passages of a query, the nearest first: a document has many that say something else. */
const RIGHT_MAX = 5;
/** Wrong passages of a query: those found before others, by all legs and by vectors alone, and some from anywhere. */
const FOUND = 30;
const ANYWHERE = 100;

export interface AdapterSearch {
  readonly table: Pick<ScoreTable, "scoresAt" | "index">;
  readonly queries: readonly JudgedQuery[];
  readonly embedder: Embedder;
  /** Without an adapter, or with another one. */
  readonly settings: RetrievalSettings;
  readonly signal: AbortSignal;
}

/** The settings with an adapter, whose leg is given the weight that an adapted one earns. */
export function withAdapter(settings: RetrievalSettings, adapter: QueryAdapter): RetrievalSettings {
  const weights = { ...settings.ranking.weights, dense: Math.max(DENSE_WEIGHT, settings.ranking.weights.dense) };
  return { ...settings, ranking: { ...settings.ranking, weights, adapter } };
}

/**
 * Fits one adapter to all queries, and says what queries earn with one fitted to the others: folds are held out, and several deals averaged.
 * Undefined when too few queries have a right passage. Throws INTERRUPTED, and what embedding throws.
 */
export async function adapterScores(
  search: AdapterSearch,
  { folds, deals, random }: { readonly folds: number; readonly deals: number; readonly random: Random },
): Promise<{ readonly adapter: QueryAdapter; readonly heldOut: readonly number[] } | undefined> {
  const { table, queries, embedder, settings, signal } = search;
  const examples = await examplesOf(search);
  const fitted = (places: readonly number[]): QueryAdapter | undefined => {
    const used = places.flatMap((place) => examples[place] ?? []);
    return used.length < places.length / 2
      ? undefined
      : { embedder: embedder.id, dimensions: embedder.dimensions, ...fitQueryAdapter(used) };
  };
  const sums = queries.map(() => 0);
  for (let deal = 0; deal < deals; deal++) {
    for (const fold of dealFolds(queries.length, folds, random)) {
      if (signal.aborted)
        throw new FirstfitError("INTERRUPTED", "Stopped while an adapter was fitted.", "Run it again; nothing was changed.");
      const heldOut = new Set(fold);
      const adapter = fitted([...queries.keys()].filter((place) => !heldOut.has(place)));
      if (adapter === undefined) return undefined;
      const scores = await table.scoresAt(withAdapter(settings, adapter), fold);
      for (const [i, place] of fold.entries()) sums[place] = (sums[place] ?? 0) + (scores[i] ?? 0);
    }
  }
  const adapter = fitted([...queries.keys()]);
  return adapter === undefined ? undefined : { adapter, heldOut: sums.map((sum) => sum / deals) };
}

/** In the order of the queries; undefined for one that no chunk is right for. */
async function examplesOf({ table, queries, embedder, settings }: AdapterSearch): Promise<readonly (AdapterExample | undefined)[]> {
  const index = await table.index(settings);
  const passages = vectorsOf(index, embedder);
  const ids = [...passages.keys()];
  const random = seededRandom(1);
  const examples: (AdapterExample | undefined)[] = [];
  for (const query of queries) {
    const [vector] = await embedder.embedBatch([query.text], { inputType: "query" });
    if (vector === undefined) return [];
    const right = [...passages.values()]
      .filter((passage) => isRight(passage, query))
      .map((passage) => ({ passage, cosine: cosine(vector, passage.vector) }))
      .toSorted((a, b) => b.cosine - a.cosine || (a.passage.chunk.id < b.passage.chunk.id ? -1 : 1))
      .slice(0, RIGHT_MAX)
      .map(({ passage }) => passage.vector);
    const wrong = [...(await foundFor(query.text, index, settings)), ...drawn(ids, random)].flatMap((id) => passages.get(id) ?? []);
    const distinct = [...new Set(wrong)].filter((passage) => !isRight(passage, query)).map((passage) => passage.vector);
    examples.push(right.length === 0 || distinct.length === 0 ? undefined : { query: vector, right, wrong: distinct });
  }
  return examples;
}

interface PassageVector {
  readonly chunk: ReturnType<Index["chunksOf"]>[number];
  readonly vector: Float32Array;
}

/** By chunk id, in the order of the documents. */
function vectorsOf(index: Index, embedder: Embedder): ReadonlyMap<string, PassageVector> {
  const keyed = index
    .documents()
    .flatMap(({ id, title }) =>
      index.chunksOf(id).map((chunk) => ({ chunk, key: embeddingKey(embedder.id, embeddedText(chunk, title, id)) })),
    );
  const vectors = index.vectorsFor(keyed.map(({ key }) => key));
  return new Map(
    keyed.flatMap(({ chunk, key }) => {
      const vector = vectors.get(key);
      return vector === undefined ? [] : [[chunk.id, { chunk, vector }] as const];
    }),
  );
}

async function foundFor(text: string, index: Index, { ranking }: RetrievalSettings): Promise<readonly string[]> {
  const vectorsAlone = { ...ranking, weights: { lexical: 0, bigram: 0, heading: 0, dense: 1, latent: 0 } };
  const lists = [await index.search(text, { k: FOUND, ranking }), await index.search(text, { k: FOUND, ranking: vectorsAlone })];
  return lists.flat().map(({ chunk }) => chunk.id);
}

/** Some from anywhere; drawn with replacement, which costs nothing on a large corpus and loses little on a small one. */
function drawn(ids: readonly string[], random: Random): readonly string[] {
  if (ids.length <= ANYWHERE) return shuffled(ids, random);
  return Array.from({ length: ANYWHERE }, () => ids[Math.floor(random() * ids.length)] ?? "");
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
