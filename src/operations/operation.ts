import type { z } from "zod";
import type { Answerer } from "../core/answer.ts";
import type { Asker } from "../core/ask.ts";
import type { Bill, BillBefore, SpendingPolicy } from "../core/bill.ts";
import type { CallStore } from "../core/call-store.ts";
import type { DecisionStore, Rung, TaskFacts } from "../core/decision.ts";
import type { KeyVariable } from "../core/init.ts";
import type { LabProgressStore } from "../core/lab.ts";
import type { ModelList, PriceTableShown } from "../core/model-list.ts";
import type { Extraction } from "../core/document.ts";
import type { Bar, Candidate, Case, CaseGrader } from "../core/evaluation.ts";
import type { Model } from "../core/model.ts";
import type { CalibrationFound, JudgeCalibration } from "../core/judge-calibration.ts";
import type { JudgeDefinition } from "../core/judge.ts";
import type { LabelledExamples } from "../core/labelled-examples.ts";
import type { Report } from "../core/progress.ts";
import type { PromptDefinition } from "../core/prompt-definition.ts";
import type { Check } from "../core/results.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Embedder, Index, IndexRebuild, RankingChange } from "../core/retrieval.ts";
import type { TrialStore } from "../core/trial-store.ts";
import type { Matcher } from "../flows/advise/match.ts";
import type { BudgetModel } from "../flows/budget.ts";
import type { Judge } from "../flows/judge.ts";
import type { JudgeNote } from "../flows/judge/notes.ts";
import type { FileSystem } from "../flows/ingest/file-system.ts";
import type { ConfigValue } from "../flows/tune-retrieval/config-edit.ts";
import type { ScratchIndex, ScratchOptions } from "../flows/scratch-index.ts";

