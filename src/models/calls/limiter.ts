import type { Clock } from "./clock.ts";

/** What a provider may be asked at once and in a minute. Absent: as much as comes. */
export interface ProviderLimits {
  /** Calls at the same time. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number;
  /** Input and output together. */
  readonly tokensPerMinute?: number;
}

export interface Slot {
  /** Ends the call, with the tokens that it really took; without them what was expected counts. */
  release(tokens?: number): void;
  /** Nothing was sent: the place is free again, and the minute counts neither a request nor a token. */
  cancel(): void;
}

/** First come, first served. */
export interface Limiter {
  /** Waits for a place. Undefined when the signal aborted first. */
  enter(tokens: number, signal: AbortSignal): Promise<Slot | undefined>;
  /** Nobody enters for so long: the provider asked everybody to wait. */
  pause(ms: number): void;
}

const MINUTE_MS = 60_000;

interface Sent {
  readonly atMs: number;
  tokens: number;
}

interface Waiting {
  readonly tokens: number;
  readonly enter: (slot: Slot) => void;
}

/**
 * One provider's limits, counted over the last sixty seconds, so that no minute, wherever it begins, holds more than the limit. A
 * single call that is larger than a minute's tokens goes when nothing else was sent within the minute.
 */
export function limiter({ concurrency, requestsPerMinute, tokensPerMinute }: ProviderLimits, clock: Clock): Limiter {
  const isCounted = requestsPerMinute !== undefined || tokensPerMinute !== undefined;
  let running = 0;
  let pausedUntilMs = 0;
  let sent: Sent[] = [];
  const queue: Waiting[] = [];
  let wake: AbortController | undefined;

  /** 0 when a call of so many tokens may go now, else when to look again. Infinity: when another one ends. */
  const waitMs = (tokens: number): number => {
    const nowMs = clock.monotonicMs();
    if (running >= concurrency) return Number.POSITIVE_INFINITY;
    if (pausedUntilMs > nowMs) return pausedUntilMs - nowMs;
    sent = sent.filter(({ atMs }) => atMs > nowMs - MINUTE_MS);
    const [oldest] = sent;
    if (oldest === undefined) return 0;
    const used = sent.reduce((sum, each) => sum + each.tokens, 0);
    const isFull =
      (requestsPerMinute !== undefined && sent.length >= requestsPerMinute) ||
      (tokensPerMinute !== undefined && used + tokens > tokensPerMinute);
    return isFull ? oldest.atMs + MINUTE_MS - nowMs : 0;
  };

  const slot = (tokens: number): Slot => {
    const own: Sent = { atMs: clock.monotonicMs(), tokens };
    if (isCounted) sent.push(own);
    running += 1;
    let isReleased = false;
    const leave = (settle: () => void): void => {
      if (isReleased) return;
      isReleased = true;
      running -= 1;
      settle();
      serve();
    };
    return {
      release: (really) =>
        leave(() => {
          if (really !== undefined) own.tokens = really;
        }),
      cancel: () =>
        leave(() => {
          sent = sent.filter((each) => each !== own);
        }),
    };
  };

  const serve = (): void => {
    // whoever sleeps until a place is free looks again
    wake?.abort();
    wake = undefined;
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      const ms = waitMs(next.tokens);
      if (ms > 0) {
        if (Number.isFinite(ms)) void serveAfter(ms);
        return;
      }
      queue.shift();
      next.enter(slot(next.tokens));
    }
  };

  const serveAfter = async (ms: number): Promise<void> => {
    const own = new AbortController();
    wake = own;
    await clock.sleep(ms, own.signal);
    if (!own.signal.aborted) serve();
  };

  return {
    enter(tokens, signal) {
      if (signal.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const waiting: Waiting = {
          tokens,
          enter(given) {
            signal.removeEventListener("abort", leave);
            resolve(given);
          },
        };
        const leave = (): void => {
          const at = queue.indexOf(waiting);
          if (at >= 0) queue.splice(at, 1);
          resolve(undefined);
          serve();
        };
        signal.addEventListener("abort", leave, { once: true });
        queue.push(waiting);
        serve();
      });
    },
    pause(ms) {
      pausedUntilMs = Math.max(pausedUntilMs, clock.monotonicMs() + ms);
    },
  };
}
