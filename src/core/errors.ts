/** Every error that a user can meet. The code is stable and documented in docs/errors.md; the door maps it to an exit code. */
export type ErrorCode =
  | "BAD_INPUT"
  | "BAD_CONFIG"
  | "NOT_FOUND"
  | "EMPTY_INDEX"
  | "INDEX_BUSY"
  | "INDEX_DAMAGED"
  | "INDEX_NEWER"
  | "INDEX_MISMATCH"
  | "INDEX_READ_ONLY"
  | "DISK_FULL"
  | "UNREADABLE"
  | "MODEL_FAILED"
  | "CANDIDATE_FAILED"
  | "RATE_LIMITED"
  | "OVERLOADED"
  | "BAD_REQUEST"
  | "AUTH"
  | "NETWORK"
  | "PROTOCOL"
  | "MISSING_KEY"
  | "MISSING_DEPENDENCY"
  | "UNKNOWN_PRICE"
  | "CAP_REACHED"
  | "INTERRUPTED"
  | "INTERNAL";

/**
 * An expected failure: what went wrong in one sentence, and what to type or change next.
 * Outcomes that are part of the work (no evidence, a refusal, an unreadable file among others) are values, never errors.
 */
export class FirstfitError extends Error {
  readonly code: ErrorCode;
  readonly fix: string;

  constructor(code: ErrorCode, message: string, fix: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "FirstfitError";
    this.code = code;
    this.fix = fix;
  }
}

/** Why a call to a provider gave nothing. What a provider did answer (a refusal, an answer cut at its limit) is a `Completion`. */
export type ProviderErrorCode = "RATE_LIMITED" | "OVERLOADED" | "BAD_REQUEST" | "AUTH" | "NETWORK" | "PROTOCOL";

export interface ProviderFacts {
  /** "anthropic", "openai", "voyage", …: the first part of a model's name. */
  readonly provider: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** How long the provider asks to wait. */
  readonly retryAfterMs?: number;
  /** The provider may have done, and billed, what was asked: the connection broke after the request was sent. */
  readonly maybeBilled?: boolean;
  readonly cause?: unknown;
}

/** A call to a provider that failed: never an answer, never a grade of zero. */
export class ProviderError extends FirstfitError {
  declare readonly code: ProviderErrorCode;
  readonly provider: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly maybeBilled: boolean;

  constructor(code: ProviderErrorCode, message: string, fix: string, facts: ProviderFacts) {
    super(code, message, fix, { cause: facts.cause });
    this.name = "ProviderError";
    this.provider = facts.provider;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.maybeBilled = facts.maybeBilled ?? false;
  }
}

/** A model or its provider failed on this one request; others may succeed. A missing key or a reached cap concerns all of them. */
export function isModelFailure(error: unknown): error is FirstfitError {
  return error instanceof FirstfitError && (error.code === "MODEL_FAILED" || (error instanceof ProviderError && error.code !== "AUTH"));
}

const ENDS_RUN: ReadonlySet<ErrorCode> = new Set([
  "CAP_REACHED",
  "INTERRUPTED",
  "UNKNOWN_PRICE",
  "MISSING_KEY",
  "MISSING_DEPENDENCY",
  "BAD_CONFIG",
  "AUTH",
  "EMPTY_INDEX",
  "INDEX_BUSY",
  "INDEX_DAMAGED",
  "INDEX_MISMATCH",
  "INDEX_NEWER",
  "INDEX_READ_ONLY",
  "DISK_FULL",
]);

/** It concerns a whole run and every trial of it: somebody stopped it, the cap is reached, a key or the index is not there. Anything else fails one trial or leaves it ungraded. */
export function endsRun(error: unknown): error is FirstfitError {
  return error instanceof FirstfitError && ENDS_RUN.has(error.code);
}
