import type { AnswerSentence, Citation, NearMiss, Superseded, Usage } from "./answer.ts";
import type { Locator } from "./document.ts";
import type { PipelineTrace, RerankShift } from "./pipeline.ts";
import type { DocumentRecord, Hit, NearDuplicate, Neighbour, SkippedRecord, UnfinishedRun } from "./retrieval.ts";

// What the verbs return: JSON-safe, and the same at every door.

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  readonly tookMs: number;
  /** Tokens of the models that helped; absent when none was called. */
  readonly usage?: Usage;
  /** What did not work as asked, and what was done instead. */
  readonly notes?: readonly string[];
  /** When it was asked for. */
  readonly trace?: PipelineTrace;
}

/** The JSON of `search --like`: the documents nearest to one, best first. */
export interface SimilarDocuments {
  readonly kind: "similar";
  readonly like: string;
  readonly documents: readonly Neighbour[];
  readonly tookMs: number;
}

/** The JSON of `index --duplicates`: pairs of documents that share most of their text, most similar first. */
export interface NearDuplicates {
  readonly kind: "duplicates";
  readonly similarityMin: number;
  readonly pairs: readonly NearDuplicate[];
  readonly documents: number;
}

export interface SearchHit {
  readonly document: string;
  readonly chunk: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly text: string;
  readonly heading: readonly string[];
  readonly locator: Locator;
  readonly date?: string;
  readonly legs: NonNullable<Hit["legs"]>;
}

/** A passage that was handed to the answerer, without its text: `start` and `end` lead to it. */
export interface EvidenceResult {
  readonly n: number;
  readonly document: string;
  readonly chunk: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly heading: readonly string[];
  readonly locator: Locator;
  readonly date?: string;
}

interface AnswerResultCommon {
  readonly question: string;
  readonly model: string;
  readonly confidence?: number;
  /** Of all models that were called. */
  readonly usage: Usage;
  readonly evidence: readonly EvidenceResult[];
  readonly tookMs: number;
  /** What did not work as asked, and what was done instead. */
  readonly notes?: readonly string[];
  /** When it was asked for. */
  readonly trace?: PipelineTrace;
  /** When it was asked for. */
  readonly savedCase?: SavedCase;
}

/** What became of `ask --save-case`: the case was added, its question stands in the file, or a person has dropped it from there. */
export type SavedCase =
  | { readonly kind: "added"; readonly file: string; readonly id: string; readonly review: boolean }
  | { readonly kind: "there"; readonly file: string; readonly id: string }
  | { readonly kind: "dropped"; readonly file: string };

/** The JSON of `ask`, the same at every door. */
export type AnswerResult =
  | (AnswerResultCommon & {
      readonly kind: "answered";
      readonly text: string;
      readonly sentences: readonly AnswerSentence[];
      readonly citations: readonly Citation[];
      readonly superseded: readonly Superseded[];
    })
  | (AnswerResultCommon & { readonly kind: "abstained"; readonly reason: string; readonly nearest: readonly NearMiss[] });

/** `ask --file`: the answers were handed out one by one. */
export interface ManyAnswers {
  readonly kind: "many";
  readonly answered: number;
  readonly abstained: number;
  /** Lines that could not be asked; each was reported in its place. */
  readonly failed: number;
  /** How often a reranker changed what comes first; absent when none was used. */
  readonly reranking?: RerankShift;
}

export interface DocumentList {
  readonly unfinished?: UnfinishedRun;
  readonly roots: readonly string[];
  readonly documents: readonly DocumentRecord[];
  readonly skipped: readonly SkippedRecord[];
  readonly skippedGroups: readonly SkippedGroup[];
}

export interface EmbeddedTexts {
  readonly model: string;
  readonly dimensions: number;
  readonly texts: readonly string[];
  /** `cosine[i][j]` of texts i and j; symmetric, 1 on the diagonal. */
  readonly cosine: readonly (readonly number[])[];
  readonly vectors?: readonly (readonly number[])[];
}

/** One thing that `firstfit doctor` looked at. `fail` breaks the main job; `warn` only limits it. */
export interface Check {
  readonly name: string;
  readonly status: "ok" | "warn" | "fail";
  readonly detail: string;
  /** What to type or change; on `warn` and `fail` only. */
  readonly fix?: string;
}

export interface Diagnosis {
  readonly healthy: boolean;
  readonly checks: readonly Check[];
}

/** Files that could not be read for one reason, counted together. */
export interface SkippedGroup {
  readonly reason: string;
  readonly extension?: string;
  readonly count: number;
  /** The first few, by id. */
  readonly examples: readonly string[];
}

