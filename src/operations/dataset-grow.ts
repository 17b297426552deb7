import { z } from "zod";
import type { DatasetGrowth } from "../core/dataset-results.ts";
import type { GrowthContext } from "../flows/dataset/grow.ts";
import { done, field, operation } from "./operation.ts";
import type { App, Operation } from "./operation.ts";
import { dayOf } from "./today.ts";

/** `dataset grow`: a reminder, never a gate. */
export const datasetGrowOperation: Operation = operation({
  name: "dataset grow",
  summary: "Say whether five cases came in this month, which tags are thin, which failures have no case, and what to type",
  doors: ["cli"],
  effect: "read",
  examples: ["firstfit dataset grow cases.jsonl", "firstfit dataset grow cases.jsonl --json"],
  input: z.object({ file: z.string().meta(field("the cases; - is standard input", { positional: true, placeholder: "cases.jsonl" })) }),
  async run(app, input, context): Promise<DatasetGrowth> {
    const [{ readDataset }, { datasetGrowth }] = await Promise.all([
      import("../flows/dataset/read-cases.ts"),
      import("../flows/dataset/grow.ts"),
    ]);
    const { dataset } = readDataset({ name: input.file, text: await context.readInput(input.file) });
    const newestRun = await newestRunOf(app);
    return datasetGrowth(dataset, { today: dayOf(app.nowMs()), ...(newestRun === undefined ? {} : { newestRun }) });
  },
  exit: done,
});

async function newestRunOf(app: App): Promise<GrowthContext["newestRun"]> {
  // asking for the store would make one
  if (!(await app.hasRuns())) return undefined;
  const store = await app.trialStore();
  try {
    const [run] = store.runs();
    return run === undefined ? undefined : { run, trials: store.trials(run.id) };
  } finally {
    store.close();
  }
}
