import type { GateFacts, Rung, RungSkip, TaskFacts } from "../../core/decision.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { Bar, Case } from "../../core/evaluation.ts";
import type { LabelledExamples } from "../../core/labelled-examples.ts";
import type { LearningCurve } from "../../core/learning-curve.ts";
import type { Report } from "../../core/progress.ts";
import type { TrialClock } from "../evaluate/trials.ts";
import { gatedSkip, gatesOf } from "./gates.ts";
import { learningCurve } from "./learning-curve.ts";
import { missingLabels } from "./missing-labels.ts";

export interface GatedOptions {
  readonly task: TaskFacts;
  readonly bar: Bar;
  readonly cases: readonly Case[];
  readonly examples?: LabelledExamples;
  /** No curve is measured, because nobody sees it. */
  readonly isDryRun: boolean;
  readonly clock: TrialClock;
  readonly report: Report;
  readonly signal?: AbortSignal;
  /** What to type to go on. */
  readonly resumeLine: string;
}

/** Looks at the gates of a rung that is not run either way, with the learning curve that one of them hangs on. Throws INTERRUPTED. */
export async function gated(
  { name, mechanism }: Pick<Rung, "name" | "mechanism">,
  facts: GateFacts,
  options: GatedOptions,
): Promise<{ readonly skip: RungSkip; readonly curve?: LearningCurve }> {
  const { task, examples } = options;
  const labelled = task.labelledExamples ?? examples?.rows.length;
  const curve = name === "fine-tune" ? await curveOf(options) : undefined;
  const withCurve = curve === undefined ? {} : { curve };
  const gates = gatesOf(name, { ...task, ...(labelled === undefined ? {} : { labelledExamples: labelled }) }, { ...facts, ...withCurve });
  return { skip: gatedSkip(name, mechanism, gates), ...withCurve };
}

/** Undefined where there are no examples or no bar to look at. */
async function curveOf(options: GatedOptions): Promise<LearningCurve | undefined> {
  const { bar, cases, examples, clock, report, signal } = options;
  const asked = bar.find((each) => each.kind === "pass-rate" && each.tag === undefined);
  if (examples === undefined || asked?.kind !== "pass-rate" || options.isDryRun) return undefined;
  const stage = "learning curve";
  let done = 0;
  const curve = await learningCurve(
    examples.rows.map(({ input, output, group }) => ({ text: input, label: output, ...(group === undefined ? {} : { group }) })),
    {
      bar: asked.min,
      missingLabels: missingLabels(examples.rows, cases),
      async pause(at, total) {
        // a turn of the loop, in which Ctrl-C is heard and the line is drawn
        await new Promise<void>((resolve) => void clock.setTimer(0, resolve));
        if (signal?.aborted === true)
          throw new FirstfitError(
            "INTERRUPTED",
            "Stopped before the learning curve was measured. What was measured before it is kept.",
            `Go on with: ${options.resumeLine}`,
            { cause: signal.reason },
          );
        if (at === 0) report({ kind: "started", stage, total });
        report({ kind: "advanced", stage, done: (done = at + 1), total });
      },
    },
  );
  if (done > 0) report({ kind: "finished", stage, done });
  return curve;
}