/** What a run did. In a dry run: what it would do, with `embedded` the texts that would be embedded. */
export interface IngestSummary {
  readonly kind: "indexed";
  /** False after an abort: the files not reached keep what the index had of them, and nothing was removed. */
  readonly complete: boolean;
  readonly dryRun: boolean;
  readonly roots: readonly string[];
  /** Named or known, but not on disk now; their documents were kept, or removed with `prune`. */
  readonly missingRoots: readonly string[];
  /** `total` is what the index holds now. */
  readonly documents: {
    readonly total: number;
    readonly added: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly renamed: number;
    readonly removed: number;
  };
  /** `added` are chunks of added, updated and renamed documents; each was `embedded` or its vector `reused`. */
  readonly chunks: { readonly total: number; readonly added: number; readonly embedded: number; readonly reused: number };
  readonly skipped: readonly SkippedRecord[];
  /** The same by reason and extension, for people. */
  readonly skippedGroups: readonly SkippedGroup[];
  /** Documents whose files are equal byte for byte. */
  readonly duplicates: readonly (readonly string[])[];
  readonly tookMs: number;
  /** Of the chunks added; 0 when there were none. */
  readonly chunksPerSecond: number;
}

/** Nothing to index was found in the roots, and the index had nothing of them before. */
export interface EmptyInput {
  readonly kind: "empty";
  readonly dryRun: boolean;
  readonly roots: readonly string[];
  readonly lookedAt: { readonly folders: number; readonly files: number; readonly ignored: number };
  readonly skipped: readonly SkippedRecord[];
  readonly skippedGroups: readonly SkippedGroup[];
  readonly message: string;
  readonly fix: string;
  readonly tookMs: number;
}

export type IngestOutcome = IngestSummary | EmptyInput;

/** Ids that left the index. The files stay, and come back with the next `firstfit index` unless a rule leaves them out. */
export interface Removed {
  readonly removed: readonly string[];
  /** Roots that left with all their documents. */
  readonly roots: readonly string[];
  /** What was named and matches nothing. */
  readonly unmatched: readonly string[];
}

/** Settings of retrieval by the key that `--set` takes. */
export type RetrievalSettingValues = Readonly<Record<string, string | number>>;

/** A mean with its 95% interval. */
export interface ScoreInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export type RetrievalMetric = "ndcgAt10" | "recallAt10" | "mrrAt10";

/** Documents that are judged relevant and that the corpus does not have. They count as not found. */
export interface MissingDocuments {
  readonly count: number;
  /** The id that is judged first. */
  readonly first: string;
}

/** How many queries have nothing right among the first passages, with its 95% interval (Wilson 1927). */
export interface WrongRate {
  readonly queries: number;
  readonly rate: ScoreInterval;
}

/** What a reranker does to the first 30 passages, over all queries. */
export interface RerankingMeasures {
  readonly reranker: string;
  /** Of one call each, without the search before it. Absent when every call failed. */
  readonly latencyMs?: { readonly p50: number; readonly p95: number };
  /** Queries that have nothing right among the first `first` passages; `pValue` is that of a two-sided randomization test of the difference. */
  readonly wrong: {
    readonly first: number;
    readonly without: WrongRate;
    readonly with: WrongRate;
    /** Queries that had nothing right and now have, and the other way round. */
    readonly better: number;
    readonly worse: number;
    readonly pValue: number;
  };
  /** Does it change what comes first on nearly every query? Absent when it never had a passage to order. */
  readonly shift?: RerankShift;
  readonly usage: Usage;
  /** Calls that failed; the order of the search was kept for them. */
  readonly failed: number;
  /** Why the first of them did. */
  readonly failure?: string;
}

/** How well judged queries find what they should. Means are over queries, each weighing the same. */
export interface RetrievalMeasures extends Readonly<Record<RetrievalMetric, ScoreInterval>> {
  /** Of one search each, its question's embedding and its reranking included. */
  readonly latencyMs: { readonly p50: number; readonly p95: number };
  /** Absent where nothing was reranked. */
  readonly reranking?: RerankingMeasures;
  /** `seconds` to build it, absent for an index that was there already. */
  readonly index: { readonly chunks: number; readonly bytes: number; readonly seconds?: number };
  readonly settings: RetrievalSettingValues;
}

/** This run's score less the other's, over the same queries. */
export interface PairedDifference {
  readonly difference: ScoreInterval;
  /** Two-sided randomization test. */
  readonly pValue: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** The interval does not hold 0, and the randomization test agrees at 5%. */
  readonly isSeparated: boolean;
  /** About so many more queries would show a difference of this size. */
  readonly queriesMore?: number;
}

/** One query as both runs found it; `change` is this run's nDCG@10 less the other's. */
export interface QueryChange {
  readonly id: string;
  readonly query: string;
  readonly ndcgAt10: number;
  readonly against: number;
  readonly change: number;
}

/** The JSON of `eval retrieval`. */
export interface RetrievalReport extends RetrievalMeasures {
  readonly queries: number;
  /** What a query was judged by: whole documents, or passages in them. */
  readonly judgedBy: "documents" | "passages";
  /** Queries that nothing is judged relevant for; they are in no mean. */
  readonly unjudged: number;
  /** Judgements left out: of queries that are not there, and of documents that are not when that was asked for. */
  readonly judgementsSkipped: number;
  readonly documentsMissing?: MissingDocuments;
  readonly documents: number;
  readonly against?: RetrievalMeasures & {
    readonly paired: Readonly<Record<RetrievalMetric, PairedDifference>>;
    /** What can be said of the difference in nDCG@10. */
    readonly verdict: string;
    /** Every query that the two find differently, the greatest change first. */
    readonly queries: readonly QueryChange[];
  };
}

