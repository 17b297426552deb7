import type { NativeCitation, Usage } from "./answer.ts";

/** US dollars, or why they are not known. What is not known is never zero, in no sum: `usdAtLeast` is the part of a sum that is known. */
export type Cost =
  | { readonly kind: "known"; readonly usd: number }
  | { readonly kind: "unknown"; readonly reason: string; readonly usdAtLeast?: number };

/** What can be written as JSON and read again unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** `run`: of a program or a server that is not ours, in a dry run; what it costs is its own matter. */
export type CallOperation = "complete" | "embed" | "rerank" | "count" | "run";

/** One call to a model, as a provider describes it to whoever runs it. The response is JSON, so that it can be kept and replayed. */
export interface ModelCall<Response extends Json = Json> {
  readonly operation: CallOperation;
  /** "anthropic", "openai", "ollama", …: whose limits, prices and breaker apply. */
  readonly provider: string;
  /** The provider's own name of the model. */
  readonly model: string;
  /** All that decides the response: text, tools, parameters. Never a key, never a header. Two calls with one request and repeat are one call. */
  readonly request: Json;
  /** Counted from 0: the same request asked again on purpose, for a second opinion. */
  readonly repeat: number;
  /** Upper bounds, for the bill beforehand and the cap. */
  readonly expected: { readonly inputTokens: number; readonly outputTokensMax: number };
  /**
   * False: the response is not kept for later, because it is kept elsewhere (an index keeps its vectors) or is another one each time.
   * That the call was made, and what it cost, is still recorded. Default: true
   */
  readonly isKept?: boolean;
  /**
   * Makes the call once: no retry, no waiting. Throws a ProviderError; hands out text as it comes, and after the first piece a
   * failed call is not made again. `isFlawed`: the response is handed on and paid, but a part of it cannot be used, so that it is not kept
   * and the next run asks again.
   */
  perform(context: CallContext): Promise<{ readonly response: Response; readonly usage: Usage; readonly isFlawed?: boolean }>;
}

export interface CallContext {
  readonly signal: AbortSignal;
  /** Told the text as it comes, and what the text so far cites where the model cites by itself. */
  readonly onText?: (text: string, cites?: readonly NativeCitation[]) => void;
}

/** How a response came to be. */
export interface CallFacts {
  /** Of the call as it was made first, also when it is replayed. */
  readonly latencyMs: number;
  /** Of the call as it was made first. */
  readonly cost: Cost;
  /** It was made before and was not paid again. */
  readonly replayed: boolean;
  /** Calls that failed before this one, of those that were tried again. */
  readonly retries: number;
}

export interface CallResult<Response extends Json = Json> {
  readonly response: Response;
  readonly usage: Usage;
  readonly facts: CallFacts;
}

/**
 * Through which every provider makes its calls: where they wait, are tried again, counted, priced, kept and capped. A provider
 * knows its protocol only. Throws ProviderError, UNKNOWN_PRICE and CAP_REACHED, and INTERRUPTED when `signal` ends it.
 */
export interface CallRunner {
  run<Response extends Json>(call: ModelCall<Response>, context?: Partial<CallContext>): Promise<CallResult<Response>>;
}
