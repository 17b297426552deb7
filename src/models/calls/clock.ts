import { setTimeout as sleepMs } from "node:timers/promises";

/** Time and chance, passed in so that tests need neither. */
export interface Clock {
  /** Milliseconds that only go forward. */
  monotonicMs(): number;
  /** Milliseconds since 1970: for dates and prices, never for durations. */
  dateMs(): number;
  /** Resolves after `ms`, or as soon as the signal aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  dateMs: () => Date.now(),
  async sleep(ms, signal) {
    // The only way in which this rejects is an abort, which the caller sees on its own signal.
    await sleepMs(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {});
  },
  random: () => Math.random(),
};
