import { LABELS_MAX } from "../../learn/text-classifier.ts";

/** Whether a classifier can learn from examples with these outputs. */
export type Labels =
  | {
      readonly kind: "labels";
      readonly count: number;
      /** Examples of the rarest. */
      readonly fewest: number;
      /** Labels with fewer than `FEW` examples. */
      readonly rare: number;
      /** Examples that have such a label. */
      readonly rareExamples: number;
    }
  /** One sentence without a stop, as the end of "Not measured: …"; and as the end of "To measure …: ", what to do about it. */
  | { readonly kind: "one label"; readonly reason: string; readonly next: string }
  | { readonly kind: "no labels"; readonly reason: string };

/** Fewer examples of a label are few. Of ten a label the classifier makes 73% right on Banking77, of all 130 it makes 90%. */
export const FEW = 10;
/** An output that came once teaches nothing about a second text; below two on the average most would be such. */
const EXAMPLES_PER_LABEL_MIN = 2;

/** Outputs are labels where few of them come again and again. Empty ones count as any other. */
export function labelsOf(outputs: readonly string[]): Labels {
  const counts = new Map<string, number>();
  for (const output of outputs) counts.set(output, (counts.get(output) ?? 0) + 1);
  const said = `${outputs.length.toLocaleString("en-US")} examples`;
  if (counts.size === 0) return { kind: "no labels", reason: "there is no example with a right output" };
  const [[only = ""] = []] = counts;
  if (counts.size === 1)
    return {
      kind: "one label",
      reason: `${outputs.length === 1 ? "the only example has" : `all ${said} have`} the output ${shortQuote(only)}, and there is nothing to learn to tell apart`,
      next: `add examples of every other label to the file that task.examples names, ${FEW} of each or more.`,
    };
  if (outputs.length < EXAMPLES_PER_LABEL_MIN * counts.size)
    return {
      kind: "no labels",
      reason: `${said} have ${counts.size.toLocaleString("en-US")} different outputs: that is free text, or too few examples of each label, and a classifier can only say what it has met`,
    };
  if (counts.size > LABELS_MAX)
    return { kind: "no labels", reason: `${said} have ${counts.size.toLocaleString("en-US")} different outputs, more than ${LABELS_MAX}` };
  const each = [...counts.values()];
  const rare = each.filter((count) => count < FEW);
  const rareExamples = rare.reduce((sum, count) => sum + count, 0);
  return { kind: "labels", count: counts.size, fewest: Math.min(...each), rare: rare.length, rareExamples };
}

const QUOTED_MAX = 40;

function shortQuote(text: string): string {
  return JSON.stringify(text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text);
}
