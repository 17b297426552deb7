import type { Candidate } from "../core/evaluation.ts";
import type { Context } from "./operation.ts";

/** Before a run with --max-cost, which `spending` adds to the input: says of each candidate of its own what the cap holds of it. */
export async function reportCap(input: object, candidates: readonly Candidate[], { report }: Pick<Context, "report">): Promise<void> {
  if (!("maxCost" in input) || input.maxCost === undefined) return;
  const { capNotes } = await import("../flows/own-cost.ts");
  for (const text of capNotes(candidates)) report({ kind: "note", text });
}
