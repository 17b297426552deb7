/** When to stop measuring a candidate against a bar. Written before the run. */
export interface SequentialPlan {
  /** A candidate whose mean grade is at most this must not be adopted. Above 0, below `target`. */
  readonly bar: number;
  /** A candidate whose mean grade is at least this must not be rejected; between the two either answer is right. At most 1. */
  readonly target: number;
  /** Chance, at most, of adopting a candidate at the bar or below it. Default: 0.05 */
  readonly alpha?: number;
  /** Chance, at most, of rejecting a candidate at the target or above it. Default: 0.05 */
  readonly beta?: number;
  /** Most cases in one group, where groups of cases are given together; with weights, the most weight. Default: 1 */
  readonly groupSizeMax?: number;
}

export type SequentialVerdict = "adopt" | "reject" | "undecided";

export interface SequentialTest {
  readonly verdict: SequentialVerdict;
  readonly cases: number;
  /** How many times its stake a fair bet on "above the bar" has won: evidence to adopt at 1 / alpha. */
  readonly forAdopting: number;
  /** The same of a bet on "below the target": evidence to reject at 1 / beta. */
  readonly forRejecting: number;
  /**
   * Takes the grades of one case, or of a whole group of cases; after a verdict it stays what it was. `weights`: how much each case counts,
   * 1 where absent. Throws RangeError on a grade outside of 0 to 1, on a weight that is not above 0, and on more weight than the plan allows.
   */
  add(grades: readonly number[], weights?: readonly number[]): SequentialTest;
}

/** For groups the right stake depends on how alike their cases are; the capital is spread over these multiples. */
const GROUP_STAKES = [1, 2, 4, 8];

/**
 * A test that may be looked at after every case, and stopped there. Two bets run beside each other: one that the mean is above the bar, one
 * that it is below the target. A bet that is fair wins 20 times its stake with a chance of at most one in 20, at any time (Ville 1939), so
 * that its chance of error needs no correction for looking. The stakes are those by which, for grades of 0 and 1, the capital is Wald's
 * likelihood ratio of target to bar (Wald 1945, "Sequential tests of statistical hypotheses"); for finer grades and for groups the bets stay
 * fair (Waudby-Smith & Ramdas 2024, https://doi.org/10.1093/jrsssb/qkad009). Thresholds are 1 / alpha and 1 / beta, a little higher than
 * Wald's, which hold only nearly.
 *
 * Cases must come in a random order. Drawing them without replacement from a finite set only makes errors rarer.
 */
export function sequentialTest(plan: SequentialPlan): SequentialTest {
  const { bar, target, alpha = 0.05, beta = 0.05, groupSizeMax = 1 } = plan;
  if (!(bar > 0 && bar < target && target <= 1))
    throw new RangeError(`A bar of ${bar} and a target of ${target} leave nothing to tell apart.`);
  if (!(alpha > 0 && alpha < 1 && beta > 0 && beta < 1)) throw new RangeError("alpha and beta lie between 0 and 1.");
  const multiples = groupSizeMax > 1 ? GROUP_STAKES : [1];
  const stakes = (fair: number, ruinous: number): readonly number[] =>
    multiples.map((times) => (times === 1 ? fair : Math.min(times * fair, 0.9 * ruinous)));
  const up = stakes((target - bar) / (bar * (1 - bar)), 1 / bar);
  // A single failure refutes a target of 1, whatever the stake.
  const slack = Math.max(1 - target, 1e-9);
  const down = stakes((target - bar) / (target * slack), 1 / slack);
  const start = up.map(() => 0);
  return state({ bar, target, alpha, beta, groupSizeMax, up, down }, { verdict: "undecided", cases: 0, upWon: start, downWon: start });
}

interface Stakes extends Required<SequentialPlan> {
  readonly up: readonly number[];
  readonly down: readonly number[];
}

/** Logarithms of what each stake has become. */
interface Progress {
  readonly verdict: SequentialVerdict;
  readonly cases: number;
  readonly upWon: readonly number[];
  readonly downWon: readonly number[];
}

function state(plan: Stakes, progress: Progress): SequentialTest {
  const capital = (won: readonly number[]): number => won.reduce((sum, each) => sum + Math.exp(each), 0) / won.length;
  const test: SequentialTest = {
    verdict: progress.verdict,
    cases: progress.cases,
    forAdopting: capital(progress.upWon),
    forRejecting: capital(progress.downWon),
    add(grades, weights) {
      if (progress.verdict !== "undecided" || grades.length === 0) return test;
      const { bar, target, groupSizeMax } = plan;
      const { sum, weight } = weighed(grades, weights);
      // a sum of weights may be off by rounding
      if (weight > groupSizeMax * (1 + 1e-9))
        throw new RangeError(`A group of ${weight} cases, and ${groupSizeMax} is the most that the plan says.`);
      // Every case counts by its weight, however large its group.
      const above = (sum - weight * bar) / groupSizeMax;
      const below = (weight * target - sum) / groupSizeMax;
      const upWon = progress.upWon.map((won, at) => won + grown(plan.up[at]! * above));
      const downWon = progress.downWon.map((won, at) => won + grown(plan.down[at]! * below));
      const verdict = capital(upWon) >= 1 / plan.alpha ? "adopt" : capital(downWon) >= 1 / plan.beta ? "reject" : "undecided";
      return state(plan, { verdict, cases: progress.cases + grades.length, upWon, downWon });
    },
  };
  return test;
}

/** What a bet multiplies the capital by, as a logarithm; rounding must not lose more than all of it. */
function grown(won: number): number {
  return Math.log1p(Math.max(-1, won));
}

function weighed(grades: readonly number[], weights: readonly number[] | undefined): { readonly sum: number; readonly weight: number } {
  let [sum, weight] = [0, 0];
  for (const [at, grade] of grades.entries()) {
    const counts = weights === undefined ? 1 : (weights[at] ?? Number.NaN);
    if (!(grade >= 0 && grade <= 1)) throw new RangeError(`A grade lies between 0 and 1: ${grades.join(", ")}`);
    if (!(counts > 0)) throw new RangeError(`A weight is above 0, not ${counts}.`);
    sum += counts * grade;
    weight += counts;
  }
  return { sum, weight };
}
