import type { Candidate, CaseGrader } from "../core/evaluation.ts";
import type { JudgeCalibration } from "../core/judge-calibration.ts";
import type { App, Context } from "./operation.ts";
import { quoted, typedAgain } from "./quoted.ts";

export interface AboutJudge {
  readonly notes: readonly string[];
  readonly calibration?: JudgeCalibration;
}

/** How the judge was asked for, as far as that stands in what is typed to calibrate it again. */
export interface JudgeTyped extends Pick<Context, "seed" | "typed"> {
  /** With --judge. */
  readonly judge?: string | undefined;
}

/** What a reader should know of the judge that grades, and what is kept of its errors. A calibration of another judge is not used, and said to be there. */
export async function aboutJudge(
  app: Pick<App, "calibration" | "judgeNotes">,
  { judge: asked }: Pick<CaseGrader, "judge">,
  candidates: readonly Candidate[],
  typed: JudgeTyped & Pick<Context, "signal">,
): Promise<AboutJudge> {
  if (asked === undefined) return { notes: [] };
  const notes = (await app.judgeNotes(asked, candidates)).map(({ level, text }) => (level === "warning" ? `Warning: ${text}` : text));
  const found = await app.calibration(asked, typed.signal);
  if (found.kind === "none")
    return {
      notes: [
        ...notes,
        `How far ${asked.model} agrees with people is not known here: firstfit judge calibrate tells, and pass rates are then corrected.`,
      ],
    };
  if (found.kind === "refused")
    return {
      notes: [
        ...notes,
        `The judge's calibration in ${found.file} is not used: ${found.reason}. Calibrate it again to have pass rates corrected: ${calibrateLine(found.dataset, typed)}`,
      ],
    };
  const { counts } = found.calibration;
  const rows = counts.truePositives + counts.falseNegatives + counts.trueNegatives + counts.falsePositives;
  return {
    notes: [...notes, `Corrected pass rates are by ${found.file}: what people and the judge said of ${rows} outputs.`],
    calibration: found.calibration,
  };
}

/** What to type to calibrate a judge again, on the graded rows that it was calibrated on. */
export function calibrateLine(dataset: string, { judge, ...again }: JudgeTyped): string {
  const words = [
    "firstfit judge calibrate",
    // of standard input nobody knows where it came from
    dataset === "-" ? "GRADED.jsonl" : quoted(dataset),
    ...(judge === undefined ? [] : [`--judge ${quoted(judge)}`]),
    "--write",
    ...typedAgain(again),
  ];
  return words.join(" ");
}
