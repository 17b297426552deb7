import { z } from "zod";
import { FirstfitError } from "./core/errors.ts";
import type { Citation } from "./core/answer.ts";
import type { AnswerResult, ManyAnswers } from "./core/results.ts";
import { mustStandAlone } from "./operations/alone.ts";
import { budgetOperation } from "./operations/budget.ts";
import { groupedOperations } from "./operations/grouped.ts";
import { initOperation } from "./operations/init.ts";
import { indexOperation } from "./operations/index-documents.ts";
import { filterField, filterOf } from "./operations/filter.ts";
import { EXIT, done, field, operation } from "./operations/operation.ts";
import type { App, Context, Operation } from "./operations/operation.ts";
import { pipelineFields, pipelineOptions } from "./operations/pipeline.ts";
import { mustHoldPassages, mustSaySomething, questionField, requiredQuestion } from "./operations/question.ts";
import { saveCaseFields, withSavedCase, withSwallowedQuestion } from "./operations/save-case.ts";
import { spending } from "./operations/spending.ts";

export { EXIT } from "./operations/operation.ts";
export type {
  App,
  AskedCandidates,
  Context,
  ExitCode,
  FieldMeta,
  NamedCandidate,
  Operation,
  ProjectSettings,
  TaskSettings,
} from "./operations/operation.ts";

const HITS_RANGE = "give a whole number from 1 to 1,000";

const SPENDS = new Set([
  "advise",
  "index",
  "search",
  "ask",
  "dataset synthesize",
  "decide",
  "embed",
  "budget",
  "eval",
  "compare",
  "eval retrieval",
  "tune retrieval",
  "models check",
  "judge calibrate",
  "lab check",
]);

