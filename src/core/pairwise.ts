import type { CountedReason, Rate } from "./evaluation-results.ts";
import type { PositionBias } from "./judge-calibration.ts";
import type { Judged, JudgeDefinition } from "./judge.ts";

/** What a judge said of the outputs of two candidates, case by case and in both orders. */
export interface PairwiseResult {
  readonly kind: "pairwise";
  readonly judge: JudgeDefinition;
  /** Cases in the figures: those that both candidates gave an output for and the judge a verdict. */
  readonly cases: number;
  /** Of `b` over `a`, in both orders. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Of `ties`: the outputs were the same, and nobody was asked. */
  readonly identical: number;
  /** Cases in no figure, by reason. */
  readonly leftOut: readonly CountedReason[];
  /** Share of wins among wins and losses, by weight, with its 95% interval: exact, and for grouped or weighted cases as in other rates. */
  readonly winShare: Rate;
  /** Sign test: chance of so lopsided a result from equals; exact, two-sided. Cases of a group count once. */
  readonly pValue: number;
  readonly verdict: "better" | "worse" | "cannot tell";
  /** About so many more would tell. */
  readonly casesMore?: number;
  /** Absent where every pair was identical. */
  readonly position?: PositionBias;
  /** Share of wins that go to the longer output. Nobody's taste to hold it against: see the calibration. */
  readonly longerWins?: Rate;
  readonly usage: Judged["usage"];
  readonly cost: Judged["cost"];
  readonly byCase: readonly { readonly caseId: string; readonly winner: "a" | "b" | "tie"; readonly reason: string }[];
}
