import { endsRun } from "../core/errors.ts";
import type { Expectation, Grade } from "../core/evaluation.ts";
import { passed } from "./text.ts";

/** How likeness is measured: handed in, because a grader asks no model. */
export interface SimilarityScale {
  /** Who makes the vectors, for what people read. */
  readonly embedder: string;
  /** Cosine of the two texts' vectors, from -1 to 1. May throw. */
  cosine(a: string, b: string): Promise<number>;
  /** From which on two texts count as saying about the same, where a case does not say. Absent: not known for this embedder. */
  readonly minDefault?: number;
}

/**
 * Cosines at which texts probably say about the same, by the beginning of the embedder's id. Measured by `npm run bench:graders`: at 0.6 of the
 * built-in vectors 0.4% to 3% of texts about something else pass, and 59% to 87% of those about the same. Every embedder has a scale of
 * its own, so that nothing is said of one that was not measured.
 */
const MEASURED: readonly (readonly [embedder: string, min: number])[] = [["builtin/wordnet-", 0.6]];

/** Undefined for an embedder that was not measured. */
export function similarEnough(embedder: string): number | undefined {
  return MEASURED.find(([name]) => embedder.startsWith(name))?.[1];
}

/**
 * Whether the output means about the same as the expected text: the cosine of their vectors against the case's own threshold, else that of the
 * scale. Vectors see what a text is about, not whether it is true: "the pump is on" and "the pump is off" are close. Ungraded where no threshold
 * is known, and where the embedder failed. Throws what ends the run.
 */
export async function gradeSimilar(
  output: string,
  { text, min }: Extract<Expectation, { kind: "similar" }>,
  { embedder, cosine, minDefault }: SimilarityScale,
): Promise<Grade> {
  const least = min ?? minDefault;
  if (least === undefined)
    return { kind: "ungraded", reason: `which cosine is near enough is not known for ${embedder}: give expected_similar a "min"` };
  if (output.trim() === "") return passed(false, "is empty");
  let likeness: number;
  try {
    likeness = await cosine(output, text);
  } catch (error) {
    if (endsRun(error)) throw error;
    return { kind: "ungraded", reason: `${embedder} made no vector: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!Number.isFinite(likeness)) return { kind: "ungraded", reason: `${embedder} gave no cosine` };
  return passed(likeness >= least, `cosine ${likeness.toFixed(3)} to the expected text, less than ${least}`);
}
