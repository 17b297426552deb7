import type { Move, RowId } from "./advice.ts";

// What `init` finds and writes.

/** A file of tests that was found, and how many cases it holds. */
export interface FoundTests {
  /** Relative to the folder, with "/". */
  readonly path: string;
  readonly format: "cases" | "promptfoo" | "openai-evals" | "inspect";
  readonly cases: number;
}

/** A variable of the environment that holds a key, and the line of the configuration that would use it. Never the key. */
export interface KeyVariable {
  readonly variable: string;
  readonly setting: "model" | "embedder" | "reranker";
  readonly name: string;
}

/** What lies in a folder, as far as a configuration hangs on it. */
export interface FoundProject {
  /** Files that can be answered from: prose, not code and not data. */
  readonly documents: number;
  /** Where they lie: files and folders relative to the folder; "." when they lie in it. */
  readonly sources: readonly string[];
  /** Most cases first. */
  readonly tests: readonly FoundTests[];
  /** Names in the folder itself. */
  readonly names: readonly string[];
  /** The folder has more files than were looked at. */
  readonly isCut: boolean;
}

/** The JSON of `init`. `found` and what follows it only where a folder was looked at. */
export interface Initialized {
  readonly folder: string;
  readonly files: readonly string[];
  readonly next: string;
  readonly found?: Pick<FoundProject, "documents" | "sources" | "tests"> & { readonly keys: readonly string[] };
  /** The row that the task is on; absent where it is not known. */
  readonly advice?: { readonly file: string; readonly row?: RowId; readonly move?: Move };
  /** What was not done as one might think: a file that stays, a question nobody answered. */
  readonly notes?: readonly string[];
}
