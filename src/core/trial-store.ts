import type { RunPlan, Trial } from "./evaluation.ts";

/** One run of `eval` or `compare` as it is remembered. */
export interface KeptRun {
  readonly id: string;
  readonly plan: RunPlan;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly state: "finished" | "unfinished";
  /** Trials that are kept. */
  readonly trials: number;
  /** How often a process worked on it, the first included; each that did not finish it may have left trials in flight. */
  readonly attempts: readonly RunAttempt[];
}

export interface RunAttempt {
  readonly startedAtMs: number;
  /** Trials that ran at the same time, at most: as many as could be in flight when it was killed. */
  readonly concurrency: number;
  readonly end: "finished" | "stopped" | "killed" | "running";
}

export interface KeptTrial {
  readonly candidate: string;
  readonly trial: Trial;
}

/** Remembers trials, append-only. What `record` was given is on the disk when it returns. Several processes may use one store, but one run belongs to one at a time. */
export interface TrialStore {
  /** Newest first. */
  runs(): readonly KeptRun[];
  /** Begins a run, or an attempt to go on with one; the second throws INDEX_BUSY when another living process works on it. Returns the run's id. */
  begin(run: { readonly plan: RunPlan; readonly concurrency: number; readonly atMs: number; readonly continues?: string }): string;
  /** All of them or none. A trial of the same candidate, case and repeat takes the place of one that failed, and of no other. */
  record(run: string, trials: readonly KeptTrial[]): void;
  /** In no order. */
  trials(run: string): readonly KeptTrial[];
  /** `stopped`: it can go on later. */
  end(run: string, how: "finished" | "stopped"): void;
  close(): void;
}
