import { endsRun, FirstfitError } from "../../core/errors.ts";
import type { Candidate, CandidateOutput, Case, CaseGrader, Trial } from "../../core/evaluation.ts";
import type { KeptTrial } from "../../core/trial-store.ts";
import { trialWriter } from "./trial-writer.ts";

/** Time, handed in. */
export interface TrialClock {
  /** Milliseconds that only go forward. */
  monotonicMs(): number;
  setTimer(delayMs: number, run: () => void): { cancel(): void };
}

export interface TrialOptions {
  readonly candidates: readonly Candidate[];
  readonly cases: readonly Case[];
  readonly repeats: number;
  readonly concurrency: number;
  readonly grader: CaseGrader;
  readonly clock: TrialClock;
  readonly signal: AbortSignal;
  /** Is there a trial already that counts? */
  isKept(candidate: string, caseId: string, repeat: number): boolean;
  /** All of them or none are on the disk when it returns. */
  record(trials: readonly KeptTrial[]): void;
  /** Told after each write. */
  onRecorded(trials: readonly KeptTrial[]): void;
  /** Takes secrets out of a text that is kept. */
  redact(text: string): string;
}

/** Trials that are under way when a run is stopped may end by themselves for so long; then their signal is aborted. */
const GRACE_MS = 2_000;
/** A candidate that does not listen to its signal is left behind after so long. */
const PATIENCE_MS = 1_000;
/** In less than this nobody was asked: such a trial costs nothing to run again, so the next one does not wait for the disk. */
const INSTANT_MS = 1;
/** An instant candidate lets signals and timers have their turn so often. */
const TURN_MS = 20;

interface Task {
  readonly candidate: Candidate;
  readonly case: Case;
  readonly repeat: number;
}

/**
 * Runs what is not kept, each trial written when it ends and before the next one of its place begins, so that no more trials than run at the same
 * time are ever unwritten, but for instant ones, which are written by the dozen. Returns true when all are done and false when the signal stopped it. Throws what ends a run, after what was under way is written.
 */
export async function runTrials(options: TrialOptions): Promise<boolean> {
  const { signal, clock, concurrency } = options;
  const trials = new AbortController();
  const queues = inTurn(options.candidates).map((candidates) => taskQueue({ ...options, candidates }));
  let written = 0;
  const writer = trialWriter({
    clock,
    record: options.record,
    onRecorded(recorded) {
      written += recorded.length;
      options.onRecorded(recorded);
    },
  });
  let ending: unknown;
  let isEnding = false;
  const end = (error: unknown): void => {
    if (!isEnding) ending = error;
    isEnding = true;
  };
  let turnAtMs = clock.monotonicMs() + TURN_MS;
  const work = async (tasks: TaskQueue): Promise<void> => {
    while (!signal.aborted && !isEnding) {
      const task = tasks.next();
      if (task === undefined) return;
      try {
        const startedMs = clock.monotonicMs();
        const trial = await writer.during(() => runTrial(task, options, trials.signal));
        if (trial === undefined) continue;
        const isWaitedFor = clock.monotonicMs() - startedMs >= INSTANT_MS;
        const writing = writer.write({ candidate: task.candidate.name, trial }, isWaitedFor);
        if (isWaitedFor) await writing;
        else writing.catch(end);
      } catch (error) {
        end(error);
      } finally {
        tasks.done(task);
      }
      if (clock.monotonicMs() < turnAtMs) continue;
      turnAtMs = clock.monotonicMs() + TURN_MS;
      await new Promise<void>((resolve) => void clock.setTimer(0, resolve));
    }
  };
  const workThrough = async (): Promise<void> => {
    for (const tasks of queues) await Promise.all(Array.from({ length: Math.min(concurrency, tasks.length) }, () => work(tasks)));
  };
  await untilStopped(workThrough(), { signal, clock, abort: () => trials.abort(signal.reason) });
  try {
    writer.flush();
  } catch (error) {
    end(error);
  }
  if (isEnding) throw ending;
  return written === queues.reduce((sum, { length }) => sum + length, 0);
}

