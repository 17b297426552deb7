import { claimTokens } from "../../text/claim-tokens.ts";
import type { ClaimToken } from "../../text/claim-tokens.ts";
import { currenciesAsked, currenciesSaid } from "./currencies.ts";
import { dateMentions } from "./date-mentions.ts";
import type { DateMention } from "./date-mentions.ts";
import { figures, numbersOf } from "./figures.ts";
import type { Figure } from "./figures.ts";
import { nameRuns, plainName } from "./names.ts";
import type { NameRun } from "./names.ts";
import type { Passage } from "./passages.ts";
import { ranks } from "./ranks.ts";
import type { Rank } from "./ranks.ts";
import { roles } from "./roles.ts";
import type { Role } from "./roles.ts";
import type { WordForms } from "./word-knowledge.ts";

/** What a sentence says that another could say otherwise. */
export interface SentenceFacts {
  readonly tokens: readonly ClaimToken[];
  /** In lower case, names without an ending 's. */
  readonly words: ReadonlySet<string>;
  readonly dates: readonly DateMention[];
  /** Without the parts of dates. */
  readonly figures: readonly Figure[];
  readonly numbers: ReadonlySet<string>;
  readonly ranks: readonly Rank[];
  readonly roles: readonly Role[];
  /** Of its sums; in a question those in which one is asked for or named. */
  readonly currencies: ReadonlySet<string>;
  readonly names: readonly NameRun[];
}

/** Reads a text once. Linear in it. */
export function factsOf(text: string, forms: WordForms, isQuestion = false): SentenceFacts {
  const tokens = claimTokens(text);
  const dates = dateMentions(tokens);
  const places = new Set(dates.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i)));
  return {
    tokens,
    words: new Set(tokens.map(({ word }) => plainName(word))),
    dates,
    figures: figures(tokens, places),
    numbers: numbersOf(tokens),
    ranks: ranks(tokens, places, forms),
    roles: roles(tokens, forms),
    currencies: isQuestion ? currenciesAsked(text) : currenciesSaid(text),
    names: nameRuns(tokens, isQuestion).filter(({ from }) => !places.has(from)),
  };
}

/** The facts of a passage's sentence; undefined where there is none at that place. */
export type FactsOf = (passage: Passage, place: number) => SentenceFacts | undefined;

/** Reads each sentence once, when it is first asked for. */
export function sentenceFacts(forms: WordForms): FactsOf {
  const known = new Map<Passage, (SentenceFacts | undefined)[]>();
  return (passage, place) => {
    let list = known.get(passage);
    if (list === undefined) known.set(passage, (list = []));
    const text = passage.sentences[place]?.text;
    if (text === undefined) return undefined;
    return (list[place] ??= factsOf(text, forms));
  };
}
