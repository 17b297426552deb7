/** What one contender is asked to do, in a process of its own. */
export interface Task {
  readonly part: "keywords" | "ingest" | "hybrid" | "vectors";
  readonly contender: string;
  readonly chunks: number;
  /** Vectors only. */
  readonly dimensions?: number;
  readonly data?: "clustered" | "unclustered";
}

/** A contender that is ready to answer. */
export interface Built {
  /** What building took, without reading the corpus and, but for the part "ingest", without embedding. */
  readonly buildMs: number;
  /** What the process grew by meanwhile. */
  readonly memoryMb: number;
  /** Asks question number n of the part's list; returns the numbers of the chunks found, best first. */
  ask(question: number, mode: Mode): Promise<readonly number[]>;
  /** Closes and opens again, and asks once; for those that keep their data in files. */
  reopen?(): Promise<void>;
  readonly bytesOnDisk?: number;
  close?(): Promise<void>;
}

export type Mode = "plain" | "filtered";

export type Contenders = Readonly<Record<string, (task: Task) => Promise<Built>>>;

/** Hits that are asked for, of everybody. */
export const K = 10;

/** Runs the work; says how long it took and by how much the process grew. */
export async function timed<T>(
  work: () => T | Promise<T>,
): Promise<{ readonly result: T; readonly ms: number; readonly memoryMb: number }> {
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const result = await work();
  return { result, ms: performance.now() - started, memoryMb: (process.memoryUsage().rss - before) / 1e6 };
}
