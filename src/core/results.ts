import type { AnswerSentence, Citation, NearMiss, Superseded, Usage } from "./answer.ts";
import type { Locator } from "./document.ts";
import type { DocumentRecord, Hit, SkippedRecord } from "./retrieval.ts";

// What the verbs return: JSON-safe, and the same at every door.

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  readonly tookMs: number;
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
  readonly legs: Hit["legs"];
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
  readonly usage: Usage;
  readonly evidence: readonly EvidenceResult[];
  readonly tookMs: number;
}

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
}

export interface DocumentList {
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

export interface Scaffolded {
  readonly folder: string;
  readonly files: readonly string[];
  readonly next: string;
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
