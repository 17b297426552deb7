import type { Json } from "../core/calls.ts";
import { canonicalJson } from "../core/canonical-json.ts";
import type { Bar, Case } from "../core/evaluation.ts";
import type { BaselineFacts, ComparisonReport } from "../core/comparison.ts";
import type { CandidateReport, EvaluationReport } from "../core/evaluation-results.ts";
import { isReviewed, measureBar } from "./bar.ts";
import type { Baseline } from "./compare/baseline.ts";
import { differencesOf, tellable } from "./compare/differences.ts";
import type { CandidatePair } from "./compare/differences.ts";
import { cheapestOf, frontierOf } from "./compare/frontier.ts";

export interface CompareOptions {
  readonly seed: number;
  /** Absent: nothing is held against a bar. */
  readonly bar?: Bar;
  readonly baseline?: Baseline;
  isLocal(model: string): boolean | undefined;
}

/**
 * What the trials of a run say of its candidates: each against the first, all against the bar, and each against what it was in the baseline.
 * Pure: the same report gives the same comparison. Cases that nobody reviewed are in none of it.
 */
export function compareReport(report: EvaluationReport, { seed, bar, baseline, isLocal }: CompareOptions): ComparisonReport {
  const { kind: _, bar: __, ...evaluation } = report;
  const cases = report.cases.filter(isReviewed);
  const [first, ...others] = report.candidates;
  const barResults = bar === undefined || bar.length === 0 ? undefined : measureBar(bar, report.candidates, { cases, seed, isLocal });
  const cheapest = barResults === undefined ? undefined : cheapestOf(report.candidates, barResults);
  const against = baseline === undefined ? undefined : againstBaseline(report.candidates, { baseline, cases, seed });
  return {
    kind: "comparison",
    ...evaluation,
    notes: [
      ...report.notes,
      ...notesOf(barResults, cheapest),
      ...(baseline === undefined ? [] : graderNotes(report, baseline)),
      ...(against === undefined ? [] : shareNotes(against, cases.length)),
    ],
    ...(barResults === undefined ? {} : { bar: barResults }),
    differences:
      first === undefined
        ? []
        : differencesOf(
            others.map((other) => ({ a: first, b: other })),
            { cases, seed },
          ),
    frontier: frontierOf(report.candidates),
    ...(cheapest === undefined ? {} : { cheapest }),
    ...(against === undefined ? {} : { baseline: against }),
  };
}

function notesOf(bar: ComparisonReport["bar"], cheapest: string | undefined): readonly string[] {
  const met = bar?.filter(({ isMet }) => isMet) ?? [];
  if (met.length === 0 || cheapest !== undefined) return [];
  return [
    `Which of those that meet the bar is the cheapest is not known: ${met.map(({ candidate }) => candidate).join(", ")} cost what nobody says.`,
  ];
}

/** Two sets of grades by different graders differ for that alone. */
function graderNotes({ plan }: EvaluationReport, { graders, name }: Baseline): readonly string[] {
  return canonical(plan.graders) === canonical(graders)
    ? []
    : [`The cases of ${name} were graded in another way; part of a difference may come from that.`];
}

interface Against {
  readonly baseline: Baseline;
  /** Of the run. */
  readonly cases: readonly Case[];
  readonly seed: number;
}

function againstBaseline(
  candidates: readonly CandidateReport[],
  { baseline, cases, seed }: Against,
): NonNullable<ComparisonReport["baseline"]> {
  const was = new Map(baseline.cases.map((each) => [each.id, each]));
  const known = cases.flatMap((each) => {
    const before = was.get(each.id);
    return before === undefined ? [] : [{ now: each, isSame: contentOf(before) === contentOf(each) }];
  });
  const shared = known.filter(({ isSame }) => isSame).map(({ now }) => now);
  const { pairs, unpaired } = pairsOf(candidates, baseline);
  const differences = differencesOf(pairs, { cases: shared, seed });
  const facts: BaselineFacts = {
    name: baseline.name,
    startedAt: baseline.startedAt,
    casesShared: shared.length,
    casesChanged: known.filter(({ isSame }) => !isSame).map(({ now }) => now.id),
    casesNew: cases.length - known.length,
    casesGone: baseline.cases.filter((each) => isReviewed(each) && !cases.some(({ id }) => id === each.id)).length,
    candidatesNew: unpaired,
  };
  const isWhole = shared.length === cases.length && facts.casesGone === 0;
  const untold = pairs.flatMap((pair, at) => {
    const told = tellable(pair, { cases: shared, pairs: pairs.length });
    const { verdict = "cannot tell", losses = 0 } = differences[at] ?? {};
    // a whole set of which nothing was lost has not got worse, which needs no test
    if (told.passedBefore >= told.casesNeeded || verdict !== "cannot tell" || (isWhole && told.cases > 0 && losses === 0)) return [];
    return [{ candidate: pair.b.name, ...told }];
  });
  return { ...facts, differences, regressions: differences.filter(({ verdict }) => verdict === "worse").map(({ b }) => b), untold };
}

/** Below this share of the run's cases a comparison with the baseline says little of the rest. */
const SHARE_MIN = 0.5;

/** What part of the run was held against the baseline, where it is a small one, and of whom nothing can be said. */
function shareNotes({ name, casesShared, untold }: NonNullable<ComparisonReport["baseline"]>, cases: number): readonly string[] {
  const share = casesShared / Math.max(1, cases);
  return [
    ...(share >= SHARE_MIN
      ? []
      : [
          `Only ${casesShared} of the ${cases} cases of this run (${Math.floor(100 * share)}%) ${casesShared === 1 ? "is" : "are"} in ${name} as they are here: of the others it says nothing. Make a new one on the main branch: firstfit eval --out main.json`,
        ]),
    ...untold.map(untoldNote),
  ];
}

type Untold = NonNullable<ComparisonReport["baseline"]>["untold"][number];

function untoldNote({ candidate, cases, passedBefore, casesNeeded }: Untold): string {
  const graded = `${cases} ${cases === 1 ? "case was" : "cases were"} graded both times`;
  const passed = passedBefore === cases ? "" : `, ${passedBefore === 0 ? "none" : passedBefore} of which had passed before`;
  return `Whether ${candidate} got worse is undecided: ${graded}${passed}, and below ${casesNeeded} that had passed even the loss of all of them could be chance.`;
}

/** By name; where there is one candidate on either side, these two, whatever they are called. */
function pairsOf(
  candidates: readonly CandidateReport[],
  baseline: Baseline,
): { readonly pairs: readonly CandidatePair[]; readonly unpaired: readonly string[] } {
  const [only] = baseline.candidates;
  if (candidates.length === 1 && baseline.candidates.length === 1 && candidates[0] !== undefined && only !== undefined)
    return { pairs: [{ a: only, b: candidates[0] }], unpaired: [] };
  const was = new Map(baseline.candidates.map((each) => [each.name, each]));
  return {
    pairs: candidates.flatMap((b) => {
      const a = was.get(b.name);
      return a === undefined ? [] : [{ a, b }];
    }),
    unpaired: candidates.filter(({ name }) => !was.has(name)).map(({ name }) => name),
  };
}

/** What a candidate was asked and what was expected: a case with another weight or tag is still the same case. */
function contentOf({ input, expectations }: Case): string {
  return canonical({ input, expectations });
}

/** Cases come from JSON, or from code that made what can be written as JSON. */
function canonical(value: unknown): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)) as Json);
}
