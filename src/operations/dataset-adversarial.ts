import { z } from "zod";
import type { AdversarialAdded } from "../core/dataset-results.ts";
import { FirstfitError } from "../core/errors.ts";
import type { IndexTexts } from "../flows/dataset/adversarial/facts.ts";
import type { Fields } from "../flows/dataset/json-objects.ts";
import { addCases } from "./dataset-add.ts";
import { done, field, operation } from "./operation.ts";
import type { App, Context, Operation } from "./operation.ts";

const COUNT_RANGE = "give a whole number from 1 to 1,000";

/** Texts of the index as it is now; undefined where there is none. */
export async function indexTexts(app: App): Promise<IndexTexts | undefined> {
  try {
    await using index = await app.openIndex("read");
    const texts = new Map(index.documents().map(({ id }) => [id, index.documentText(id) ?? ""]));
    return texts.size === 0 ? undefined : { documents: [...texts.keys()].toSorted(), textOf: (document) => texts.get(document) ?? "" };
  } catch (error) {
    // some families need no documents
    if (error instanceof FirstfitError && error.code === "EMPTY_INDEX") return undefined;
    throw error;
  }
}

/** Rows of a dataset as they stand there, checked. */
export async function datasetRows(file: string | undefined, context: Context): Promise<readonly Fields[]> {
  if (file === undefined) return [];
  const [{ jsonObjects }, { readDataset }] = await Promise.all([
    import("../flows/dataset/json-objects.ts"),
    import("../flows/dataset/read-cases.ts"),
  ]);
  const named = { name: file, text: await context.readInput(file) };
  readDataset(named);
  return [...jsonObjects(named)].flatMap((read) => (read.kind === "read" ? [read.value] : []));
}

/** `dataset adversarial`: cases from templates, without a model. */
export const datasetAdversarialOperation: Operation = operation({
  name: "dataset adversarial",
  summary: "Make cases that try to break things: injections, refusal probes with safe twins, near misses, tool misuse",
  doors: ["cli"],
  effect: "write",
  examples: [
    "firstfit dataset adversarial --cases cases.jsonl --out cases.jsonl",
    "firstfit dataset adversarial --family near-miss --count 50",
    "firstfit dataset adversarial --family refusal --family injection --seed 7",
  ],
  input: z.object({
    family: z
      .array(z.enum(["injection", "refusal", "near-miss", "tool-misuse"], "name injection, refusal, near-miss or tool-misuse"))
      .default([])
      .meta(field("injection, refusal, near-miss or tool-misuse; may be given again (default: all)", { placeholder: "family" })),
    cases: z
      .string()
      .optional()
      .meta(field("whose questions carry the injections, and whose tools are misused", { placeholder: "cases.jsonl" })),
    out: z
      .string()
      .default("adversarial.jsonl")
      .meta(field("the dataset to add to; what stands there already is not added twice", { placeholder: "cases.jsonl" })),
    count: z
      .number(COUNT_RANGE)
      .int(COUNT_RANGE)
      .min(1, COUNT_RANGE)
      .max(1000, COUNT_RANGE)
      .default(20)
      .meta(field("cases of each family, at most", { placeholder: "n" })),
  }),
  async run(app, input, context): Promise<AdversarialAdded> {
    const { adversarialCases } = await import("../flows/dataset/adversarial.ts");
    const [cases, index] = [await datasetRows(input.cases, context), await indexTexts(app)];
    const made = adversarialCases({
      ...(input.family.length === 0 ? {} : { families: [...new Set(input.family)] }),
      cases,
      ...(index === undefined ? {} : { index }),
      seed: context.seed,
      count: input.count,
    });
    const rows = made.flatMap((family) => (family.kind === "made" ? family.rows : []));
    const without = made.flatMap((each) => (each.kind === "none" ? [{ family: each.family, why: each.why }] : []));
    const [first] = without;
    if (rows.length === 0 && first !== undefined)
      throw new FirstfitError("BAD_INPUT", `There is nothing to make cases of the family ${first.family} from.`, `${first.why}.`);
    const { ids: _, there: __, ...added } = await addCases(app, input.out, rows);
    return {
      kind: "adversarial",
      ...added,
      families: made.flatMap((each) => (each.kind === "made" ? [{ family: each.family, cases: each.rows.length }] : [])),
      without,
    };
  },
  exit: done,
});
