import { ProviderError } from "../../core/errors.ts";

export interface BreakerLimits {
  /** So many failures in a row, and the provider is left alone for a while. */
  readonly failuresMax: number;
  readonly pauseMs: number;
}

/**
 * A circuit breaker (Nygard, "Release It!", 2007): after failures in a row nothing more is sent for a while, then one call tries
 * whether the provider is back. Rate limits do not count, because a provider that answers so is well.
 */
export interface Breaker {
  /** Throws OVERLOADED while the provider is left alone. */
  admit(): void;
  succeeded(): void;
  failed(error: ProviderError): void;
  /** The call that was admitted ended without saying anything of the provider: it was stopped, or its request was wrong. */
  dropped(): void;
}

export function breaker(provider: string, { failuresMax, pauseMs }: BreakerLimits, monotonicMs: () => number): Breaker {
  let failures = 0;
  let openedMs: number | undefined;
  let isProbing = false;
  const close = (): void => {
    failures = 0;
    openedMs = undefined;
    isProbing = false;
  };
  return {
    admit() {
      if (openedMs === undefined) return;
      const leftMs = openedMs + pauseMs - monotonicMs();
      if (leftMs <= 0 && !isProbing) {
        isProbing = true;
        return;
      }
      const seconds = Math.max(1, Math.ceil(leftMs / 1000));
      throw new ProviderError(
        "OVERLOADED",
        `${provider} failed ${failures} times in a row and is left alone for ${seconds} s.`,
        "Wait and run the same command again; what was answered is kept and not paid twice. Look at the provider's status page if it stays so.",
        { provider, retryAfterMs: Math.max(0, leftMs) },
      );
    },
    succeeded: close,
    failed({ code }) {
      // An answer of any kind that is about this request or this key shows that the provider is there.
      if (code === "BAD_REQUEST" || code === "AUTH" || code === "RATE_LIMITED") {
        if (code !== "RATE_LIMITED") close();
        else isProbing = false;
        return;
      }
      failures += 1;
      isProbing = false;
      if (failures >= failuresMax) openedMs = monotonicMs();
    },
    dropped() {
      isProbing = false;
    },
  };
}