/** What `tune retrieval` found, before anything is written. */
export interface RetrievalTuning {
  /** Queries used; `queriesLeft` more were there. */
  readonly queries: number;
  readonly queriesLeft: number;
  /** `synthetic`: made from sentences of the corpus, because there were none. */
  readonly source: "judged" | "synthetic";
  readonly decision: "adopt" | "keep";
  readonly reason: string;
  /** Settings that were scored. */
  readonly tried: number;
  /** The best settings found, as far as the project's differ; empty when nothing was better. */
  readonly changes: RetrievalSettingValues;
  /** nDCG@10 of the project's settings and of the best, over all queries: those that chose it, so `after` is flattered. */
  readonly before?: ScoreInterval;
  readonly after?: ScoreInterval;
  /** The same procedure on queries that it had not seen, less the project's settings on them. This alone decides. */
  readonly heldOut?: PairedDifference & { readonly folds: number; readonly deals: number; readonly ndcgAt10: ScoreInterval };
}

/** A low-rank change of question vectors, and whether queries that it was not fitted to are found better with it. */
export interface AdapterTuning {
  readonly decision: "adopt" | "keep";
  readonly reason: string;
  readonly rank: number;
  /** What adopting sets. */
  readonly changes: RetrievalSettingValues;
  /** With an adapter fitted to the other folds, less without one. */
  readonly heldOut: PairedDifference & { readonly folds: number; readonly deals: number; readonly ndcgAt10: ScoreInterval };
}

/** The JSON of `tune retrieval`. */
export interface RetrievalTuned extends RetrievalTuning {
  /** Absent where none was tried: for synthetic or too few queries. */
  readonly adapter?: AdapterTuning;
  /** What adopting means for the configuration. Absent when nothing is adopted. */
  readonly change?: ConfigChange;
  readonly documentsMissing?: MissingDocuments;
}

export type ConfigChange =
  | { readonly kind: "diff"; readonly file: string; readonly diff: string; readonly written: boolean; readonly needsNewIndex: boolean }
  /** The file cannot be edited safely; `paste` is what belongs into it. */
  | { readonly kind: "paste"; readonly file: string; readonly why: string; readonly paste: string; readonly needsNewIndex: boolean };

/** How often personal data of one type was replaced, and how many different values that were. */
export interface ReplacedPersonalData {
  readonly type: string;
  readonly replaced: number;
  readonly distinct: number;
}

/** What `dataset import` wrote. */
export interface DatasetImported {
  readonly kind: "imported";
  readonly format: string;
  readonly out: string;
  readonly cases: number;
  /** Rows that make no case. */
  readonly skipped: number;
  /** Why the first of them does not. */
  readonly firstSkipped?: string;
  /** Assertions of the other tool that have no counterpart, by type. */
  readonly notTaken: readonly { readonly name: string; readonly count: number }[];
  /** Absent when personal data was kept. */
  readonly replaced?: readonly ReplacedPersonalData[];
}

/** What `dataset scrub` wrote. */
export interface DatasetScrubbed {
  readonly kind: "scrubbed";
  readonly out: string;
  readonly rows: number;
  readonly replaced: readonly ReplacedPersonalData[];
}

export interface CaseCount {
  readonly name: string;
  readonly cases: number;
}

/** A tag with what its cases can show by themselves. */
export interface TagCount extends CaseCount {
  /** As that of all cases; absent when so few would show no difference. Unreviewed cases do not count, and those of a group count as one. */
  readonly smallestDifference?: number;
}

/** Two cases by id, with the share of their text that both have. */
export interface CasePair {
  readonly first: string;
  readonly second: string;
  readonly similarity: number;
}

/** The JSON of `dataset stats`. */
export interface DatasetStats {
  readonly kind: "dataset";
  readonly name: string;
  readonly cases: number;
  /** Proposed by a machine and seen by nobody: in no gate, and not in what follows of power. */
  readonly unreviewed: number;
  /** Cases that stand by themselves, and groups of cases, among the reviewed. */
  readonly groups: number;
  /** Cases that any output passes. */
  readonly withoutExpectation: number;
  /** Most frequent first. */
  readonly tags: readonly TagCount[];
  /** Tags with too few cases to be read by themselves. */
  readonly thinTags: readonly string[];
  readonly sources: readonly CaseCount[];
  readonly expectations: readonly CaseCount[];
  readonly duplicates: readonly CasePair[];
  /** The same input with expectations that cannot both hold. */
  readonly conflicts: readonly CasePair[];
  readonly nearDuplicates: readonly CasePair[];
  /** Of the training data that was named, `first`, and of these cases, `second`. */
  readonly leaked?: readonly CasePair[];
  /** Of two pass rates, where a fifth of the cases comes out differently: what would be found four times in five. Absent when no difference would. */
  readonly smallestDifference?: number;
}
