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
  /** Resolves when the trial is on the disk; throws what the store throws. With nobody waiting it may come with more of them. */
  write(trial: KeptTrial, isWaitedFor: boolean): Promise<void>;
  /** Writes at once what has ended. Throws what the store throws. */
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
  /** Undefined when all is written. */
  const written = (): { readonly error: unknown } | undefined => {
    timer?.cancel();
    timer = undefined;
    const ended = waiting;
    waiting = [];
    if (ended.length === 0) return undefined;
    const trials = ended.map(({ trial }) => trial);
    try {
      record(trials);
      onRecorded(trials);
    } catch (error) {
      for (const { reject } of ended) reject(error);
      return { error };
    }
    for (const { resolve } of ended) resolve();
    return undefined;
  };
  // whoever waits is told of an error by its own promise
  const flush = (): void => void written();
  return {
    async during(work) {
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
      }
    },
    write(trial, isWaitedFor) {
      return new Promise((resolve, reject) => {
        waiting.push({ trial, resolve, reject });
        if (waiting.length >= TOGETHER_MAX) flush();
        // Nobody is left to wait for but those whose trial has just ended, too.
        else if (isWaitedFor && running === 0) queueMicrotask(flush);
        else timer ??= clock.setTimer(TOGETHER_MS, flush);
      });
    },
    flush() {
      const failed = written();
      if (failed !== undefined) throw failed.error;
    },
  };
}
