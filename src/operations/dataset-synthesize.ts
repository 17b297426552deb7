import { z } from "zod";
import type { CasesAdded, Synthesis, SynthesizedAdded } from "../core/dataset-results.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Fields } from "../flows/dataset/json-objects.ts";
import type { SynthesisOptions } from "../flows/dataset/synthesize.ts";
import type { BaseCase } from "../flows/dataset/synthesize/variants.ts";
import { addCases } from "./dataset-add.ts";
import { datasetRows, indexTexts } from "./dataset-adversarial.ts";
import { done, field, operation } from "./operation.ts";
import type { App, Operation } from "./operation.ts";

const COUNT_RANGE = "give a whole number from 1 to 10,000";
const FEW_RANGE = "give a whole number from 1 to 20";
/** A question must find its passage among so many, as many as a page of results shows. */
const ROUND_TRIP_K = 10;

const fewField = (what: string) =>
  z
    .number(FEW_RANGE)
    .int(FEW_RANGE)
    .min(1, FEW_RANGE)
    .max(20, FEW_RANGE)
    .default(2)
    .meta(field(what, { placeholder: "n" }));

const inputSchema = z.object({
  from: z
    .enum(["documents", "cases", "adversarial"])
    .default("documents")
    .meta(
      field(
        "documents: questions to indexed passages; cases: other wordings of --cases; adversarial: of what `dataset adversarial` makes",
        { placeholder: "source" },
      ),
    ),
  cases: z
    .string()
    .optional()
    .meta(field("the cases to word anew; else cases that nothing should repeat", { placeholder: "cases.jsonl" })),
  out: z
    .string()
    .default("synthetic.jsonl")
    .meta(field("the dataset to add to; what stands there already is not added twice", { placeholder: "cases.jsonl" })),
  count: z
    .number(COUNT_RANGE)
    .int(COUNT_RANGE)
    .min(1, COUNT_RANGE)
    .max(10_000, COUNT_RANGE)
    .default(20)
    .meta(field("cases to add, at most", { short: "n", placeholder: "n" })),
  perDocument: fewField("questions to a document, at most"),
  perCase: fewField("wordings of a case, at most"),
  roundTrip: z.boolean().default(true).meta(field("keep questions too by which the search does not find their passage")),
  model: z
    .string()
    .optional()
    .meta(field("who proposes, in place of the `model` of the configuration; better a strong one", { placeholder: "name" })),
  dryRun: z.boolean().default(false).meta(field("ask no model: say which calls would be made, and what they would cost")),
});
type SynthesizeInput = z.infer<typeof inputSchema>;

/** `dataset synthesize`: a model proposes cases, code checks what can be checked, and a person decides. */
export const datasetSynthesizeOperation: Operation = operation({
  name: "dataset synthesize",
  summary: "Let a model propose cases from documents, cases or adversarial templates, checked by code and left for review",
  doors: ["cli"],
  effect: "spend",
  examples: [
    "firstfit dataset synthesize --model anthropic/claude-sonnet-4-5 --count 50 --dry-run",
    "firstfit dataset synthesize --from documents --per-document 3 --out cases.jsonl",
    "firstfit dataset synthesize --from cases --cases cases.jsonl --per-case 4 --max-cost 0.50",
  ],
  input: inputSchema,
  async run(app, input, context): Promise<SynthesizedAdded> {
    const rows = await datasetRows(input.cases, context);
    if (input.from === "cases" && input.cases === undefined)
      throw new FirstfitError(
        "BAD_INPUT",
        "There are no cases to word anew.",
        "Name them: firstfit dataset synthesize --from cases --cases cases.jsonl",
      );
    const model = await app.model("dataset synthesize", input.model);
    let total: CasesAdded = { out: input.out, added: 0, alreadyThere: 0, droppedBefore: 0 };
    const options: SynthesisOptions = {
      model,
      seed: context.seed,
      count: input.count,
      known: await knownInputs(app, input, rows),
      isDryRun: input.dryRun,
      report: context.report,
      signal: context.signal,
      async add(fresh) {
        // answers that are kept come back in a dry run too, and nothing is written in one
        if (input.dryRun) return fresh.length;
        const { ids: _, there: __, ...more } = await addCases(app, input.out, fresh);
        total = {
          out: input.out,
          added: total.added + more.added,
          alreadyThere: total.alreadyThere + more.alreadyThere,
          droppedBefore: total.droppedBefore + more.droppedBefore,
        };
        return more.added;
      },
    };
    try {
      const synthesis = await proposed(app, input, { rows, options, seed: context.seed });
      return { kind: "synthesized", from: input.from, model: model.id, ...total, ...synthesis };
    } catch (error) {
      if (total.added > 0)
        context.report({
          kind: "note",
          text: `${total.added} cases were added to ${input.out} before that; the next run goes on from there.`,
        });
      throw error;
    }
  },
  exit: done,
});

async function proposed(
  app: App,
  input: SynthesizeInput,
  { rows, options, seed }: { readonly rows: readonly Fields[]; readonly options: SynthesisOptions; readonly seed: number },
): Promise<Synthesis> {
  const { synthesizeFromDocuments, synthesizeVariants } = await import("../flows/dataset/synthesize.ts");
  if (input.from === "documents") {
    await using index = await app.openIndex("read");
    return await synthesizeFromDocuments({
      ...options,
      index,
      perDocument: input.perDocument,
      ...(input.roundTrip ? { roundTripK: ROUND_TRIP_K } : {}),
    });
  }
  const bases = baseCases(input.from === "cases" ? rows : await adversarialRows(app, rows, seed));
  if (bases.length === 0)
    throw new FirstfitError(
      "BAD_INPUT",
      "No case has a text as its input and something that it expects.",
      "Variants need both: see docs/dataset.md for the fields.",
    );
  return await synthesizeVariants({ ...options, bases, perCase: input.perCase });
}

async function adversarialRows(app: App, cases: readonly Fields[], seed: number): Promise<readonly Fields[]> {
  const { adversarialCases } = await import("../flows/dataset/adversarial.ts");
  const index = await indexTexts(app);
  return adversarialCases({ cases, ...(index === undefined ? {} : { index }), seed, count: 100 }).flatMap((each) =>
    each.kind === "made" ? each.rows : [],
  );
}

/** A variant of a conversation, or of a case without an expectation, would be worth nothing. Unreviewed cases of a file are no ground to build on either. */
function baseCases(rows: readonly Fields[]): readonly BaseCase[] {
  return rows.flatMap((row, at) => {
    const input = row["input"] ?? row["question"] ?? row["query"];
    const id = row["id"] ?? row["_id"] ?? String(at + 1).padStart(6, "0");
    const expects = Object.entries(row).some(([name, value]) => (name.startsWith("expected_") || name === "criteria") && value !== null);
    const isOpen = row["review"] === "unreviewed" && row["source"] !== "adversarial";
    return typeof input === "string" && expects && !isOpen && (typeof id === "string" || typeof id === "number")
      ? [{ id: String(id), input, row }]
      : [];
  });
}

async function knownInputs(app: App, { out }: SynthesizeInput, rows: readonly Fields[]): Promise<SynthesisOptions["known"]> {
  const { jsonObjects } = await import("../flows/dataset/json-objects.ts");
  const files: Fields[] = [...rows];
  for (const name of [out, `${out}.dropped.jsonl`])
    await app.editFile(name, (text) => {
      for (const read of jsonObjects({ name, text: text ?? "" })) if (read.kind === "read") files.push(read.value);
      return undefined;
    });
  return files.map((row, at) => ({ id: String(at), input: row["input"] ?? row["question"] ?? row["query"] }));
}
