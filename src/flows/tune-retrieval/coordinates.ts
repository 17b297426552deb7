import { applySettings, ranksAnything, settingValues } from "../retrieval-settings.ts";
import type { RetrievalSettings } from "../retrieval-settings.ts";

/** What is tried one after the other, the rest being held. Each value is written as --set takes it. */
export interface Coordinate {
  readonly name: string;
  readonly values: readonly string[];
  readonly needsNewIndex: boolean;
}

const weights = (leg: string, values: readonly number[]): Coordinate => ({
  name: `weights.${leg}`,
  values: values.map((value) => `weights.${leg}=${value}`),
  needsNewIndex: false,
});

/** Settings that are read when a search is made, in the order in which they matter most. */
export const QUERY_COORDINATES: readonly Coordinate[] = [
  weights("latent", [0, 0.2, 0.4, 0.6, 1, 1.5]),
  weights("dense", [0, 0.1, 0.2, 0.4, 0.8, 1.5]),
  weights("bigram", [0, 0.2, 0.4, 0.8]),
  weights("heading", [0, 0.25, 0.5, 1]),
  { name: "feedback", values: ["feedback=off", "feedback=on"], needsNewIndex: false },
  { name: "fusion", values: ["fusion=convex", "fusion=rrf", "fusion=dbsf"], needsNewIndex: false },
  {
    name: "rerank",
    values: [
      "rerank=none",
      "rerank=builtin,rerank.headings=0.15",
      "rerank=builtin,rerank.headings=0.3",
      "rerank=builtin,rerank.headings=0.6",
    ],
    needsNewIndex: false,
  },
  { name: "k1", values: ["k1=0.9", "k1=1.2", "k1=1.6", "k1=2"], needsNewIndex: false },
  { name: "b", values: ["b=0.3", "b=0.5", "b=0.75", "b=0.9"], needsNewIndex: false },
];

/** Ways to cut documents, each with an index of its own: few, because every one costs a build. */
export const CHUNK_COORDINATE: Coordinate = {
  name: "chunk",
  values: [
    "chunk.strategy=structure,chunk.tokensMin=60,chunk.tokensMax=160",
    "chunk.strategy=structure,chunk.tokensMin=150,chunk.tokensMax=400",
    "chunk.strategy=structure,chunk.tokensMin=300,chunk.tokensMax=800",
    "chunk.strategy=sentence,chunk.tokensMax=200,chunk.tokensMin=60,chunk.overlapTokens=40",
  ],
  needsNewIndex: true,
};

/** Who makes vectors. A better one earns a larger weight, so each is tried with what the dense leg weighs now and with more. */
export function embedderCoordinate(names: readonly string[]): Coordinate {
  const values = names.flatMap((name) => ["", ",weights.dense=0.8", ",weights.dense=1.5"].map((weighed) => `embedder=${name}${weighed}`));
  return { name: "embedder", values, needsNewIndex: true };
}

/** The settings that each value of a coordinate makes of `settings`, without those themselves; equal ones stand once. */
export function alternatives({ values }: Coordinate, settings: RetrievalSettings): readonly RetrievalSettings[] {
  const distinct = new Map<string, RetrievalSettings>();
  for (const value of values) {
    // an overlap belongs to the strategy that named it
    const held = value.startsWith("chunk.") ? { ...settings, chunk: { ...settings.chunk, chunkOverlapTokens: 0 } } : settings;
    const changed = applySettings(held, [value]);
    if (ranksAnything(changed)) distinct.set(settingsKey(changed), changed);
  }
  distinct.delete(settingsKey(settings));
  return [...distinct.values()];
}

/** Equal settings have equal keys. */
export function settingsKey(settings: RetrievalSettings): string {
  return JSON.stringify(settingValues(settings));
}

/** The part of the key that an index depends on. */
export function indexKey({ embedder, chunk }: RetrievalSettings): string {
  return JSON.stringify([embedder, Object.entries(chunk).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

/** What an active part of a search costs beside BM25, in rough shares of its time and memory. */
const PART_COSTS: Readonly<Record<string, number>> = {
  "weights.bigram": 1,
  "weights.heading": 0.5,
  "weights.dense": 2,
  "weights.latent": 2,
};
const FEEDBACK_COST = 2;
const RERANK_COST = 1;

/**
 * What settings cost: first in work per search, then in how much they differ from what the project has, because a change that nobody
 * needs is one too many. Compared by `isCheaper`.
 */
export function costOf(settings: RetrievalSettings, project: RetrievalSettings): { readonly work: number; readonly changes: number } {
  const values = settingValues(settings);
  const before = settingValues(project);
  const work = Object.entries(PART_COSTS).reduce((sum, [key, cost]) => sum + (Number(values[key]) > 0 ? cost : 0), 0);
  return {
    work: work + (values["feedback"] === "on" ? FEEDBACK_COST : 0) + (values["rerank"] === "builtin" ? RERANK_COST : 0),
    changes: [...new Set([...Object.keys(values), ...Object.keys(before)])].filter((key) => values[key] !== before[key]).length,
  };
}

export function isCheaper(a: RetrievalSettings, b: RetrievalSettings, project: RetrievalSettings): boolean {
  const [own, other] = [costOf(a, project), costOf(b, project)];
  return own.work < other.work || (own.work === other.work && own.changes < other.changes);
}
