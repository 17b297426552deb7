import { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import type { DatasetImported, DatasetScrubbed } from "../core/results.ts";
import { done, field, operation } from "./operation.ts";
import type { Operation } from "./operation.ts";
import { dayOf } from "./today.ts";

const fileField = (description: string, placeholder: string) => z.string().meta(field(description, { positional: true, placeholder }));
const outField = z.string().meta(field("the file to write; one that is there is written over", { placeholder: "cases.jsonl" }));

/** Verbs about cases. */
export const datasetOperations: readonly Operation[] = [
  operation({
    name: "dataset import",
    summary: "Take over cases of another tool, or production logs, with personal data replaced",
    doors: ["cli"],
    effect: "write",
    examples: [
      "firstfit dataset import promptfooconfig.yaml --format promptfoo --out cases.jsonl",
      "firstfit dataset import requests.jsonl --format requests --out from-logs.jsonl",
      "firstfit dataset import questions.csv --format csv --out cases.jsonl --keep-personal-data",
    ],
    input: z.object({
      file: fileField("what to read; - is standard input", "file"),
      format: z
        .enum(["cases", "promptfoo", "openai-evals", "inspect", "csv", "bfcl", "otel", "requests"])
        .meta(field("what it is: docs/dataset.md says what becomes of each", { placeholder: "format" })),
      out: outField,
      answers: z
        .string()
        .optional()
        .meta(field("with bfcl: the file of the same name in its folder possible_answer", { placeholder: "answers.json" })),
      keepPersonalData: z.boolean().default(false).meta(field("replace nothing; for sets that were made, not logged")),
    }),
    async run(app, input, context): Promise<DatasetImported> {
      const { importCases } = await import("../flows/dataset/import.ts");
      if (input.answers !== undefined && input.format !== "bfcl")
        throw new FirstfitError(
          "BAD_INPUT",
          "--answers belongs to --format bfcl.",
          "Leave it out; other formats have what is right beside each question.",
        );
      const parseYaml = await app.yamlParser();
      const named = async (name: string) => ({ name, text: await context.readInput(name) });
      const { text, summary } = importCases(await named(input.file), {
        format: input.format,
        keepPersonalData: input.keepPersonalData,
        added: dayOf(app.nowMs()),
        ...(input.answers === undefined ? {} : { answers: await named(input.answers) }),
        parseYaml,
      });
      await app.writeFile(input.out, text);
      return { ...summary, out: input.out };
    },
    exit: done,
  }),

  operation({
    name: "dataset scrub",
    summary: "Replace personal data in a file of JSON rows by consistent pseudonyms, and say how much there was",
    doors: ["cli"],
    effect: "write",
    examples: ["firstfit dataset scrub logs.jsonl --out clean.jsonl"],
    input: z.object({ file: fileField("JSON rows; - is standard input", "logs.jsonl"), out: outField }),
    async run(app, input, context): Promise<DatasetScrubbed> {
      const { scrubRows } = await import("../flows/dataset/scrub.ts");
      const { text, summary } = scrubRows({ name: input.file, text: await context.readInput(input.file) });
      await app.writeFile(input.out, text);
      return { ...summary, out: input.out };
    },
    exit: done,
  }),

  operation({
    name: "dataset stats",
    summary: "Count cases by tag and source, find duplicates, conflicts and leaks, and say what so many cases can show",
    doors: ["cli"],
    effect: "read",
    examples: ["firstfit dataset stats cases.jsonl", "firstfit dataset stats test.jsonl --train train.jsonl --json"],
    input: z.object({
      file: fileField("the cases; - is standard input", "cases.jsonl"),
      train: z
        .string()
        .optional()
        .meta(field("cases that a model or a prompt was made from: which of these are among them?", { placeholder: "train.jsonl" })),
    }),
    async run(_app, input, context) {
      const [{ readDataset }, { datasetStats }] = await Promise.all([
        import("../flows/dataset/read-cases.ts"),
        import("../flows/dataset/stats.ts"),
      ]);
      const read = async (name: string) => readDataset({ name, text: await context.readInput(name) }).dataset;
      return datasetStats(await read(input.file), input.train === undefined ? undefined : await read(input.train));
    },
    exit: done,
  }),
];
