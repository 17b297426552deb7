import type { Usage } from "./answer.ts";
import type { Fusion, RankingLeg, SearchStep, TracedChunk } from "./retrieval.ts";

/**
 * How a model makes searches of a question. `rewrite`: one clearer question. `hyde`: a passage that could answer it, for the dense
 * leg. `multi`: the same in other words, several times. `decompose`: the questions that it is made of.
 */
export type QueryMethod = "rewrite" | "hyde" | "multi" | "decompose";

/** One search of a plan. */
export interface PlannedQuery {
  readonly text: string;
  /** What the dense and the latent leg read in place of it: a text like the passages that are looked for. */
  readonly denseText?: string;
}

/**
 * How the hits of several searches become one list. `agreement`: by the sum of 1 / (60 + rank), so that what several found comes
 * first. `coverage`: by the best rank in any, so that the first of each search comes before the second of any.
 */
export type QueryMerge = "agreement" | "coverage";

/** A chunk that another place was found for. Ranks count from 1; without `from` it was not in the list before, without `to` it left. */
export interface Move {
  readonly chunk: string;
  readonly from?: number;
  readonly to?: number;
}

/** What a leg found for one of the queries. */
export interface TracedLeg {
  /** Which query of the plan, from 0. */
  readonly query: number;
  readonly leg: RankingLeg;
  readonly weight: number;
  readonly candidates: number;
  readonly top: readonly TracedChunk[];
}

interface StepDetails {
  readonly question: { readonly text: string; readonly tokens: number };
  readonly rewrite: {
    readonly method: QueryMethod;
    readonly model: string;
    readonly queries: readonly PlannedQuery[];
    readonly merge: QueryMerge;
    readonly usage: Usage;
    /** Why the question is searched as typed after all. */
    readonly fallback?: string;
  };
  /** `terms` of each query, those that the corpus does not have, and what is searched beside what was typed. */
  readonly embed: {
    readonly texts: number;
    readonly queries: readonly Pick<SearchStep & { readonly kind: "analysis" }, "terms" | "termsUnknown" | "corrections" | "expansions">[];
  };
  /** `allowed` of all `chunks` pass the filter. */
  readonly legs: {
    readonly chunks: number;
    readonly allowed: number;
    readonly legs: readonly TracedLeg[];
    /** Terms that feedback added, of all queries. */
    readonly feedbackTerms: readonly string[];
  };
  /** `found` places in the lists of all legs are `candidates` different chunks, of which `kept` go on. Moves are against `against`. */
  readonly merge: {
    readonly fusion?: Fusion;
    readonly queries: number;
    readonly found: number;
    readonly candidates: number;
    readonly kept: number;
    readonly against?: RankingLeg;
    readonly moves: readonly Move[];
  };
  readonly rerank: {
    readonly reranker: string;
    readonly candidates: number;
    readonly kept: number;
    readonly moves: readonly Move[];
    readonly usage: Usage;
    /** Why the order of the step before was kept. */
    readonly failure?: string;
  };
  readonly pack: {
    readonly passages: number;
    readonly tokens: number;
    readonly tokensMax: number;
    readonly dropped: readonly { readonly chunk: string; readonly why: "budget" | "duplicate" }[];
    readonly cut?: string;
    readonly widened: readonly { readonly chunk: string; readonly by: readonly string[] }[];
  };
  readonly generate: { readonly model: string; readonly usage: Usage; readonly declined?: string };
  readonly cite: {
    readonly sentences: number;
    readonly unsupported: number;
    readonly citations: number;
    /** Citations that did not check out, which nobody is shown. */
    readonly rejected: number;
  };
}

export type PipelineStepKind = keyof StepDetails;

export type PipelineStepRun<K extends PipelineStepKind = PipelineStepKind> = {
  readonly [Kind in K]: { readonly kind: Kind; readonly ms: number } & StepDetails[Kind];
}[K];

/** What a step of the pipeline did, or why it did not run. */
export type PipelineStep = PipelineStepRun | { readonly kind: PipelineStepKind; readonly skipped: string };

/** The order of the steps. */
export const PIPELINE_STEPS: readonly PipelineStepKind[] = [
  "question",
  "rewrite",
  "embed",
  "legs",
  "merge",
  "rerank",
  "pack",
  "generate",
  "cite",
];

/** All nine steps in their order. JSON-safe. */
export type PipelineTrace = readonly PipelineStep[];

/** How often reranking changes what comes first. */
export interface RerankShift {
  readonly queries: number;
  /** Queries whose first `top` chunks are others, or stand in another order. */
  readonly changed: number;
  readonly top: number;
  /** Queries whose very first chunk is another. */
  readonly firstChanged: number;
  /** `changed` as a rate with its 95% interval (Wilson 1927). */
  readonly rate: { readonly mean: number; readonly low: number; readonly high: number };
  /**
   * `mismatched`: on nearly every query, and not by chance. `suited`: on fewer. `unclear`: the interval holds both.
   */
  readonly verdict: "mismatched" | "suited" | "unclear";
  readonly message: string;
}
