import type { CutCheck, ProposedCut } from "../../core/budget.ts";
import type { Json } from "../../core/calls.ts";
import { FirstfitError, isModelFailure } from "../../core/errors.ts";
import type { Completion, Model } from "../../core/model.ts";
import type { Prompt } from "../../core/prompt.ts";
import { isRecord } from "./json.ts";
import { promptOf } from "./prompt-parts.ts";
import { requestOf, withInput } from "./request.ts";

/** An input, and what an acceptable output of it holds. */
export interface CheckCase {
  readonly id: string;
  readonly input: string;
  readonly expected: readonly string[];
}

/** Whether an output is acceptable; `holdsExpected` unless another is handed in. */
export type GradeOutput = (output: string, expected: CheckCase) => boolean;

export const CHECKED_CASES = 3;

/** The first three cases of a JSONL file that have `input` and `expected_substr`. Throws BAD_INPUT when there are fewer. */
export function readCases(text: string, name: string): readonly CheckCase[] {
  const cases = text.split("\n").flatMap((line, i): readonly CheckCase[] => {
    if (line.trim() === "") return [];
    const row = parsedRow(line, `${name}:${i + 1}`);
    const expected = [row["expected_substr"] ?? []].flat().filter((each) => typeof each === "string");
    const input = row["input"];
    if (typeof input !== "string" || expected.length === 0) return [];
    return [{ id: typeof row["id"] === "string" ? row["id"] : `line ${i + 1}`, input, expected }];
  });
  if (cases.length < CHECKED_CASES)
    throw new FirstfitError(
      "BAD_INPUT",
      `${name} has ${cases.length} of the ${CHECKED_CASES} cases that a cut is checked on.`,
      'Write at least three lines like {"id": "a", "input": "…", "expected_substr": "…"}.',
    );
  return cases.slice(0, CHECKED_CASES);
}

function parsedRow(line: string, place: string): Record<string, Json> {
  try {
    const row: unknown = JSON.parse(line);
    if (isRecord(row)) return row;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new FirstfitError("BAD_INPUT", `${place} is not a JSON object.`, "Write one case a line.");
}

/** Whatever the case of the letters and the white space. */
export function holdsExpected(output: string, { expected }: CheckCase): boolean {
  const flat = (text: string): string => text.replace(/\s+/g, " ").trim().toLowerCase();
  return expected.every((each) => flat(output).includes(flat(each)));
}

/**
 * Runs the prompt before and after the cut on the same inputs. The cut is safe when whatever passed before passes after, unsafe when something
 * fails after it, and undecided when nothing passed before or a call gave no answer. Throws BAD_INPUT when the prompt has no place for an input.
 */
export async function checkCut(
  cases: readonly CheckCase[],
  options: {
    readonly before: Prompt;
    readonly after: Prompt;
    readonly model: Model;
    readonly grade?: GradeOutput;
    readonly signal: AbortSignal;
  },
): Promise<Pick<ProposedCut, "checks" | "verdict" | "reason">> {
  const { model, signal, grade = holdsExpected } = options;
  const run = async (prompt: Prompt, one: CheckCase): Promise<CutCheck["before"]> => {
    const value = withInput(prompt, one.input);
    if (value === undefined)
      throw new FirstfitError(
        "BAD_INPUT",
        "The prompt has no place for the input of a case.",
        "Write {{input}} where the input belongs, or give a request whose last message is the user's.",
      );
    try {
      const completion = await model.complete({ ...requestOf(promptOf(value)), signal });
      if (completion.stop !== "end") return "no answer";
      return grade(outputOf(completion), one) ? "passed" : "failed";
    } catch (error) {
      // one failed call is no failed case; a missing key or a reached cap concerns all and is thrown on
      if (isModelFailure(error)) return "no answer";
      throw error;
    }
  };
  const checks: CutCheck[] = [];
  for (const one of cases) checks.push({ id: one.id, before: await run(options.before, one), after: await run(options.after, one) });
  return { checks, ...verdictOf(checks) };
}

function outputOf({ text, toolInput, toolCalls }: Completion): string {
  return [
    text,
    ...(toolInput === undefined ? [] : [JSON.stringify(toolInput)]),
    ...(toolCalls ?? []).map((call) => JSON.stringify(call)),
  ].join("\n");
}

function verdictOf(checks: readonly CutCheck[]): Pick<ProposedCut, "verdict" | "reason"> {
  const worse = checks.filter(({ before, after }) => before === "passed" && after === "failed");
  if (worse.length > 0) return { verdict: "unsafe", reason: `After the cut ${worse.map(({ id }) => id).join(", ")} no longer passes.` };
  if (checks.some(({ before, after }) => before === "no answer" || after === "no answer"))
    return { verdict: "undecided", reason: "A call gave no answer, which is neither a pass nor a failure. Run it again." };
  const passed = checks.filter(({ before }) => before === "passed").length;
  if (passed === 0) return { verdict: "undecided", reason: "No case passed before the cut, so none could tell whether it does harm." };
  return {
    verdict: "safe",
    reason: `Of ${checks.length} inputs, the ${passed} that passed before pass after the cut as well. Three inputs are few: eval measures it.`,
  };
}
