import { z } from "zod";
import type { DatasetReviewed } from "../core/dataset-results.ts";
import { FirstfitError } from "../core/errors.ts";
import type { CaseRow } from "../flows/dataset/case-rows.ts";
import type { ReviewDecision, ReviewedFiles } from "../flows/dataset/review.ts";
import { renderCase } from "../render/dataset-review.ts";
import { mustStandAlone } from "./alone.ts";
import { done, field, operation } from "./operation.ts";
import type { App, Context, Operation } from "./operation.ts";

const idsField = (what: string) =>
  z
    .array(z.string())
    .default([])
    .meta(field(what, { placeholder: "id" }));

interface ReviewInput {
  readonly file: string;
  readonly keep: readonly string[];
  readonly drop: readonly string[];
  readonly keepAll: boolean;
}

/** `dataset review`: by keys at a terminal, by flags elsewhere. */
export const datasetReviewOperation: Operation = operation({
  name: "dataset review",
  summary: "Keep, edit or drop the cases that a machine proposed, one by one; each decision is on the disk at once",
  doors: ["cli"],
  effect: "write",
  examples: [
    "firstfit dataset review cases.jsonl",
    "firstfit dataset review cases.jsonl --keep q1 --keep q2 --drop q3",
    "firstfit dataset review cases.jsonl --drop q3 --keep-all",
  ],
  input: z.object({
    file: z.string().meta(field("the cases, one a line", { positional: true, placeholder: "cases.jsonl" })),
    keep: idsField("ask nothing: keep this case; may be given again"),
    drop: idsField("ask nothing: drop this case; may be given again"),
    keepAll: z.boolean().default(false).meta(field("ask nothing: keep every case that waits, but for those of --drop")),
  }),
  async run(app, input, context): Promise<DatasetReviewed> {
    if (input.file === "-")
      throw new FirstfitError("BAD_INPUT", "Decisions are written into a file, and - is none.", "Name the file of the cases.");
    const { pendingCase, pendingRows } = await import("../flows/dataset/review.ts");
    const droppedTo = `${input.file}.dropped.jsonl`;
    const pending = async (): Promise<readonly CaseRow[]> => pendingRows({ name: input.file, text: await context.readInput(input.file) });
    const decided = await decisionsOf(input, await pending(), app, context);
    const left = (await pending()).map(({ value }) => pendingCase(value));
    return { kind: "reviewed", file: input.file, droppedTo, ...decided, left };
  },
  exit: done,
});

async function decisionsOf(
  input: ReviewInput,
  rows: readonly CaseRow[],
  app: App,
  { ask }: Context,
): Promise<Pick<DatasetReviewed, "kept" | "edited" | "dropped">> {
  const files: ReviewedFiles = {
    name: input.file,
    edit: (change) => app.editFile(input.file, change),
    editDropped: (change) => app.editFile(`${input.file}.dropped.jsonl`, change),
  };
  if (input.keepAll) mustStandAlone("--keep-all", { "--keep": input.keep.length > 0 }, `dataset review ${input.file} --keep-all`);
  if (input.keepAll || input.keep.length + input.drop.length > 0) return await byFlags(input, rows, files);
  if (ask === undefined || rows.length === 0) return { kept: [], edited: [], dropped: [] };
  const { reviewDialog } = await import("../flows/dataset/review-dialog.ts");
  return await reviewDialog(rows, { ask, files, show: renderCase });
}

async function byFlags(
  { file, keep, drop, keepAll }: ReviewInput,
  rows: readonly CaseRow[],
  files: ReviewedFiles,
): Promise<Pick<DatasetReviewed, "kept" | "edited" | "dropped">> {
  const { decide } = await import("../flows/dataset/review.ts");
  const waiting = new Map(rows.map((row) => [row.value.id, row]));
  const both = keep.find((id) => drop.includes(id));
  if (both !== undefined)
    throw new FirstfitError("BAD_INPUT", `${both} is to be kept and dropped.`, `Name it once: --keep ${both} or --drop ${both}.`);
  const unknown = [...keep, ...drop].find((id) => !waiting.has(id));
  if (unknown !== undefined)
    throw new FirstfitError(
      "NOT_FOUND",
      `No case called ${unknown} waits in ${file}.`,
      `See which do: firstfit dataset review ${file} --no-input`,
    );
  const dropped = [...new Set(drop)];
  const kept = keepAll ? [...waiting.keys()].filter((id) => !dropped.includes(id)) : [...new Set(keep)];
  const of = (ids: readonly string[], decision: ReviewDecision): { row: string; decision: ReviewDecision }[] =>
    ids.flatMap((id) => waiting.get(id) ?? []).map(({ text }) => ({ row: text, decision }));
  await decide(files, [...of(kept, { kind: "keep" }), ...of(dropped, { kind: "drop" })]);
  return { kept, edited: [], dropped };
}
