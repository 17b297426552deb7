import type { Embedder } from "../../src/core/retrieval.ts";
import { matcherOf } from "../../src/flows/advise/match.ts";
import type { Matcher } from "../../src/flows/advise/match.ts";
import { quantizedMatcher } from "../../src/flows/advise/matcher-file.ts";
import { trainMatcher } from "./train.ts";
import type { TrainingOptions } from "./train.ts";
import { AFTER_ERRORS } from "./texts.ts";
import type { SaidText } from "./texts.ts";

/** What became of texts whose row is known. A text that no row answers is right when the matcher is unsure. */
export interface AdviseScore {
  readonly texts: number;
  readonly right: number;
  /** Unsure, although a row answers. */
  readonly unsure: number;
  /** Another row, or a row where none answers. */
  readonly wrong: number;
  /** Texts that no row answers, and how many of them were called unsure. */
  readonly none: number;
  readonly noneUnsure: number;
}

export async function scoreOf(matcher: Matcher, said: readonly SaidText[]): Promise<AdviseScore> {
  const none = said.filter(({ row }) => row === "none").length;
  const counts = { texts: said.length, right: 0, unsure: 0, wrong: 0, none, noneUnsure: 0 };
  for (const { text, row } of said) {
    const { unsure, matches } = await matcher.match(text);
    const given = unsure ? "none" : matches[0]?.row;
    counts[given === row ? "right" : unsure ? "unsure" : "wrong"] += 1;
    if (row === "none" && unsure) counts.noneUnsure += 1;
  }
  return counts;
}

export function sumOf(scores: readonly AdviseScore[]): AdviseScore {
  const sum = { texts: 0, right: 0, unsure: 0, wrong: 0, none: 0, noneUnsure: 0 };
  for (const score of scores) {
    sum.texts += score.texts;
    sum.right += score.right;
    sum.unsure += score.unsure;
    sum.wrong += score.wrong;
    sum.none += score.none;
    sum.noneUnsure += score.noneUnsure;
  }
  return sum;
}

export interface LeaveOutOptions extends TrainingOptions {
  /** Also without the texts that were written with the errors on this list in view. */
  readonly withoutAfterErrors?: boolean;
}

/** How a matcher that never saw a list does on it. */
export async function scoreWithout(
  name: string,
  lists: ReadonlyMap<string, readonly SaidText[]>,
  embedder: Embedder,
  { withoutAfterErrors = false, ...training }: LeaveOutOptions = {},
): Promise<AdviseScore> {
  const others = [...lists].filter(([list]) => list !== name && !(withoutAfterErrors && list === AFTER_ERRORS)).flatMap(([, said]) => said);
  const file = quantizedMatcher(await trainMatcher(embedder, others, training));
  return await scoreOf(matcherOf(file, embedder, training.weights), lists.get(name) ?? []);
}
