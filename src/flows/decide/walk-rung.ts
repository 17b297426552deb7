import type { Candidate, Case, Trial } from "../../core/evaluation.ts";
import { clopperPearson } from "../../stats/intervals.ts";
import { observe } from "./observe.ts";
import { rungSettling } from "./ladder.ts";
import type { SettledRung } from "./ladder.ts";
import type { Observation, RungPlan } from "./rung-test.ts";

export interface RungWalk {
  readonly candidate: Candidate;
  readonly plan: RungPlan;
  /** In the order in which they are shown. */
  readonly groups: readonly (readonly Case[])[];
  /** Run every case, whatever the test says. */
  readonly isFixed: boolean;
  /** Cases that may run at the same time. */
  readonly concurrency: number;
  /** The most of the trials that may give nothing to grade. */
  readonly ungradedShareMax: number;
  trials(candidate: Candidate, cases: readonly Case[]): Promise<readonly Trial[]>;
  /** Told how many cases are done. */
  onAdvanced(done: number): void;
}

export interface WalkedRung {
  /** What the test saw: up to its verdict. */
  readonly settled: SettledRung;
  /** Of a run of every case what all of them showed, else the same as in `settled`. */
  readonly groups: readonly (readonly Observation[])[];
  /** The cases of `groups`, with their trials. */
  readonly cases: readonly Case[];
  readonly trials: readonly Trial[];
  /** Too little could be graded to go on. */
  readonly broke?: string;
}

/** Trials before a share of errors says anything. */
const TRIALS_MIN = 20;

/**
 * Runs a rung until its test has a verdict: as many groups at a time as fill the places for trials, shown to the test one by one, so that the
 * verdict does not hang on how many run at the same time. Groups that were run beside the one that settled it are kept, and count for nothing.
 * A rung whose trials mostly fail is broken off: its rate would be that of the few cases that came through.
 */
export async function walkRung(walk: RungWalk): Promise<WalkedRung> {
  const shown: { readonly cases: readonly Case[]; readonly trials: readonly Trial[]; readonly seen: readonly Observation[] }[] = [];
  const rung = rungSettling(walk.plan);
  let broke: string | undefined;
  const isOver = (): boolean => broke !== undefined || (rung.isSettled() && !walk.isFixed);
  for (const batch of batches(walk.groups, walk.concurrency)) {
    const trials = new Map((await walk.trials(walk.candidate, batch.flat())).map((trial) => [trial.caseId, trial]));
    for (const group of batch) {
      const own = group.flatMap((each) => trials.get(each.id) ?? []);
      const seen = group.flatMap((each) => {
        const trial = trials.get(each.id);
        return trial === undefined ? [] : [observe(trial, each)];
      });
      shown.push({ cases: group, trials: own, seen });
      rung.show(seen);
      broke = breakage(
        shown.map((each) => each.seen),
        walk.ungradedShareMax,
      );
      if (isOver()) break;
    }
    walk.onAdvanced(shown.reduce((sum, { cases }) => sum + cases.length, 0));
    if (isOver()) break;
  }
  return {
    settled: rung.settled(),
    groups: shown.map(({ seen }) => seen),
    cases: shown.flatMap(({ cases }) => cases),
    trials: shown.flatMap(({ trials }) => trials),
    ...(broke === undefined ? {} : { broke }),
  };
}

function batches(groups: readonly (readonly Case[])[], cases: number): readonly (readonly (readonly Case[])[])[] {
  const made: (readonly Case[])[][] = [];
  let places = 0;
  for (const group of groups) {
    const last = made.at(-1);
    if (last === undefined || places <= 0) {
      made.push([group]);
      places = cases - group.length;
    } else {
      last.push(group);
      places -= group.length;
    }
  }
  return made;
}

function breakage(groups: readonly (readonly Observation[])[], shareMax: number): string | undefined {
  const seen = groups.flat();
  const lost = seen.filter(({ grade }) => grade === undefined).length;
  if (seen.length < TRIALS_MIN || lost / seen.length <= shareMax) return undefined;
  if (clopperPearson(lost, seen.length).low <= shareMax) return undefined;
  return `${lost} of ${seen.length} trials gave nothing to grade`;
}
