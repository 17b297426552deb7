import { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import type { JudgeCalibrationReport, JudgeSample } from "../core/judge-calibration.ts";
import { versionToAsk } from "./model-versions.ts";
import { done, field, operation } from "./operation.ts";
import type { Operation } from "./operation.ts";

const ROWS_RANGE = "give a whole number from 1 to 100,000";

/** Verbs about who grades by criteria. */
export const judgeOperations: readonly Operation[] = [
  operation({
    name: "judge sample",
    summary: "Draw outputs of a run by lot, for people to grade: what judge calibrate reads",
    doors: ["cli"],
    effect: "write",
    examples: [
      "firstfit judge sample run.json --out to-grade.jsonl",
      "firstfit judge sample run.json --rows 50 --seed 7 --out to-grade.jsonl",
    ],
    input: z.object({
      file: z.string().meta(field("a report of `eval` or `compare`; - is standard input", { positional: true, placeholder: "run.json" })),
      out: z.string().meta(field("the file to write; one that is there is written over", { placeholder: "to-grade.jsonl" })),
      rows: z
        .number(ROWS_RANGE)
        .int(ROWS_RANGE)
        .min(1, ROWS_RANGE)
        .max(100_000, ROWS_RANGE)
        .default(100)
        .meta(field("how many outputs", { placeholder: "n" })),
    }),
    async run(app, input, context): Promise<JudgeSample> {
      const [{ readRun }, { sampleOutputs }] = await Promise.all([
        import("../flows/compare/baseline.ts"),
        import("../flows/judge/sample.ts"),
      ]);
      const run = readRun(await context.readInput(input.file), `report ${input.file}`, input.file);
      const { text, summary } = sampleOutputs(run, { rows: input.rows, seed: context.seed });
      await app.writeFile(input.out, text);
      return { ...summary, out: input.out };
    },
    exit: done,
  }),

  operation({
    name: "judge calibrate",
    summary: "Hold a judge against what people said of the same outputs: agreement, kappa, errors, biases",
    doors: ["cli"],
    effect: "spend",
    examples: [
      "firstfit judge calibrate graded.jsonl",
      "firstfit judge calibrate graded.jsonl --judge anthropic/claude-opus-5 --dry-run",
      "firstfit judge calibrate graded.jsonl --write",
      "firstfit judge calibrate pairs.jsonl --json",
    ],
    input: z.object({
      file: z.string().meta(
        field("rows that people graded: input, output, criteria, human; - is standard input", {
          positional: true,
          placeholder: "graded.jsonl",
        }),
      ),
      judge: z
        .string()
        .optional()
        .meta(
          field("whom to ask, in place of the judge of the configuration; rows with a stored verdict are not asked for", {
            placeholder: "name",
          }),
        ),
      criteria: z
        .string()
        .min(1)
        .optional()
        .meta(field("what makes an output good, for rows that do not say", { placeholder: "text" })),
      write: z.boolean().default(false).meta(field("keep the result, so that pass rates are corrected for the judge's errors")),
    }),
    async run(app, input: CalibrateInput, context): Promise<JudgeCalibrationReport> {
      const [{ readGradedRows }, { calibrateJudge }] = await Promise.all([
        import("../flows/judge/graded-rows.ts"),
        import("../flows/judge/calibrate.ts"),
      ]);
      const rows = readGradedRows({ name: input.file, text: await context.readInput(input.file) });
      if (input.write && rows.form === "pairs") throw nothingToKeep("pairs correct no pass rate");
      if (input.write && rows.rows.some((row) => row.judge !== undefined))
        throw nothingToKeep("whose the stored verdicts are is not known", 'Take "judge" out of the rows, so that your judge is asked.');
      let modelVersion: string | undefined;
      const { report, calibration } = await calibrateJudge(rows, {
        async judge() {
          const judge = await app.judge("judge calibrate", input.judge);
          modelVersion = await versionToAsk(app, context, judge.definition.model);
          return judge;
        },
        ...(input.criteria === undefined ? {} : { criteria: input.criteria }),
        seed: context.seed,
        signal: context.signal,
        report: context.report,
      });
      if (!input.write || input.dryRun === true) return report;
      if (calibration === undefined) throw nothingToKeep("no row could be used");
      return { ...report, written: await app.keepCalibration(modelVersion === undefined ? calibration : { ...calibration, modelVersion }) };
    },
    exit: done,
  }),
];

interface CalibrateInput {
  readonly file: string;
  readonly judge?: string | undefined;
  readonly criteria?: string | undefined;
  readonly write: boolean;
  readonly dryRun?: boolean;
}

function nothingToKeep(why: string, fix = "Run it without --write; docs/judge.md says what a calibration is made of."): FirstfitError {
  return new FirstfitError("BAD_INPUT", `--write keeps nothing here: ${why}.`, fix);
}
