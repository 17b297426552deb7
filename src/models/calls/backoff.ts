import type { ProviderError } from "../../core/errors.ts";

export interface BackoffLimits {
  /** Tries of one call, the first included. */
  readonly attemptsMax: number;
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
  /** A provider that asks for more is waited for so long. */
  readonly retryAfterMaxMs: number;
}

/**
 * How long to wait before a failed call is tried again; undefined when it should not be. What the provider asks for holds, up to
 * a limit; else exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", 2015).
 * @param failures of the tries so far, the latest last
 */
export function retryDelayMs(failures: readonly ProviderError[], limits: BackoffLimits, random: () => number): number | undefined {
  const error = failures.at(-1);
  if (error === undefined || failures.length >= limits.attemptsMax || !canHelp(error, failures)) return undefined;
  const { retryAfterMs } = error;
  if (retryAfterMs !== undefined && Number.isFinite(retryAfterMs) && retryAfterMs >= 0)
    return Math.min(retryAfterMs, limits.retryAfterMaxMs);
  return random() * Math.min(limits.backoffMaxMs, limits.backoffBaseMs * 2 ** (failures.length - 1));
}

/** An answer that is none was made, and so may have been billed each time; yet a proxy's page in its place often is gone the next time. */
const PROTOCOL_FAILURES_MAX = 3;

function canHelp({ code }: ProviderError, failures: readonly ProviderError[]): boolean {
  if (code === "PROTOCOL") return failures.filter((failure) => failure.code === code).length < PROTOCOL_FAILURES_MAX;
  return code === "RATE_LIMITED" || code === "OVERLOADED" || code === "NETWORK";
}
