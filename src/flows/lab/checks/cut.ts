import { FirstfitError } from "../../../core/errors.ts";
import type { CaseGrader } from "../../../core/evaluation.ts";
import type { LabCheckKind } from "../../../core/lab.ts";
import type { Prompt, PromptSection } from "../../../core/prompt.ts";
import type { TokenCounter } from "../../../core/tokens.ts";
import { casesToCheck, checkCut } from "../../budget/check-cut.ts";
import { readPrompt } from "../../budget/read-prompt.ts";
import { readDataset } from "../../dataset/read-cases.ts";
import { counted, failed, listed, passed, skipped, textOr } from "../room.ts";
import type { Finding, LabRoom } from "../room.ts";

type Spec<Kind extends LabCheckKind["kind"]> = Extract<LabCheckKind, { readonly kind: Kind }>;

/** The largest section of the one prompt is smaller in the other, by so much, and the whole has shrunk as well. */
export async function sectionCut({ before, after, shareMin }: Spec<"section-cut">, room: LabRoom): Promise<Finding> {
  const [from, to] = [room.path(before), room.path(after)];
  const cutCommand = `firstfit budget ${from} --write ${to}`;
  const first = await promptOr(room, before, `Name yours: --file ${before}=PATH`);
  if ("finding" in first) return first.finding;
  const second = await promptOr(room, after, cutCommand);
  if ("finding" in second) return second.finding;
  const counter = await room.counter();
  const [was, is] = [sectionTokens(first.prompt, counter), sectionTokens(second.prompt, counter)];
  const [largest] = [...was].toSorted(([a, tokens], [b, other]) => other - tokens || (a < b ? -1 : 1));
  const looked = `${from} and ${to}, counted by ${counter.by}`;
  if (largest === undefined) return failed(looked, `${from} has no section with text in it.`, `Name a prompt: --file ${before}=PATH`);
  const [section, tokens] = largest;
  const now = is.get(section) ?? 0;
  const share = 1 - now / tokens;
  const shown = `${section}, the largest section, went from ${counted(tokens, "token")} to ${now.toLocaleString("en-US")} (${percent(share)} less)`;
  if (share < shareMin) {
    const most = Math.floor(tokens * (1 - shareMin));
    return failed(
      looked,
      `${shown}; ${percent(shareMin)} less is asked for, ${counted(most, "token")} at most.`,
      `${cutCommand}, or cut by hand and count again: firstfit budget ${to}`,
    );
  }
  const [all, left] = [sum(was), sum(is)];
  if (left >= all)
    return failed(
      looked,
      `${shown}, and the whole prompt did not: ${all.toLocaleString("en-US")} to ${counted(left, "token")}.`,
      `Take out what was moved elsewhere, and count again: firstfit budget ${to}`,
    );
  return passed(looked, `${shown}; the whole prompt from ${all.toLocaleString("en-US")} to ${left.toLocaleString("en-US")}.`);
}

/** Three inputs are run through both prompts. Answers that were paid for before are not paid again. */
export async function inputsGood({ before, after, cases }: Spec<"inputs-good">, room: LabRoom): Promise<Finding> {
  const [from, to, file] = [room.path(before), room.path(after), room.path(cases)];
  const looked = `three inputs of ${file} through ${from} and ${to}`;
  const first = await promptOr(room, before, `Name yours: --file ${before}=PATH`);
  if ("finding" in first) return first.finding;
  const second = await promptOr(room, after, `firstfit budget ${from} --write ${to}`);
  if ("finding" in second) return second.finding;
  const read = await textOr(room, cases, `Write three lines like {"id": "a", "input": "…", "expected_substr": "…"} into ${file}.`);
  if ("finding" in read) return read.finding;
  let model;
  try {
    model = await room.chatModel("Running three inputs");
  } catch (error) {
    if (!(error instanceof FirstfitError) || !NO_MODEL.has(error.code)) throw error;
    return skipped(looked, `${error.message} ${error.fix}`);
  }
  try {
    const three = casesToCheck(readDataset({ name: file, text: read.text }).dataset);
    const grader = await room.grader(three);
    const tried = { before: first.prompt, after: second.prompt, model, signal: room.signal };
    const { verdict, reason, checks } = await closing(grader, checkCut({ cases: three, grader }, tried));
    const shown = `${checks.map(({ id, before: was, after: is }) => `${id}: ${was} before, ${is} after`).join("; ")}.`;
    if (verdict === "safe" && checks.every((check) => check.after === "passed")) return passed(looked, `${shown} ${reason}`);
    // a call that failed is nobody's lack
    if (checks.some((check) => check.before === "no answer" || check.after === "no answer")) return skipped(looked, `${reason} (${shown})`);
    const lacking = checks.filter((check) => check.after !== "passed").map(({ id }) => id);
    return failed(
      looked,
      `${verdict === "safe" ? `${listed(lacking)} pass neither before nor after.` : reason} (${shown})`,
      `Mend ${to}, or choose inputs that the prompt can answer, and run: firstfit budget ${from} --cases ${file}`,
    );
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "BAD_INPUT") throw error;
    return failed(looked, error.message, error.fix);
  }
}

async function closing<T>(grader: CaseGrader, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } finally {
    await grader.close?.();
  }
}

const NO_MODEL: ReadonlySet<string> = new Set(["BAD_CONFIG", "MISSING_KEY", "MISSING_DEPENDENCY"]);

async function promptOr(room: LabRoom, role: string, make: string): Promise<{ readonly prompt: Prompt } | { readonly finding: Finding }> {
  const read = await textOr(room, role, make);
  if ("finding" in read) return read;
  try {
    return { prompt: readPrompt(read.text, room.path(role)) };
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "BAD_INPUT") throw error;
    return { finding: failed(room.path(role), error.message, error.fix) };
  }
}

function sectionTokens({ parts }: Prompt, counter: TokenCounter): ReadonlyMap<PromptSection, number> {
  const tokens = new Map<PromptSection, number>();
  for (const { section, text } of parts) tokens.set(section, (tokens.get(section) ?? 0) + counter.count(text));
  return tokens;
}

function sum(tokens: ReadonlyMap<PromptSection, number>): number {
  return [...tokens.values()].reduce((total, each) => total + each, 0);
}

/** Rounded towards less, so that 29.6% is not shown as enough. */
function percent(share: number): string {
  return `${Math.floor(100 * share + 1e-9)}%`;
}