const rows: readonly Operation[] = [
  initOperation,
  indexOperation,

  operation({
    name: "search",
    summary: "Find the passages that fit a question, with the rank each leg gave",
    doors: ["cli", "http", "mcp"],
    effect: "spend",
    examples: [
      'firstfit search "contingency reserve"',
      'firstfit search "go-live date" --k 3 --explain',
      'firstfit search "budget" --filter document=note0 --json',
      'firstfit search "Why did the schedule slip?" --trace',
      "firstfit search --like note05.txt",
    ],
    input: z.object({
      question: questionField("words or a question; - reads it from standard input"),
      k: z
        .number(HITS_RANGE)
        .int(HITS_RANGE)
        .min(1, HITS_RANGE)
        .max(1000, HITS_RANGE)
        .default(10)
        .meta(field("how many hits", { short: "k" })),
      explain: z.boolean().default(false).meta(field("show rank and score of each leg")),
      filter: filterField,
      ...pipelineFields,
      like: z
        .string()
        .optional()
        .meta(field("find documents like this one, in place of a question", { placeholder: "document" })),
    }),
    async run(app, input, context) {
      const [{ search }, { documentsLike }] = await Promise.all([import("./flows/search.ts"), import("./flows/similar.ts")]);
      if (input.like !== undefined)
        mustStandAlone(
          "--like",
          {
            "a question": input.question !== undefined,
            "--filter": input.filter.length > 0,
            "--rewrite": input.rewrite !== "none",
            "--history": input.history !== undefined,
            "--rerank": input.rerank !== undefined,
            "--trace": input.trace,
          },
          `search --like ${input.like}`,
        );
      if (input.like?.trim() === "")
        throw new FirstfitError(
          "BAD_INPUT",
          "--like names no document.",
          "Name one as `firstfit list` prints it: firstfit search --like note05.txt",
        );
      await using index = await app.openIndex("read");
      const monotonicMs = (): number => app.monotonicMs();
      mustHoldPassages(index, app.project, (text) => context.report({ kind: "note", text }));
      if (input.like !== undefined) return documentsLike(input.like, { index, k: input.k, monotonicMs });
      return await search(mustSaySomething(requiredQuestion(input.question, "search")), {
        retriever: index,
        k: input.k,
        filter: filterOf(input.filter),
        ...(await pipelineOptions(app, input, { index, readInput: (path) => context.readInput(path) })),
        signal: context.signal,
        monotonicMs,
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
      'firstfit ask "And how much is left of it?" --history conversation.jsonl',
      'firstfit ask "When is the go-live?" --save-case --expected "22 June"',
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
      ...pipelineFields,
      ...saveCaseFields,
    }),
    async run(app, given, context) {
      const input = withSwallowedQuestion(given);
      const [{ ask, askMany }, { withSourceStates }] = await Promise.all([import("./flows/ask.ts"), import("./flows/source-state.ts")]);
      if (input.file !== undefined)
        mustStandAlone(
          "--file",
          { "a question": input.question !== undefined, "--history": input.history !== undefined },
          `ask --file ${input.file}`,
        );
      await using index = await app.openIndex("read");
      mustHoldPassages(index, app.project, (text) => context.report({ kind: "note", text }));
      const answerer = await app.answerer(input.model);
      const options = {
        index,
        answerer,
        filter: filterOf(input.filter),
        retrieveK: app.project.retrieveK,
        evidenceTokensMax: app.project.evidenceTokensMax,
        strict: input.strict ?? app.project.strict,
        ...(app.project.expand === undefined
          ? {}
          : {
              expand: {
                by: app.project.expand,
                chunksOf: (id: string) => index.chunksOf(id),
                documentText: (id: string) => index.documentText(id),
              },
            }),
        ...(await pipelineOptions(app, input, { index, readInput: (path) => context.readInput(path) })),
        monotonicMs: () => app.monotonicMs(),
        sources: (citations: readonly Citation[]) => withSourceStates(citations, { index, fileSystem: app.fileSystem }),
        signal: context.signal,
        ...(context.onText === undefined ? {} : { onText: context.onText }),
      };
      if (input.file === undefined) return await withSavedCase(app, await ask(requiredQuestion(input.question, "ask"), options), input);
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
    examples: [
      'firstfit embed "I love cats" "Kittens are playful" "The car needs fuel"',
      "firstfit embed --file sentences.txt --json",
      "firstfit embed --model ollama/nomic-embed-text a b",
    ],
    input: z.object({
      texts: z
        .array(z.string())
        .default([])
        .meta(field("texts to compare", { positional: true, placeholder: "text" })),
      file: z
        .string()
        .optional()
        .meta(field("one text a line; - reads standard input", { placeholder: "file" })),
      model: z
        .string()
        .optional()
        .meta(
          field("who makes the vectors, in place of the `embedder` of the configuration: voyage/voyage-3-large", { placeholder: "name" }),
        ),
      vectors: z.boolean().default(false).meta(field("also print the vectors (with --json)")),
    }),
    async run(app, input, context) {
      const { embedTexts } = await import("./flows/embed.ts");
      const lines =
        input.file === undefined ? [] : (await context.readInput(input.file)).split(/\r?\n/).filter((line) => line.trim() !== "");
      return embedTexts([...input.texts, ...lines], {
        embedder: await app.embedder(input.model),
        vectors: input.vectors,
        signal: context.signal,
      });
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

  budgetOperation,
  ...groupedOperations,
];

/** Verbs that can ask a model, with the switches of spending. */
export const operations: readonly Operation[] = rows.map((row) => (SPENDS.has(row.name) ? spending(row) : row));

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
  return row.run(app, parseInput(row, input), {
    report: () => {},
    signal: new AbortController().signal,
    seed: 1,
    readInput: noInput,
    ...context,
  });
}

async function noInput(path: string): Promise<string> {
  throw new FirstfitError("BAD_INPUT", `Nothing reads ${path} here.`, "Give the text itself, or pass `readInput` in the context.");
}

/** Checks an input against its verb's schema. Throws BAD_INPUT naming the field as the door writes it. */
export function parseInput(
  row: Operation,
  input: Record<string, unknown>,
  nameOf: (field: string) => string = (name) => name,
): Record<string, unknown> {
  const parsed = row.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.path[0] === undefined ? undefined : String(issue.path[0]);
  const name = key === undefined ? "input" : nameOf(key);
  const fix = `See firstfit ${row.name} --help`;
  if (key !== undefined && input[key] === undefined) throw new FirstfitError("BAD_INPUT", `${name} is missing.`, fix);
  throw new FirstfitError("BAD_INPUT", `${name}: ${issue?.message ?? "not valid"}.`, fix);
}
