import type { KeptTrial } from "../../core/trial-store.ts";

export interface TrialWriterOptions {
  readonly clock: { setTimer(delayMs: number, run: () => void): { cancel(): void } };
  record(trials: readonly KeptTrial[]): void;
  onRecorded(trials: readonly KeptTrial[]): void;
}

/** Writes trials that end at about the same time together, because a write waits for the disk. */
export interface TrialWriter {
  /** Counts a trial as under way: the others wait a moment for it. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when the trial is on the disk; throws what the store throws. */
  write(trial: KeptTrial): Promise<void>;
  /** Writes at once what has ended. */
  flush(): void;
}

const TOGETHER_MS = 4;
const TOGETHER_MAX = 64;

interface Waiting {
  readonly trial: KeptTrial;
  resolve(): void;
  reject(error: unknown): void;
}

export function trialWriter({ clock, record, onRecorded }: TrialWriterOptions): TrialWriter {
  let waiting: Waiting[] = [];
  let running = 0;
  let timer: { cancel(): void } | undefined;
  const flush = (): void => {
    timer?.cancel();
    timer = undefined;
    const ended = waiting;
    waiting = [];
    if (ended.length === 0) return;
    const trials = ended.map(({ trial }) => trial);
    try {
      record(trials);
      onRecorded(trials);
    } catch (error) {
      for (const { reject } of ended) reject(error);
      return;
    }
    for (const { resolve } of ended) resolve();
  };
  return {
    async during(work) {
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
      }
    },
    write(trial) {
      return new Promise((resolve, reject) => {
        waiting.push({ trial, resolve, reject });
        if (waiting.length >= TOGETHER_MAX) flush();
        // Nobody is left to wait for but those whose trial has just ended, too.
        else if (running === 0) queueMicrotask(flush);
        else timer ??= clock.setTimer(TOGETHER_MS, flush);
      });
    },
    flush,
  };
}
