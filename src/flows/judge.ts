import type { Case, CandidateOutput, Grade } from "../core/evaluation.ts";
import { costSum } from "../core/cost-sum.ts";
import type { JudgeDefinition, Judged } from "../core/judge.ts";
import type { Model } from "../core/model.ts";
import { usageSum } from "../core/usage.ts";
import { askForVerdict } from "./judge/ask.ts";
import type { Asked, Verdict } from "./judge/ask.ts";
import { JUDGE_REVISION, preferencePrompt, verdictPrompt } from "./judge/prompt.ts";
import type { JudgedOutput } from "./judge/prompt.ts";

export interface JudgeOptions {
  readonly model: Model;
  /** How often each output is judged; odd, so that there is a majority. Default: 1 */
  readonly repeats?: number;
  /** Rules of the project's own that stand behind the judge's. */
  readonly instructions?: string;
  /** No call leaves: answers are empty, and none is asked for again. Default: false */
  readonly isDryRun?: boolean;
}

/** Which of two outputs is better, after both orders were asked. */
export type Preference =
  | {
      readonly kind: "judged";
      /** The one that won in both orders; a tie when the orders disagree. */
      readonly winner: "a" | "b" | "tie";
      /** By repeat: the winner with a shown first, and with b shown first. */
      readonly orders: readonly { readonly aFirst: "a" | "b" | "tie"; readonly bFirst: "a" | "b" | "tie" }[];
      readonly reason: string;
      readonly asked: Asked;
    }
  | { readonly kind: "ungraded"; readonly reason: string; readonly asked: Asked };

/** Asks a model what outputs are worth. */
export interface Judge {
  readonly definition: JudgeDefinition;
  /** 1 when the criteria are met, 0 when not, ungraded when the model gave no verdict: by the majority of the repeats. */
  grade(output: JudgedOutput, context: { readonly signal: AbortSignal }): Promise<Grade & { readonly judged: Judged }>;
  /** Asks in both orders. Without criteria: which does better what the input asks for. */
  prefer(
    pair: {
      readonly input: Case["input"];
      readonly a: Pick<CandidateOutput, "text" | "toolCalls">;
      readonly b: Pick<CandidateOutput, "text" | "toolCalls">;
      readonly criteria?: string;
    },
    context: { readonly signal: AbortSignal },
  ): Promise<Preference>;
}

/**
 * A judge on a chat model. The same output, input and criteria are the same calls, so that one text is never paid or graded twice, whoever wrote
 * it. Both methods throw only what ends the run (`endsRun`), and when the signal ends it. Throws RangeError for an even number of repeats.
 */
export function modelJudge({ model, repeats = 1, instructions, isDryRun = false }: JudgeOptions): Judge {
  if (!Number.isInteger(repeats) || repeats < 1 || repeats % 2 === 0)
    throw new RangeError(`A judge is asked an odd number of times, not ${repeats}.`);
  const prompting = { isVaried: repeats > 1, ...(instructions === undefined ? {} : { instructions }) };
  const times = Array.from({ length: repeats }, (_, repeat) => repeat);
  return {
    definition: {
      model: model.id,
      revision: JUDGE_REVISION,
      repeats,
      ...(instructions === undefined ? {} : { instructions }),
    },
    async grade(output, { signal }) {
      const request = verdictPrompt(output, prompting);
      return counted(await Promise.all(times.map((repeat) => askForVerdict(model, request, { signal, repeat, isDryRun }))));
    },
    async prefer({ input, a, b, criteria }, { signal }) {
      const common = { input, ...(criteria === undefined ? {} : { criteria }) };
      const orders = [
        preferencePrompt({ ...common, first: a, second: b }, prompting),
        preferencePrompt({ ...common, first: b, second: a }, prompting),
      ] as const;
      const ask = (request: (typeof orders)[number], repeat: number): Promise<Verdict> =>
        askForVerdict(model, request, { signal, repeat, isDryRun });
      return preferred(await Promise.all(times.map((repeat) => Promise.all([ask(orders[0], repeat), ask(orders[1], repeat)]))));
    },
  };
}

/** More than half of all that were asked must agree: an unusable answer is a vote for neither. */
function counted(verdicts: readonly Verdict[]): Grade & { readonly judged: Judged } {
  const given = verdicts.filter((each) => each.kind === "given");
  const of = (verdict: "pass" | "fail") => given.filter((each) => each.verdict === verdict);
  const votes = { pass: of("pass").length, fail: of("fail").length };
  const judged: Judged = { votes, ...sumOf(verdicts) };
  const verdict = votes.pass > verdicts.length / 2 ? "pass" : votes.fail > verdicts.length / 2 ? "fail" : undefined;
  if (verdict === undefined) return { kind: "ungraded", reason: undecided(verdicts, votes), judged };
  const reasons = of(verdict)[0]?.reasons ?? "";
  const shares = votes[verdict] === verdicts.length ? "" : `${votes[verdict]} of ${verdicts.length} verdicts: `;
  return { kind: "graded", value: verdict === "pass" ? 1 : 0, reason: `${shares}${reasons}`, judged };
}

function undecided(verdicts: readonly Verdict[], { pass, fail }: Judged["votes"]): string {
  const unusable = verdicts.find((each) => each.kind === "unusable");
  const why = unusable?.reason ?? "";
  return pass + fail === 0 ? why : `no majority of ${verdicts.length} verdicts: ${pass} pass, ${fail} fail; ${why}`;
}

function preferred(repeats: readonly (readonly [Verdict, Verdict])[]): Preference {
  const asked = sumOf(repeats.flat());
  const orders = repeats.flatMap(([straight, swapped]) =>
    straight.kind === "given" && swapped.kind === "given"
      ? [{ aFirst: named(straight.verdict, "a", "b"), bFirst: named(swapped.verdict, "b", "a"), reasons: straight.reasons }]
      : [],
  );
  const unusable = repeats.flat().find((each) => each.kind === "unusable");
  if (orders.length <= repeats.length / 2) return { kind: "ungraded", reason: unusable?.reason ?? "no verdict", asked };
  const consistent = orders.map(({ aFirst, bFirst }) => (aFirst === bFirst ? aFirst : "tie"));
  const winner = (["a", "b"] as const).find((side) => consistent.filter((each) => each === side).length > repeats.length / 2) ?? "tie";
  const reason = orders.find(({ aFirst, bFirst }) => (winner === "tie" ? true : aFirst === winner && bFirst === winner))?.reasons ?? "";
  return { kind: "judged", winner, orders: orders.map(({ aFirst, bFirst }) => ({ aFirst, bFirst })), reason, asked };
}

function named(verdict: string, first: "a" | "b", second: "a" | "b"): "a" | "b" | "tie" {
  return verdict === "first" ? first : verdict === "second" ? second : "tie";
}

function sumOf(verdicts: readonly Verdict[]): Asked {
  return { usage: usageSum(...verdicts.map(({ usage }) => usage)), cost: costSum(verdicts.map(({ cost }) => cost)).sum() };
}
