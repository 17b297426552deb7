import { FirstfitError } from "../core/errors.ts";
import type { JudgeNote, JudgedCandidates } from "../flows/judge/notes.ts";
import type { PriceRow } from "../core/prices.ts";
import type { Judge } from "../flows/judge.ts";
import { chatModel } from "./names.ts";
import type { NameParts } from "./providers.ts";
import type { Config } from "./schema.ts";

/**
 * The judge that was named for this run, else the one of the configuration. A name at the command line takes the place of the model only: repeats
 * and instructions stay. Throws BAD_CONFIG where there is none, with what needs one.
 */
export async function configuredJudge(parts: NameParts, purpose: string, named?: string): Promise<Judge> {
  const { model: configured, repeats, prompt } = judgeSettings(parts.config.judge);
  const model = named ?? configured;
  if (model === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      `${purpose} needs a judge, and none is configured.`,
      'In firstfit.config.ts write `judge: "anthropic/claude-opus-5"`, a stronger model than those that it judges and of another family; docs/judge.md says why.',
    );
  const { modelJudge } = await import("../flows/judge.ts");
  return modelJudge({
    model: await chatModel(model, purpose, parts),
    isDryRun: parts.isDryRun,
    ...(repeats === undefined ? {} : { repeats }),
    ...(prompt === undefined ? {} : { instructions: prompt }),
  });
}

function judgeSettings(judge: Config["judge"]): Partial<Exclude<NonNullable<Config["judge"]>, string>> {
  return typeof judge === "string" ? { model: judge } : (judge ?? {});
}

/** What is said of a judge beside the candidates, by the price table of the project. */
export async function notesOnJudge(
  { judge, candidates }: Pick<JudgedCandidates, "judge" | "candidates">,
  rows: readonly PriceRow[],
  nowMs: number,
): Promise<readonly JudgeNote[]> {
  const [{ judgeNotes }, { dayOf, findPrice }] = await Promise.all([
    import("../flows/judge/notes.ts"),
    import("../models/prices/find-price.ts"),
  ]);
  return judgeNotes({
    judge,
    candidates,
    usdPerMillionOutput(name) {
      const slash = name.indexOf("/");
      return findPrice(rows, { provider: name.slice(0, slash), model: name.slice(slash + 1) }, dayOf(nowMs))?.usdPerMillion?.output;
    },
  });
}