/** What a verb may use. `config.ts` builds it; tests build it by hand. */
export interface App {
  readonly project: ProjectSettings;
  openIndex(mode: "read" | "write"): Promise<Index>;
  /** Makes the index again beside the one in use, from these real paths; from the folders that the old one knows where none is given. */
  rebuildIndex(roots: readonly string[]): Promise<IndexRebuild>;
  /** The same app for one run, whose calls to models are counted, capped and kept as the policy says. */
  spending(policy: SpendingPolicy): App;
  /** What the calls of this run came to; undefined when there were none. */
  bill(): Bill | undefined;
  /** In a dry run: what would have been called. */
  billBefore(): Promise<BillBefore>;
  /** The record of all calls of the project. */
  callStore(): Promise<CallStore>;
  /** What is configured, looked at without asking anybody. */
  modelList(): Promise<ModelList>;
  priceTable(): Promise<PriceTableShown>;
  /** Takes a newer price table, given as its text. Throws BAD_INPUT for one that is wrong or older. */
  updatePrices(
    text: string,
    options: { readonly named: string; readonly scope: "project" | "user"; readonly isDryRun: boolean },
  ): Promise<PriceTableShown>;
  embedder(name?: string): Promise<Embedder>;
  /** Finds the row of the decision table that answers a claim. Asks nobody. */
  adviceMatcher(): Promise<Matcher>;
  /** An empty index for a trial, gone when it is disposed of. */
  scratchIndex(options: ScratchOptions): Promise<ScratchIndex>;
  answerer(name?: string): Promise<Answerer>;
  /**
   * Who counts and prices tokens for this model; without a name, for the configured chat model. Throws BAD_INPUT for a typed name that can be no model's; what a
   * request calls its model is taken as it is.
   */
  budgetModel(name?: string, from?: "typed" | "request"): Promise<BudgetModel>;
  /**
   * The chat model that was named for this run, else that of the configuration; a name that is no chat model is passed over. `purpose`
   * says in the error what needs one: "--rerank llm".
   */
  model(purpose: string, preferred?: string): Promise<Model>;
  /** Who grades by criteria: the judge that was named, else that of the configuration. `purpose` says in the error what needs one. */
  judge(purpose: string, name?: string): Promise<Judge>;
  /** What a reader should know of a judge beside these candidates: that it is one of them, of their family, or weaker. */
  judgeNotes(
    judge: JudgeDefinition,
    candidates: readonly { readonly name: string; readonly models?: readonly string[] }[],
  ): Promise<readonly JudgeNote[]>;
  /** Keeps what a judge was found to be worth, and returns the file. */
  keepCalibration(calibration: JudgeCalibration): Promise<string>;
  /** What is kept of the judge, and whether it holds for the one of this definition, and for the version that answers under its name now. */
  calibration(judge: JudgeDefinition, signal: AbortSignal): Promise<CalibrationFound>;
  /** The reranker of that name; without a name, that of the configuration. */
  reranker(name?: string): Promise<Reranker>;
  extract(bytes: Uint8Array, path: string): Promise<Extraction>;
  /** Reads YAML, and so JSON. What it returns throws BAD_INPUT on a text that is none. */
  yamlParser(): Promise<(text: string) => unknown>;
  /** Lower-case extensions with the dot that `extract` reads. */
  extensions(): Promise<ReadonlySet<string>>;
  readonly fileSystem: FileSystem;
  setTimer(delayMs: number, run: () => void): { cancel(): void };
  /** Milliseconds that only go forward; for durations, never for dates. */
  monotonicMs(): number;
  /** Milliseconds since 1970; for dates, never for durations. */
  nowMs(): number;
  checks(): Promise<readonly (() => Promise<Check>)[]>;
  /**
   * What is to be evaluated: what is asked for, all of it together; else every candidate of the configuration; else the project's `ask`. Each must be
   * closed. Throws BAD_INPUT for a name that is not configured, EMPTY_INDEX, MISSING_KEY, and BAD_CONFIG.
   */
  candidates(asked: AskedCandidates): Promise<readonly Candidate[]>;
  /**
   * Rungs of a ladder by their names, which are those of candidates and of standard rungs. One that cannot be run says why. Candidates must be closed.
   * Throws BAD_INPUT for a name that is neither, EMPTY_INDEX, and BAD_CONFIG.
   */
  rungs(names: readonly string[], asked: AskedRungs): Promise<readonly Rung[]>;
  /** What `task.examples` holds; undefined where it names no file. Throws BAD_CONFIG for a file that is not there or holds no example with a right output. */
  labelledExamples(): Promise<LabelledExamples | undefined>;
  /** The decisions of the project. */
  decisionStore(): Promise<DecisionStore>;
  /** Of firstfit and of Node. */
  readonly versions: { readonly firstfit: string; readonly node: string };
  /** The record of all runs of the project, opened anew each time. In a dry run one that is forgotten. */
  trialStore(): Promise<TrialStore>;
  /** Whether there is a record of runs; asking makes none. */
  hasRuns(): Promise<boolean>;
  /** What is kept of the practice track. In a dry run nothing is written. */
  labProgress(): Promise<LabProgressStore>;
  /** Who grades outputs on these cases. To be closed. Throws what making a judge throws, where a case needs one and one is configured or named. */
  caseGrader(options: { readonly cases: readonly Case[]; readonly judge?: string }): Promise<CaseGrader>;
  /** What of a candidate, by its name, the project's own settings can hold. */
  candidateSettings(name: string): CandidateSettings;
  /** What providers and files say of these models now, by name; without those of which nobody says anything. */
  modelVersions(models: readonly string[], signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Of which version of each model, by name, the kept answers are, where it was noted. In a dry run nothing is known. */
  answeredVersions(): Promise<Readonly<Record<string, string>>>;
  /** Whether a model of this name runs on machines of one's own; undefined where nobody can say. */
  isLocalModel(name: string): boolean | undefined;
  /** The text without the keys that this process knows. */
  redact(text: string): string;
  /** Puts `text` in the place of a configuration that still reads `was`; absent: there must be none. Throws BAD_INPUT when it was changed meanwhile. */
  writeConfig(file: string, text: string, was: string | undefined): Promise<void>;
  /** Writes a file that the user named, relative to where the command was called. Throws BAD_INPUT. */
  writeFile(file: string, text: string): Promise<void>;
  /** Before a run whose result `writeFile` is to write: throws BAD_INPUT when the file's folder is not there. */
  mustTakeFile(file: string): void;
  /**
   * Writes documents by their names into a folder that the user named, relative to where the command was called, or into the project's; the folder is made.
   * Returns the paths. Throws BAD_INPUT.
   */
  writeDocuments(folder: string | undefined, documents: Readonly<Record<string, string>>): Promise<readonly string[]>;
  /**
   * Changes a file that the user named in one step: `change` gets its text, or undefined where there is no file, and returns the new text, or undefined to
   * leave it. One process at a time; a machine that stops keeps the old file or the new one. Throws BAD_INPUT, and what `change` throws.
   */
  editFile(file: string, change: (text: string | undefined) => string | undefined): Promise<void>;
  /** Variables of the environment that hold keys, by the settings that would use them; never the keys. */
  keyVariables(): readonly KeyVariable[];
  /** Writes files by their names into a folder, which is made. Throws BAD_INPUT before anything is written where one of them is there. */
  writeNew(folder: string, files: Readonly<Record<string, string>>): Promise<void>;
  /** Writes the sample project or a new configuration into a folder and returns the files written. */
  scaffold(kind: "sample" | "config", folder: string): Promise<readonly string[]>;
}

export type CandidateSettings =
  /** `left`: what settings cannot hold, each in words. */
  | { readonly kind: "settings"; readonly values: readonly ConfigValue[]; readonly left: readonly string[] }
  | { readonly kind: "none"; readonly reason: string };

export interface AskedCandidates {
  /** Of the configuration. */
  readonly names?: readonly string[];
  /** Address of a server that is sent `{ input }` and whose reply is read where an output usually stands. */
  readonly http?: string;
  /** A line for the shell: the input goes to its standard input, its standard output is the output. */
  readonly command?: string;
  /** Of a model: it is asked the bare input; the built-in answerer is given the project's documents. */
  readonly model?: string;
}

export interface AskedRungs {
  /** That prompts and baselines learn from; absent: there are none. */
  readonly examples?: LabelledExamples;
}

export interface TaskSettings {
  /** The file of cases, relative to the project's folder. */
  readonly cases?: string;
  readonly bar?: Bar;
  /** What a decision hangs on, as far as the configuration says it. */
  readonly facts: Partial<TaskFacts>;
  /** Names, from the cheapest to own; or those that the row of the decision table chooses. */
  readonly rungs?: "standard" | readonly string[];
  /** Why in this order. */
  readonly rungsReason?: string;
  /** Labelled examples that fine-tuning needs. */
  readonly labelledMin?: number;
  readonly alpha?: number;
  readonly beta?: number;
}

export interface ProjectSettings {
  /** The configuration file in use; absent when everything is default. */
  readonly configFile?: string;
  readonly folder: string;
  readonly store: string;
  readonly sources: readonly string[];
  readonly exclude: readonly string[];
  readonly chunkTokensMin: number;
  readonly chunkTokensMax: number;
  readonly retrieveK: number;
  readonly evidenceTokensMax: number;
  readonly strict: boolean;
  /** What the project is to do well. */
  readonly task?: TaskSettings;
  /** Prompts as data, by name. */
  readonly prompts?: Readonly<Record<string, PromptDefinition>>;
  /** What the configuration names under `candidates`, without making any of it. */
  readonly candidates?: readonly NamedCandidate[];
  /** Widen the best passages before they are handed to whoever answers. */
  readonly expand?: "section" | "neighbours";
  /** The embedder's name, or the id of one that the configuration brings. */
  readonly embedder: string;
  /** The name of the chat model that writes a context for every chunk; absent: nobody does. */
  readonly contexts?: string;
  /** Of chunking, what the configuration says beside the sizes. */
  readonly chunk?: Pick<ScratchOptions["chunk"], "chunkStrategy" | "chunkOverlapTokens" | "chunkBreakPercentile">;
  /** What the configuration says of ranking; the rest is default. */
  readonly ranking?: RankingChange;
  /** Who orders the first 30 anew when the command line does not say. */
  readonly rerank?: { readonly by?: "none" | "builtin"; readonly headings?: number };
}

/** A candidate of the configuration as it is named there. */
export interface NamedCandidate {
  readonly name: string;
  readonly kind: "function" | "retrieval" | "prompt" | "http" | "command";
  /** Absent: the configured one, or none that can be seen from here. */
  readonly model?: string;
}

/** What a door gives to one run of a verb. */
export interface Context {
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Seed of everything random in this run. */
  readonly seed: number;
  /** What was typed at the door for every verb alike, word for word: a line that is to be typed again needs it. Absent where nobody types. */
  readonly typed?: { readonly config?: string; readonly store?: string };
  /** Answer text as it is written, before verification; only where the door shows drafts. */
  readonly onText?: (text: string) => void;
  /** One finished value of a verb that yields many; a door that streams prints it at once. */
  readonly onItem?: (item: unknown) => void;
  /** Text of a file that the user named; "-" is standard input, where the door has one. */
  readInput(path: string): Promise<string>;
  /** Who can be asked; only where a person sits at the door and did not say --no-input. */
  readonly ask?: Asker;
}

export type Door = "cli" | "http" | "mcp";
export type Effect = "read" | "write" | "spend";

/** Exit codes of the command line; HTTP maps them to statuses. */
export const EXIT = {
  done: 0,
  broke: 1,
  badInput: 2,
  notFoundInSources: 3,
  undecided: 4,
  capReached: 5,
  barNotMet: 100,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A verb. `input` is parsed once, at the door; `run` returns a JSON-safe value, the same at every door. */
export interface Operation<Input extends z.ZodObject = z.ZodObject, Output = unknown> {
  readonly name: string;
  readonly summary: string;
  readonly doors: readonly Door[];
  readonly effect: Effect;
  readonly examples: readonly string[];
  readonly input: Input;
  run(app: App, input: z.infer<Input>, context: Context): Promise<Output>;
  readonly exit: (output: Output) => ExitCode;
}

/** Erases the types of one row for the table; the loops over it parse the input before they call `run`. */
export function operation<Input extends z.ZodObject, Output>(row: Operation<Input, Output>): Operation {
  return row as unknown as Operation;
}

export const done = (): ExitCode => EXIT.done;

/** `positional`: an argument instead of a flag. `stdin`: the value "-" is read from standard input. `valueOptional`: a flag that may stand without its value, and then is true.
 * `doors`: the field is offered at these alone; absent, at all of the verb. */
export interface FieldMeta {
  readonly valueOptional?: boolean;
  readonly doors?: readonly Door[];
  readonly positional?: boolean;
  readonly stdin?: boolean;
  readonly placeholder?: string;
  readonly short?: string;
}
export const field = (description: string, meta: FieldMeta = {}): Record<string, unknown> => ({ description, ...meta });
