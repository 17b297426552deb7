import type { Advice, AdviceMatch, DecisionRow, OtherProblem, OwnDecision, OwnFigures, RowId, StatedNumbers } from "../core/advice.ts";
import type { Model } from "../core/model.ts";
import { amount, costSentence } from "./advise/cost.ts";
import type { PricedModel } from "./advise/cost.ts";
import { decisionSentence } from "./advise/decided.ts";
import { termsNamed } from "./advise/explain.ts";
import { figuresSentence } from "./advise/figures.ts";
import { READ_MAX } from "./advise/features.ts";
import type { Match, Matcher } from "./advise/match.ts";
import { statedNumbers } from "./advise/numbers.ts";
import { otherProblems, problemsListed } from "./advise/other-problems.ts";
import { rulesFor } from "./advise/rules.ts";
import { secondOpinion } from "./advise/second-opinion.ts";
import { plainText } from "./advise/signals.ts";
import { rowOf } from "./advise/table.ts";

export interface AdviseOptions {
  readonly matcher: Matcher;
  /** What calls are priced by: for everything, and for the hardest problems. Absent: no price is known. */
  readonly priced: { readonly usual?: PricedModel; readonly dearest?: PricedModel };
  /** Of the project's last evaluation; absent: there was none. */
  readonly figures?: OwnFigures;
  /** The project's last; absent: there was none. */
  readonly decision?: OwnDecision;
  /** The row that the configured task belongs to: `decide` settles claims about it. Absent: none is configured. */
  readonly taskRow?: RowId;
  /** Asked beside the table, never in its place. */
  readonly model?: Model;
  readonly signal?: AbortSignal;
}

/**
 * One claim or scenario: the row of the decision table that answers it, and one paragraph to say. Without a model nobody is asked. Says that it is unsure,
 * with the two nearest rows, where no row has enough belief. Throws what the model throws.
 */
export async function advise(claim: string, options: AdviseOptions): Promise<Advice> {
  const match = sureEnough(claim, await options.matcher.match(claim));
  const also = await otherProblems(claim, match, options.matcher);
  const advice = adviceFor(claim, match, { ...options, also });
  if (options.model === undefined) return advice;
  return { ...advice, model: await secondOpinion(advice, options.model, options.signal) };
}

/** One word or two hardly say what the problem is: only what is nearly certain counts of them, as of "RAG" or "It hallucinates". */
const SHORT_BELIEF_MIN = 0.9;

function sureEnough(claim: string, match: Match): Match {
  const isShort = claim.trim().split(/\s+/).length < 3;
  if (match.unsure || !isShort || (match.matches[0]?.confidence ?? 0) >= SHORT_BELIEF_MIN) return match;
  return { unsure: true, matches: match.matches.slice(0, 2) };
}

/** The answer that a match comes to. `also`: what else the claim names. */
export function adviceFor(
  claim: string,
  { unsure, matches }: Match,
  {
    priced,
    figures,
    decision,
    taskRow,
    also = [],
  }: Pick<AdviseOptions, "priced" | "figures" | "decision" | "taskRow"> & { readonly also?: readonly OtherProblem[] },
  known: StatedNumbers = {},
): Advice {
  const stated = { ...statedNumbers(plainText(claim.slice(0, READ_MAX))), ...known };
  const [best] = matches;
  const common = { kind: "advice", claim, unsure, stated, ...(also.length === 0 ? {} : { also }) } as const;
  if (unsure || best === undefined) return { ...common, matches, ...unsureAnswer(claim, matches, also) };
  const row = rowOf(best.row);
  const rules = rulesFor(row, stated);
  const model = row.move === "frontier-model" ? (priced.dearest ?? priced.usual) : priced.usual;
  const reply = [
    rules.say ?? row.say,
    `The reason: ${row.why}.`,
    ...rules.sentences,
    costSentence(row, stated, model),
    ...(figures === undefined ? [] : [figuresSentence(figures)]),
    ...(decision === undefined ? [] : [decisionSentence(decision)]),
    `Measure first: ${row.measure}.`,
    ...(also.length === 0
      ? []
      : [
          `You name ${also.length === 1 ? "another problem" : "other problems"} too, ${problemsListed(also)}: ask about ${also.length === 1 ? "it" : "each"} by itself.`,
        ]),
    ...unreadSentence(claim),
  ].join(" ");
  return {
    ...common,
    matches: rules.move === undefined ? matches : [{ ...best, move: rules.move }, ...matches.slice(1)],
    reply,
    mechanisms: [...new Set([...row.mechanisms, ...rules.mechanisms])],
    commands: best.row === taskRow ? [...row.commands, "firstfit decide"] : row.commands,
    gates: row.gates,
    rule: row.rule,
    rightWhen: row.rightWhen,
    ...(figures === undefined ? {} : { figures }),
    ...(decision === undefined ? {} : { decision }),
  };
}

/** What of a very long text was not looked at. */
function unreadSentence(claim: string): readonly string[] {
  return claim.length <= READ_MAX ? [] : [`Of your ${amount(claim.length)} characters I have read the first ${amount(READ_MAX)}.`];
}

function unsureAnswer(
  claim: string,
  matches: readonly AdviceMatch[],
  also: readonly OtherProblem[],
): Pick<Advice, "reply" | "mechanisms" | "commands" | "gates"> {
  const near = matches.map(({ row }) => rowOf(row)).map((row: DecisionRow) => `"${row.problem}" (${row.id})`);
  const reply = [
    "I do not know which row of the decision table this is: I read English, and one problem at a time.",
    ...(also.length === 0
      ? near.length === 0
        ? []
        : [`The nearest are ${near.join(" and ")}.`]
      : [`By ${also.length === 1 ? "itself" : "themselves"} I know ${problemsListed(also)}.`]),
    "Say what goes wrong, how often it runs, and what was tried; or write down ten cases with the right output, and measure what you have.",
    ...unreadSentence(claim),
  ].join(" ");
  const explained = termsNamed(claim, 2).map((term) => `firstfit explain ${term.includes(" ") ? `"${term}"` : term}`);
  return { reply, mechanisms: [], commands: ["firstfit advise --interactive", ...explained], gates: [] };
}
