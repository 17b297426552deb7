// Ladders whose rungs have known rates, walked with the code that `decide` walks them with.
import type { Bar, Case } from "../src/core/evaluation.ts";
import { rungPlan, rungSettling } from "../src/flows/decide/ladder.ts";
import type { Observation, RungPlan } from "../src/flows/decide/rung-test.ts";
import type { Random } from "../src/stats/random.ts";

export interface LadderSetting {
  readonly bar: number;
  readonly target: number;
  /** The true rate of each rung, from the cheapest. */
  readonly rates: readonly number[];
  /** How many cases a group has; drawn anew for each group. Absent: one. */
  readonly groupSizes?: readonly number[];
  /** Share of the groups that pass or fail as a whole; in the others the cases are independent. */
  readonly together?: number;
  /** All rungs meet the same cases: one that is hard for a rung is hard for the next. Absent: every rung has cases of its own. */
  readonly shared?: boolean;
  /** A finite set of so many cases of which exactly the true share passes; absent: cases without end. */
  readonly cases?: number;
}

export interface SimulatedLadder {
  /** Place of the rung adopted; undefined when none was. */
  readonly adopted: number | undefined;
  readonly rejected: readonly number[];
  readonly undecided: readonly number[];
  readonly casesUsed: number;
}

/** Nobody has so many; the tests end long before. */
const CASES_MAX = 50_000;
const SEEN = (grade: number): Observation => ({ caseId: "", tags: [], weight: 1, grade, isJudged: false });
const PASS = SEEN(1);
const FAIL = SEEN(0);

export function simulateLadder(setting: LadderSetting, random: Random): SimulatedLadder {
  const plan = planOf(setting);
  const shared = setting.shared === true ? difficulties(random) : undefined;
  const [rejected, undecided]: [number[], number[]] = [[], []];
  let casesUsed = 0;
  for (const [at, rate] of setting.rates.entries()) {
    const rung = rungSettling(plan);
    let cases = 0;
    const draw = setting.cases === undefined ? endless(setting, rate, shared?.() ?? random) : finite(setting.cases, rate, random);
    while (!rung.isSettled() && cases < (setting.cases ?? CASES_MAX)) {
      const group = draw();
      rung.show(group);
      cases += group.length;
    }
    casesUsed += cases;
    const { verdict } = rung.settled().test;
    if (verdict === "adopt") return { adopted: at, rejected, undecided, casesUsed };
    (verdict === "reject" ? rejected : undecided).push(at);
  }
  return { adopted: undefined, rejected, undecided, casesUsed };
}

function planOf({ bar, target, rates, groupSizes }: LadderSetting): RungPlan {
  const requirements: Bar = [{ kind: "pass-rate", min: bar, target }];
  const largest = Math.max(1, ...(groupSizes ?? []));
  const cases = Array.from({ length: largest }, (_, at): Case => ({
    id: String(at),
    input: "",
    expectations: [],
    tags: [],
    weight: 1,
    group: "largest",
  }));
  return rungPlan({ requirements, rungs: rates.length }, cases);
}

function endless({ groupSizes = [1], together = 0 }: LadderSetting, rate: number, random: Random): () => readonly Observation[] {
  const outcome = (): Observation => (random() < rate ? PASS : FAIL);
  return () => {
    const size = groupSizes[Math.floor(random() * groupSizes.length)]!;
    if (random() < together) {
      const all = outcome();
      return Array.from({ length: size }, () => all);
    }
    return Array.from({ length: size }, outcome);
  };
}

/** Without replacement. */
function finite(cases: number, rate: number, random: Random): () => readonly Observation[] {
  let [passes, left] = [Math.round(cases * rate), cases];
  return () => {
    const isPass = random() < passes / left;
    left--;
    if (isPass) passes--;
    return [isPass ? PASS : FAIL];
  };
}

/** The same numbers for each rung, drawn when they are first needed. */
function difficulties(random: Random): () => Random {
  const drawn: number[] = [];
  return () => {
    let at = 0;
    return () => (drawn[at++] ??= random());
  };
}
