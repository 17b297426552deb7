import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import type { CalibrationFound, JudgeCalibration } from "../core/judge-calibration.ts";
import type { JudgeDefinition } from "../core/judge.ts";
import { shortHash } from "../flows/evaluate/plan.ts";
import type { Config } from "./schema.ts";

const rows = z.number().int().min(0);
const schema = z.strictObject({
  kind: z.literal("judge-calibration"),
  version: z.literal(1),
  judge: z.strictObject({ model: z.string(), revision: rows, repeats: rows.min(1), instructions: z.string().optional() }),
  modelVersion: z.string().optional(),
  counts: z.strictObject({ truePositives: rows, falseNegatives: rows, trueNegatives: rows, falsePositives: rows }),
  dataset: z.strictObject({ name: z.string(), hash: z.string() }),
  people: z.record(z.string(), z.enum(["pass", "fail"])),
});

/** Where a calibration is kept: what the configuration says, else beside the index. */
function calibrationFile({ judge }: Config, projectFolder: string): string {
  const named = typeof judge === "object" ? judge.calibration : undefined;
  return resolve(projectFolder, named ?? ".firstfit/judge.json");
}

/** Writes the calibration whole or not at all, and returns its file. Throws BAD_INPUT where it cannot be written. */
export async function keepCalibration(calibration: JudgeCalibration, config: Config, projectFolder: string): Promise<string> {
  const file = calibrationFile(config, projectFolder);
  const next = `${file}.next`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(next, `${JSON.stringify(calibration, null, 2)}\n`);
    await rename(next, file);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new FirstfitError(
      "BAD_INPUT",
      `Cannot write ${file} (${reason}).`,
      "Name another file: judge.calibration in the configuration.",
      {
        cause,
      },
    );
  }
  return file;
}

/**
 * What is kept, and whether it was made with this judge: another model, version of it, prompt or number of repeats errs otherwise. `versionNow` is
 * asked only where a version is kept and the rest fits; a version that is not known is no difference. Throws BAD_CONFIG for a file that holds
 * something else.
 */
export async function readCalibration(
  judge: JudgeDefinition,
  config: Config,
  projectFolder: string,
  versionNow: () => Promise<string | undefined>,
): Promise<CalibrationFound> {
  const file = calibrationFile(config, projectFolder);
  const shown = relative(projectFolder, file);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { kind: "none" };
    throw unusable(file, error instanceof Error ? error.message : String(error));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unusable(file, "it is not JSON");
  }
  if (typeof value === "object" && value !== null && "version" in value && typeof value.version === "number" && value.version > 1)
    throw new FirstfitError("BAD_CONFIG", `${file} was written by a newer firstfit.`, "Use that version, or calibrate the judge again.");
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw unusable(file, "it holds something else");
  // an optional field that is not there stays away
  const calibration = parsed.data as JudgeCalibration;
  const reason = differenceOf(calibration.judge, judge) ?? (await otherVersion(calibration, versionNow));
  if (reason === undefined) return { kind: "fits", calibration, file: shown };
  return { kind: "refused", reason, file: shown, dataset: calibration.dataset.name };
}

function unusable(file: string, why: string): FirstfitError {
  return new FirstfitError(
    "BAD_CONFIG",
    `The judge's calibration ${file} cannot be used: ${why}.`,
    "Make it again: firstfit judge calibrate GRADED.jsonl --write; or take the file away.",
  );
}

function differenceOf(kept: JudgeDefinition, asked: JudgeDefinition): string | undefined {
  if (kept.model !== asked.model) return `it was made with ${kept.model}, and the judge is ${asked.model}`;
  if (kept.repeats !== asked.repeats)
    return `it was made with ${kept.repeats} verdict${kept.repeats === 1 ? "" : "s"} an output, and the judge gives ${asked.repeats}`;
  if (kept.instructions !== asked.instructions) return "the judge's instructions have changed since it was made";
  return kept.revision === asked.revision ? undefined : "firstfit asks its judge otherwise since it was made";
}

async function otherVersion(
  { judge, modelVersion: kept }: JudgeCalibration,
  versionNow: () => Promise<string | undefined>,
): Promise<string | undefined> {
  if (kept === undefined) return undefined;
  const now = await versionNow();
  if (now === undefined || now === kept) return undefined;
  return `it was made with version ${shortHash(kept)} of ${judge.model}, and ${shortHash(now)} answers under that name now`;
}
