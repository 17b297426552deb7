import { z } from "zod";
import type { Answerer } from "./core/answer.ts";
import type { Extraction } from "./core/document.ts";
import { FirstfitError } from "./core/errors.ts";
import type { Report } from "./core/progress.ts";
import type { AnswerResult, Check, IngestOutcome, ManyAnswers } from "./core/results.ts";
import type { Embedder, Index } from "./core/retrieval.ts";
import type { FileSystem } from "./flows/ingest/file-system.ts";

/** What a verb may use. `config.ts` builds it; tests build it by hand. */
export interface App {
  readonly project: ProjectSettings;
  openIndex(mode: "read" | "write"): Promise<Index>;
  /** Deletes the index file, after which `openIndex("write")` makes a new one. */
  discardIndex(): Promise<void>;
  embedder(): Promise<Embedder>;
  answerer(name?: string): Promise<Answerer>;
  extract(bytes: Uint8Array, path: string): Promise<Extraction>;
  /** Lower-case extensions with the dot that `extract` reads. */
  extensions(): Promise<ReadonlySet<string>>;
  readonly fileSystem: FileSystem;
  setTimer(delayMs: number, run: () => void): { cancel(): void };
  /** Milliseconds that only go forward; for durations, never for dates. */
  monotonicMs(): number;
  checks(): Promise<readonly (() => Promise<Check>)[]>;
  /** Writes the sample project or a new configuration into a folder and returns the files written. */
  scaffold(kind: "sample" | "config", folder: string): Promise<readonly string[]>;
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
}

/** What a door gives to one run of a verb. */
export interface Context {
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Answer text as it is written, before verification; only where the door shows drafts. */
  readonly onText?: (text: string) => void;
  /** One finished value of a verb that yields many; a door that streams prints it at once. */
  readonly onItem?: (item: unknown) => void;
  /** Text of a file that the user named; "-" is standard input, where the door has one. */
  readInput(path: string): Promise<string>;
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
function operation<Input extends z.ZodObject, Output>(row: Operation<Input, Output>): Operation {
  return row as unknown as Operation;
}

const done = (): ExitCode => EXIT.done;

/** `positional`: an argument instead of a flag. `stdin`: the value "-" is read from standard input. */
export interface FieldMeta {
  readonly positional?: boolean;
  readonly stdin?: boolean;
  readonly placeholder?: string;
  readonly short?: string;
}
const field = (description: string, meta: FieldMeta = {}): Record<string, unknown> => ({ description, ...meta });

const filterField = z
  .array(z.string().regex(/^[^=]+=.*$/, "write it as key=value"))
  .default([])
  .meta(field("only documents whose metadata key has this value; `document=docs/` filters by path", { placeholder: "key=value" }));

function filterOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}

const questionField = (what: string) =>
  z
    .string()
    .optional()
    .meta(field(what, { positional: true, stdin: true, placeholder: "question" }));

