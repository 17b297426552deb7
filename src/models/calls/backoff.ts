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
 * @param attempts tries so far, from 1 on
 */
export function retryDelayMs(error: ProviderError, attempts: number, limits: BackoffLimits, random: () => number): number | undefined {
  if (attempts >= attemptsFor(error, limits)) return undefined;
  const { retryAfterMs } = error;
  if (retryAfterMs !== undefined && Number.isFinite(retryAfterMs) && retryAfterMs >= 0)
    return Math.min(retryAfterMs, limits.retryAfterMaxMs);
  return random() * Math.min(limits.backoffMaxMs, limits.backoffBaseMs * 2 ** (attempts - 1));
}

function attemptsFor({ code }: ProviderError, { attemptsMax }: BackoffLimits): number {
  switch (code) {
    case "RATE_LIMITED":
    case "OVERLOADED":
    case "NETWORK":
      return attemptsMax;
    // An answer came and may have been billed, but a page of a proxy in its place often is gone the next time.
    case "PROTOCOL":
      return Math.min(2, attemptsMax);
    case "BAD_REQUEST":
    case "AUTH":
      return 1;
  }
}