/** What keeps this process busy goes first and by itself: beside it, the answer of a server that has come would lie unread, and count as slow. */
function inTurn(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const isComputed = ({ isComputedHere }: Candidate): boolean => isComputedHere === true;
  return [candidates.filter(isComputed), candidates.filter((each) => !isComputed(each))];
}

/** Waits for all work; after the signal only so long, at first in peace and then with the trials' own signal aborted. */
async function untilStopped(
  all: Promise<unknown>,
  { signal, clock, abort }: { readonly signal: AbortSignal; readonly clock: TrialClock; abort(): void },
): Promise<void> {
  const timers: { cancel(): void }[] = [];
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void timers.push(clock.setTimer(ms, resolve)));
  let onAbort = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    onAbort = resolve;
    if (signal.aborted) resolve();
    signal.addEventListener("abort", onAbort, { once: true });
  });
  const patience = stopped
    .then(() => wait(GRACE_MS))
    .then(() => {
      abort();
      return wait(PATIENCE_MS);
    });
  try {
    await Promise.race([all, patience]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    for (const timer of timers) timer.cancel();
  }
}

interface TaskQueue {
  readonly length: number;
  /** The next trial of the candidate that is furthest behind among those that may run one more; undefined when nothing can begin now. */
  next(): Task | undefined;
  done(task: Task): void;
}

/** Candidates go through the cases side by side, so that none has the quiet hours for itself. */
function taskQueue({ candidates, cases, repeats, isKept }: TrialOptions): TaskQueue {
  const queues = candidates.map((candidate) => ({
    candidate,
    tasks: cases.flatMap((each) =>
      Array.from({ length: repeats }, (_, repeat): Task => ({ candidate, case: each, repeat })).filter(
        ({ repeat }) => !isKept(candidate.name, each.id, repeat),
      ),
    ),
    begun: 0,
    running: 0,
  }));
  return {
    length: queues.reduce((sum, { tasks }) => sum + tasks.length, 0),
    next() {
      const free = queues.filter(
        ({ candidate, tasks, begun, running }) => begun < tasks.length && running < (candidate.concurrencyMax ?? Infinity),
      );
      const behind = free.toSorted((a, b) => b.tasks.length - b.begun - (a.tasks.length - a.begun))[0];
      const task = behind?.tasks[behind.begun];
      if (behind === undefined || task === undefined) return undefined;
      behind.begun += 1;
      behind.running += 1;
      return task;
    },
    done(task) {
      for (const queue of queues) if (queue.candidate === task.candidate) queue.running -= 1;
    },
  };
}

/** Undefined for a trial that was stopped, which is none. Throws what ends the run. */
async function runTrial(task: Task, options: TrialOptions, signal: AbortSignal): Promise<Trial | undefined> {
  const { candidate, case: own, repeat } = task;
  const { clock, grader, redact } = options;
  const startedMs = clock.monotonicMs();
  const key = { caseId: own.id, repeat };
  let output: CandidateOutput;
  try {
    const given = await candidate.run(own.input, {
      signal,
      repeat,
      caseId: own.id,
      ...(own.metadata === undefined ? {} : { metadata: own.metadata }),
    });
    // microseconds are finer than any clock here
    const latencyMs = given.latencyMs ?? Math.round(1000 * (clock.monotonicMs() - startedMs)) / 1000;
    output = { ...given, latencyMs };
  } catch (error) {
    if (isStopped(error, signal)) return undefined;
    if (endsRun(error)) throw error;
    const known = error instanceof FirstfitError ? error : undefined;
    const message = redact(error instanceof Error ? error.message : String(error));
    return { kind: "failed", ...key, error: { code: known?.code ?? "CANDIDATE_FAILED", message } };
  }
  try {
    return { kind: "completed", ...key, output, grades: await grader.grade(output, own, { signal, repeat }) };
  } catch (error) {
    if (isStopped(error, signal)) return undefined;
    throw error;
  }
}

function isStopped(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof FirstfitError && error.code === "INTERRUPTED");
}
