import type { CallContext, Json, ModelCall } from "../../core/calls.ts";
import { FirstfitError, ProviderError } from "../../core/errors.ts";
import type { Usage } from "../../core/answer.ts";
import { retryDelayMs } from "./backoff.ts";
import type { BackoffLimits } from "./backoff.ts";
import type { Breaker } from "./breaker.ts";
import type { Clock } from "./clock.ts";
import type { Limiter } from "./limiter.ts";

export interface AttemptLimits extends BackoffLimits {
  /** From the first try to the last answer, waiting between tries included. */
  readonly deadlineMs: number;
}

/** Told of every try; `begin` before anything is sent. It throws `CallElsewhere` where another process makes the same call. */
export interface Journal<Response extends Json, Kept> {
  begin(): number;
  failed(row: number, failure: { readonly code: string; readonly maybeBilled: boolean }): void;
  /** Before another call may begin in its place, so that a kill never loses more calls than may be in flight at once. */
  answered(performed: Performed<Response>): Kept;
}

export interface Attempting<Response extends Json, Kept> {
  readonly limiter: Limiter;
  readonly breaker: Breaker;
  readonly limits: AttemptLimits;
  readonly clock: Clock;
  readonly journal: Journal<Response, Kept>;
}

export interface Performed<Response extends Json> {
  /** The try's number in the journal, still open. */
  readonly row: number;
  readonly response: Response;
  readonly usage: Usage;
  readonly isFlawed: boolean;
  /** Of the try that was answered. */
  readonly latencyMs: number;
  readonly retries: number;
}

/** Another process makes this very call, or has made it meanwhile. Not a failure: whoever asked looks for its answer. */
export class CallElsewhere extends Error {}

export type AttemptContext = Pick<CallContext, "signal" | "onText">;

/**
 * Makes a call, and makes it again where that can help: never after a piece of its text was handed out, never beyond the deadline.
 * Returns what the journal made of the answer. Throws the last try's ProviderError, and INTERRUPTED when the signal aborts.
 */
export async function performWithRetries<Response extends Json, Kept>(
  call: ModelCall<Response>,
  context: AttemptContext,
  parts: Attempting<Response, Kept>,
): Promise<Kept> {
  const { limiter, limits, clock } = parts;
  let startedMs: number | undefined;
  const failures: ProviderError[] = [];
  for (;;) {
    const slot = await limiter.enter(call.expected.inputTokens + call.expected.outputTokensMax, context.signal);
    if (slot === undefined) throw interrupted();
    // what waits behind our own limits has not begun
    startedMs ??= clock.monotonicMs();
    let outcome: Outcome<Response>;
    try {
      outcome = await tryOnce(call, context, { ...parts, leftMs: startedMs + limits.deadlineMs - clock.monotonicMs() });
    } catch (error) {
      // looking whether another process is done must not use up what may be sent
      if (error instanceof CallElsewhere) slot.cancel();
      else slot.release();
      throw error;
    }
    if (outcome.kind === "answered") {
      const { answer } = outcome;
      try {
        return parts.journal.answered({ ...answer, retries: failures.length });
      } finally {
        slot.release(tokensOf(answer.usage));
      }
    }
    slot.release();
    const { error, saidText } = outcome;
    if (saidText) throw error;
    failures.push(error);
    const delayMs = retryDelayMs(failures, limits, () => clock.random());
    if (delayMs === undefined || clock.monotonicMs() + delayMs >= startedMs + limits.deadlineMs) throw error;
    if (error.code === "RATE_LIMITED") limiter.pause(delayMs);
    await clock.sleep(delayMs, context.signal);
    if (context.signal.aborted) throw interrupted();
  }
}

function tokensOf({ inputTokens, outputTokens = 0 }: Usage): number | undefined {
  return inputTokens === undefined ? undefined : inputTokens + outputTokens;
}

type Outcome<Response extends Json> =
  | { readonly kind: "answered"; readonly answer: Omit<Performed<Response>, "retries"> }
  | { readonly kind: "failed"; readonly error: ProviderError; readonly saidText: boolean };

async function tryOnce<Response extends Json, Kept>(
  call: ModelCall<Response>,
  { signal, onText }: AttemptContext,
  { breaker, clock, journal, leftMs }: Attempting<Response, Kept> & { readonly leftMs: number },
): Promise<Outcome<Response>> {
  breaker.admit();
  const row = journalRow(journal, breaker);
  const startedMs = clock.monotonicMs();
  let saidText = false;
  const ended = new AbortController();
  const deadline = new AbortController();
  void abortAfter(deadline, { clock, ms: Math.max(0, leftMs), ended: ended.signal });
  const stop = AbortSignal.any([signal, deadline.signal]);
  try {
    const performed = call.perform({
      signal: stop,
      ...(onText === undefined
        ? {}
        : {
            onText: (text, cites) => {
              saidText = true;
              onText(text, cites);
            },
          }),
    });
    const { response, usage, isFlawed = false } = await Promise.race([performed, rejectionOf(stop)]);
    breaker.succeeded();
    return { kind: "answered", answer: { row, response, usage, isFlawed, latencyMs: clock.monotonicMs() - startedMs } };
  } catch (cause) {
    const error = deadline.signal.aborted && !signal.aborted ? tooLate(call, clock.monotonicMs() - startedMs, cause) : cause;
    if (!(error instanceof ProviderError) || signal.aborted) {
      breaker.dropped();
      // What was sent is sent, whoever stopped listening.
      journal.failed(row, { code: signal.aborted ? "INTERRUPTED" : codeOf(error), maybeBilled: signal.aborted });
      throw signal.aborted ? interrupted(error) : error;
    }
    breaker.failed(error);
    journal.failed(row, error);
    return { kind: "failed", error, saidText };
  } finally {
    ended.abort();
  }
}

async function abortAfter(
  deadline: AbortController,
  { clock, ms, ended }: { readonly clock: Clock; readonly ms: number; readonly ended: AbortSignal },
): Promise<void> {
  await clock.sleep(ms, ended);
  if (!ended.aborted) deadline.abort();
}

/** A call that cannot be written down is not made, and says nothing of its provider. */
function journalRow(journal: { begin(): number }, { dropped }: Breaker): number {
  try {
    return journal.begin();
  } catch (error) {
    dropped();
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof FirstfitError ? error.code : "INTERNAL";
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

function tooLate({ provider, model }: ModelCall, afterMs: number, cause: unknown): ProviderError {
  return new ProviderError(
    "NETWORK",
    `${provider}/${model} did not end its answer within ${Math.max(1, Math.round(afterMs / 1000))} s.`,
    "Run the same command again; what was answered is kept. A model that needs longer: `limits` in firstfit.config.ts.",
    { provider, maybeBilled: true, cause },
  );
}

export function interrupted(cause?: unknown): FirstfitError {
  return new FirstfitError("INTERRUPTED", "Stopped before a model had answered.", "Run it again; what was answered is kept.", { cause });
}