export const operations: readonly Operation[] = [
  operation({
    name: "init",
    summary: "Write a configuration, or the sample project, into a folder",
    doors: ["cli"],
    effect: "write",
    examples: ["firstfit init", "firstfit init demo --sample"],
    input: z.object({
      folder: z
        .string()
        .default(".")
        .meta(field("where to write", { positional: true })),
      sample: z.boolean().default(false).meta(field("write the sample project: ten notes, a configuration and 20 cases")),
    }),
    async run(app, input) {
      const files = await app.scaffold(input.sample ? "sample" : "config", input.folder);
      return {
        folder: input.folder,
        files,
        next: input.sample ? 'firstfit index && firstfit ask "Who is the executive sponsor?"' : "firstfit index",
      };
    },
    exit: done,
  }),

  operation({
    name: "index",
    summary: "Read, chunk, embed and store documents; only what changed is done again",
    doors: ["cli", "http"],
    effect: "write",
    examples: [
      "firstfit index docs notes/meeting.md",
      "firstfit index --watch",
      "firstfit index docs --rebuild",
      "firstfit index --exclude '**/draft-*.md'",
    ],
    input: z.object({
      paths: z
        .array(z.string())
        .default([])
        .meta(
          field("files and folders; without any, the `sources` of the configuration or the folders indexed before", {
            positional: true,
            placeholder: "path",
          }),
        ),
      exclude: z
        .array(z.string())
        .default([])
        .meta(field("leave out what matches, as a line of .gitignore would", { placeholder: "glob" })),
      prune: z.boolean().default(false).meta(field("also forget indexed folders that are gone from disk")),
      dryRun: z.boolean().default(false).meta(field("say what would be done and write nothing")),
      rebuild: z.boolean().default(false).meta(field("delete the index first and make it again; sources are not touched")),
      watch: z.boolean().default(false).meta(field("stay and index changes as they happen, until Ctrl-C")),
    }),
    async run(app, input, context) {
      const [{ ingest }, { watch }, embedder, extensions] = await Promise.all([
        import("./flows/ingest.ts"),
        import("./flows/watch.ts"),
        app.embedder(),
        app.extensions(),
      ]);
      const named = input.paths.length > 0 ? input.paths : app.project.sources;
      const again = input.rebuild && !input.dryRun ? await discardKeepingRoots(app, named) : named;
      await using index = await app.openIndex("write");
      const ingestContext = {
        index,
        embedder,
        extract: (bytes: Uint8Array, path: string) => app.extract(bytes, path),
        extensions,
        fileSystem: app.fileSystem,
        settings: { exclude: [...app.project.exclude, ...input.exclude], prune: input.prune, dryRun: input.dryRun },
        report: context.report,
        signal: context.signal,
        monotonicMs: () => app.monotonicMs(),
      };
      if (!input.watch) return await ingest(again, ingestContext);
      await watch(again, { ...ingestContext, onOutcome: (outcome) => context.onItem?.(outcome), setTimer: app.setTimer });
      return { kind: "many" as const };
    },
    exit: (output: IngestOutcome | { readonly kind: "many" }) => {
      if (output.kind === "empty") return EXIT.badInput;
      return output.kind === "many" || output.complete ? EXIT.done : EXIT.interrupted;
    },
  }),

  operation({
    name: "search",
    summary: "Find the passages that fit a question, with the rank each leg gave",
    doors: ["cli", "http", "mcp"],
    effect: "read",
    examples: [
      'firstfit search "contingency reserve"',
      'firstfit search "go-live date" --k 3 --explain',
      'firstfit search "budget" --filter document=note0 --json',
    ],
    input: z.object({
      question: questionField("words or a question; - reads it from standard input"),
      k: z
        .number()
        .int()
        .min(1)
        .max(1000)
        .default(10)
        .meta(field("how many hits", { short: "k" })),
      explain: z.boolean().default(false).meta(field("show rank and score of each leg")),
      filter: filterField,
    }),
    async run(app, input) {
      const { search } = await import("./flows/search.ts");
      await using index = await app.openIndex("read");
      return await search(requiredQuestion(input.question, "search"), {
        retriever: index,
        k: input.k,
        filter: filterOf(input.filter),
        monotonicMs: () => app.monotonicMs(),
      });
    },
    exit: done,
  }),

  operation({
    name: "ask",
    summary: "Answer from the indexed documents with verified citations, or say that they do not hold the answer",
    doors: ["cli", "http", "mcp"],
    effect: "spend",
    examples: [
      'firstfit ask "Who is the executive sponsor?"',
      "firstfit ask --file questions.jsonl > answers.jsonl",
      'echo "Why did the schedule slip?" | firstfit ask - --json',
    ],
    input: z.object({
      question: questionField("what you want to know; - reads it from standard input"),
      file: z
        .string()
        .optional()
        .meta(
          field("ask every line of this JSONL file (`question` or `input`, optional `id`); one JSON line each", {
            placeholder: "questions.jsonl",
          }),
        ),
      model: z
        .string()
        .optional()
        .meta(field("who answers; default builtin/extractive", { placeholder: "name" })),
      strict: z.boolean().optional().meta(field("drop sentences that no citation supports instead of marking them")),
      filter: filterField,
    }),
    async run(app, input, context) {
      const { ask, askMany } = await import("./flows/ask.ts");
      await using index = await app.openIndex("read");
      const answerer = await app.answerer(input.model);
      const options = {
        index,
        answerer,
        filter: filterOf(input.filter),
        retrieveK: app.project.retrieveK,
        evidenceTokensMax: app.project.evidenceTokensMax,
        strict: input.strict ?? app.project.strict,
        monotonicMs: () => app.monotonicMs(),
        signal: context.signal,
        ...(context.onText === undefined ? {} : { onText: context.onText }),
      };
      if (input.file === undefined) return await ask(requiredQuestion(input.question, "ask"), options);
      return await askMany(await context.readInput(input.file), {
        ...options,
        onAnswer: (line) => context.onItem?.(line),
        report: context.report,
      });
    },
    exit: (output: AnswerResult | ManyAnswers) => (output.kind === "abstained" ? EXIT.notFoundInSources : EXIT.done),
  }),

  operation({
    name: "list",
    summary: "List indexed documents and the files that could not be read",
    doors: ["cli", "http", "mcp"],
    effect: "read",
    examples: ["firstfit list", "firstfit list --json"],
    input: z.object({
      under: z
        .string()
        .optional()
        .meta(field("only documents whose path starts so", { positional: true, placeholder: "path" })),
    }),
    async run(app, input) {
      const { listDocuments } = await import("./flows/documents.ts");
      await using index = await app.openIndex("read");
      return listDocuments(index, input.under === undefined ? {} : { under: input.under });
    },
    exit: done,
  }),

  operation({
    name: "remove",
    summary: "Take documents out of the index; the files stay",
    doors: ["cli", "http"],
    effect: "write",
    examples: ["firstfit remove note03.txt", "firstfit remove 'drafts/**'"],
    input: z.object({
      documents: z
        .array(z.string())
        .min(1, "name at least one document")
        .meta(field("document paths as `firstfit list` prints them, or globs", { positional: true, placeholder: "document" })),
    }),
    async run(app, input) {
      const { removeDocuments } = await import("./flows/documents.ts");
      await using index = await app.openIndex("write");
      return removeDocuments(index, input.documents);
    },
    exit: done,
  }),

  operation({
    name: "embed",
    summary: "Embed texts and print how alike they are (cosine matrix)",
    doors: ["cli", "http"],
    effect: "spend",
    examples: ['firstfit embed "I love cats" "Kittens are playful" "The car needs fuel"', "firstfit embed --file sentences.txt --json"],
    input: z.object({
      texts: z
        .array(z.string())
        .default([])
        .meta(field("texts to compare", { positional: true, placeholder: "text" })),
      file: z
        .string()
        .optional()
        .meta(field("one text a line; - reads standard input", { placeholder: "file" })),
      vectors: z.boolean().default(false).meta(field("also print the vectors (with --json)")),
    }),
    async run(app, input, context) {
      const { embedTexts } = await import("./flows/embed.ts");
      const lines =
        input.file === undefined ? [] : (await context.readInput(input.file)).split(/\r?\n/).filter((line) => line.trim() !== "");
      return embedTexts([...input.texts, ...lines], { embedder: await app.embedder(), vectors: input.vectors });
    },
    exit: done,
  }),

  operation({
    name: "doctor",
    summary: "Check Node, SQLite, the index, the configuration and optional parts, each with the line that mends it",
    doors: ["cli"],
    effect: "read",
    examples: ["firstfit doctor", "firstfit doctor --json"],
    input: z.object({}),
    async run(app) {
      const { doctor } = await import("./flows/doctor.ts");
      return doctor(await app.checks());
    },
    exit: (output) => (output.healthy ? EXIT.done : EXIT.broke),
  }),
];

