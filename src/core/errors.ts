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
