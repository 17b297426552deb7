import type { CutCheck, CutOutcome, ProposedCut } from "../../core/budget.ts";
import { FirstfitError, isModelFailure } from "../../core/errors.ts";
import { trialOutcome } from "../../core/evaluation.ts";
import type { CandidateOutput, Case, CaseGrader, Dataset, Expectation } from "../../core/evaluation.ts";
import type { Completion, Model } from "../../core/model.ts";
import type { Prompt } from "../../core/prompt.ts";
import { promptOf } from "./prompt-parts.ts";
import { requestOf, withInput } from "./request.ts";

/** What a cut is tried on, and who grades it. */
export interface CutCases {
  readonly cases: readonly Case[];
  readonly grader: CaseGrader;
}

export const CHECKED_CASES = 3;

/** A prompt that is asked by itself finds and cites nothing. */
const NEEDS_RETRIEVAL: ReadonlySet<Expectation["kind"]> = new Set(["documents", "spans"]);

/** The first three cases that have a text as their input and expect something of the answer itself. Throws BAD_INPUT when there are fewer. */
export function casesToCheck({ name, cases }: Dataset): readonly Case[] {
  const usable = cases
    .map((each) => ({ ...each, expectations: each.expectations.filter(({ kind }) => !NEEDS_RETRIEVAL.has(kind)) }))
    .filter(({ input, expectations, review }) => typeof input === "string" && expectations.length > 0 && review !== "unreviewed");
  if (usable.length < CHECKED_CASES)
    throw new FirstfitError(
      "BAD_INPUT",
      `${name} has ${usable.length} of the ${CHECKED_CASES} cases that a cut is checked on.`,
      'Write at least three lines like {"id": "a", "input": "…", "expected_substr": "…"}.',
    );
  return usable.slice(0, CHECKED_CASES);
}

/**
 * Runs the prompt before and after the cut on the same inputs. The cut is safe when whatever passed before passes after, unsafe when something
 * fails after it, and undecided when nothing passed before, a call gave no answer, or an answer could not be graded. Throws BAD_INPUT when the prompt
 * has no place for an input.
 */
export async function checkCut(
  { cases, grader }: CutCases,
  options: { readonly before: Prompt; readonly after: Prompt; readonly model: Model; readonly signal: AbortSignal },
): Promise<Pick<ProposedCut, "checks" | "verdict" | "reason">> {
  const { model, signal } = options;
  const run = async (prompt: Prompt, one: Case): Promise<CutOutcome> => {
    const value = typeof one.input === "string" ? withInput(prompt, one.input) : undefined;
    if (value === undefined)
      throw new FirstfitError(
        "BAD_INPUT",
        "The prompt has no place for the input of a case.",
        "Write {{input}} where the input belongs, or give a request whose last message is the user's.",
      );
    const request = requestOf(promptOf(value));
    let completion: Completion;
    try {
      completion = await model.complete({ ...request, signal });
    } catch (error) {
      // one failed call is no failed case; a missing key or a reached cap concerns all and is thrown on
      if (isModelFailure(error)) return "no answer";
      throw error;
    }
    if (completion.stop === "length") return "no answer";
    const output = outputOf(completion, request.tool?.name);
    const grades = await grader.grade(output, one, { signal, repeat: 0 });
    const outcome = trialOutcome({ kind: "completed", caseId: one.id, repeat: 0, output, grades });
    return outcome === "error" ? "no answer" : outcome;
  };
  const checks: CutCheck[] = [];
  for (const one of cases) checks.push({ id: one.id, before: await run(options.before, one), after: await run(options.after, one) });
  return { checks, ...verdictOf(checks) };
}

/** A forced tool's input is the answer, as a text and as a call. */
function outputOf({ text, toolInput, toolCalls, stop }: Completion, forced: string | undefined): CandidateOutput {
  const calls = forced === undefined || toolInput === undefined ? [] : [{ name: forced, input: toolInput }];
  return {
    text: [text, ...(toolInput === undefined ? [] : [JSON.stringify(toolInput)])].filter((part) => part !== "").join("\n"),
    toolCalls: [...calls, ...(toolCalls ?? [])],
    stop,
  };
}

function verdictOf(checks: readonly CutCheck[]): Pick<ProposedCut, "verdict" | "reason"> {
  const worse = checks.filter(({ before, after }) => before === "passed" && after === "failed");
  if (worse.length > 0) return { verdict: "unsafe", reason: `After the cut ${worse.map(({ id }) => id).join(", ")} no longer passes.` };
  if (checks.some(({ before, after }) => before === "no answer" || after === "no answer"))
    return { verdict: "undecided", reason: "A call gave no answer, which is neither a pass nor a failure. Run it again." };
  if (checks.some(({ before, after }) => before === "ungraded" || after === "ungraded"))
    return { verdict: "undecided", reason: "An answer could not be graded: eval on the same cases says why." };
  const passed = checks.filter(({ before }) => before === "passed").length;
  if (passed === 0) return { verdict: "undecided", reason: "No case passed before the cut, so none could tell whether it does harm." };
  return {
    verdict: "safe",
    reason: `Of ${checks.length} inputs, the ${passed} that passed before pass after the cut as well. Three inputs are few: eval measures it.`,
  };
}