/** The folders to index after the index is gone: those named, else those that it knew, as far as it can still be read. */
async function discardKeepingRoots(app: App, named: readonly string[]): Promise<readonly string[]> {
  let roots = named;
  if (named.length === 0) {
    try {
      await using index = await app.openIndex("read");
      roots = index.roots();
    } catch (error) {
      // made with other settings, damaged, or not there: all reasons to rebuild, and then only the caller knows the folders
      if (!(error instanceof FirstfitError)) throw error;
      throw new FirstfitError("BAD_INPUT", "The folders of the old index are not known.", "Name them: firstfit index --rebuild PATH", {
        cause: error,
      });
    }
  }
  await app.discardIndex();
  return roots;
}

/**
 * Runs a verb by name, as the doors do: `await runOperation(project, "ask", { question: "Who is the sponsor?" })`.
 * Throws BAD_INPUT for an unknown verb or an input that does not fit, and what the verb throws.
 */
export async function runOperation(
  app: App,
  name: string,
  input: Record<string, unknown>,
  context: Partial<Context> = {},
): Promise<unknown> {
  const row = operations.find((candidate) => candidate.name === name);
  if (row === undefined)
    throw new FirstfitError("BAD_INPUT", `There is no verb "${name}".`, `Verbs: ${operations.map((known) => known.name).join(", ")}.`);
  return row.run(app, parseInput(row, input), { report: () => {}, signal: new AbortController().signal, readInput: noInput, ...context });
}

async function noInput(path: string): Promise<string> {
  throw new FirstfitError("BAD_INPUT", `Nothing reads ${path} here.`, "Give the text itself, or pass `readInput` in the context.");
}

/** Checks an input against its verb's schema. Throws BAD_INPUT naming the field. */
export function parseInput(row: Operation, input: Record<string, unknown>): Record<string, unknown> {
  const parsed = row.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = issue?.path[0] === undefined ? "input" : String(issue.path[0]);
  throw new FirstfitError("BAD_INPUT", `${name}: ${issue?.message ?? "not valid"}.`, `See firstfit ${row.name} --help`);
}

function requiredQuestion(question: string | undefined, verb: string): string {
  if (question === undefined)
    throw new FirstfitError(
      "BAD_INPUT",
      "There is no question.",
      `Write it in quotes: firstfit ${verb} "What is the contingency reserve?", or - to read it from standard input.`,
    );
  return question;
}
