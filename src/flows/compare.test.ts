import { describe, expect, test } from "vitest";
import { madeCases, madeReport } from "../../test/fixtures/made-report.ts";
import type { Case } from "../core/evaluation.ts";
import type { EvaluationReport } from "../core/evaluation-results.ts";
import { seededRandom } from "../stats/random.ts";
import { compareReport } from "./compare.ts";
import { mustShareWith, readBaseline } from "./compare/baseline.ts";

const isLocal = (): undefined => undefined;
const options = { seed: 1, isLocal };

function letters(count: number, passes: (n: number) => boolean): string {
  return Array.from({ length: count }, (_, n) => (passes(n) ? "+" : "-")).join("");
}

describe("differences between candidates", () => {
  test("are of the cases that both could be graded on", () => {
    const report = madeReport(madeCases(6), { a: { outcomes: "+-!?+-" }, b: { outcomes: "+++++!" } });
    expect(compareReport(report, options).differences).toMatchObject([{ a: "a", b: "b", cases: 3, wins: 1, losses: 0 }]);
  });

  test("say better, worse, or that one cannot tell and how many cases would", () => {
    const report = madeReport(madeCases(40), {
      first: { outcomes: letters(40, (n) => n % 2 === 0) },
      better: { outcomes: letters(40, () => true) },
      worse: { outcomes: letters(40, (n) => n % 8 === 0) },
      alike: { outcomes: letters(40, (n) => n % 2 === 0 || n === 1) },
      same: { outcomes: letters(40, (n) => n % 2 === 0) },
    });
    const { differences } = compareReport(report, options);
    expect(differences.map(({ b, verdict }) => [b, verdict])).toEqual([
      ["better", "better"],
      ["worse", "worse"],
      ["alike", "cannot tell"],
      ["same", "cannot tell"],
    ]);
    const [, , alike, same] = differences;
    expect(alike?.casesMore).toBeGreaterThan(100);
    // no number of cases shows a difference of nothing
    expect(same).not.toHaveProperty("casesMore");
    expect(differences[0]).not.toHaveProperty("casesMore");
  });

  test("of equal candidates are called better or worse in at most 5% of comparisons, however many there are", () => {
    const random = seededRandom(20_261_128);
    const cases = madeCases(40);
    const [rounds, others] = [150, 4];
    let [better, wrong] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const hardness = cases.map(() => random());
      const candidate = (): { readonly outcomes: string } => ({ outcomes: hardness.map((hard) => (random() > hard ? "+" : "-")).join("") });
      const names = Array.from({ length: others + 1 }, (_, n) => [`c${n}`, candidate()] as const);
      const verdicts = compareReport(madeReport(cases, Object.fromEntries(names)), options).differences.map(({ verdict }) => verdict);
      if (verdicts.includes("better")) better++;
      if (verdicts.some((verdict) => verdict !== "cannot tell")) wrong++;
    }
    expect(better / rounds).toBeLessThanOrEqual(0.05);
    expect(wrong / rounds).toBeLessThanOrEqual(0.05);
  });

  test("of equal candidates on grouped and repeated cases are false as seldom", () => {
    const random = seededRandom(5);
    const cases = madeCases(60, (n) => ({ group: `g${n % 20}` }));
    const rounds = 200;
    let wrong = 0;
    for (let round = 0; round < rounds; round++) {
      // A group passes or fails together, which without the groups would look like three times the evidence.
      const outcomes = (): string => {
        const groups = Array.from({ length: 20 }, () => random() < 0.5);
        return letters(60, (n) => groups[n % 20] === true);
      };
      const report = madeReport(cases, { a: { outcomes: outcomes() }, b: { outcomes: outcomes() } });
      if (compareReport(report, options).differences[0]?.verdict !== "cannot tell") wrong++;
    }
    expect(wrong / rounds).toBeLessThanOrEqual(0.07);
  });

  test("by tag show where the better candidate is the worse one", () => {
    const cases = madeCases(60, (n) => ({ tags: n < 20 ? ["edge"] : ["common"] }));
    const report = madeReport(cases, {
      a: { outcomes: letters(60, (n) => n < 20) },
      b: { outcomes: letters(60, (n) => n >= 20) },
    });
    const [difference] = compareReport(report, options).differences;
    expect(difference?.verdict).toBe("better");
    expect(difference?.byTag.map(({ tag, cases: count, verdict }) => [tag, count, verdict])).toEqual([
      ["common", 40, "better"],
      ["edge", 20, "worse"],
    ]);
  });

  test("weigh cases as their averages do", () => {
    const report = madeReport(
      madeCases(10, (n) => ({ weight: n === 0 ? 9 : 1 })),
      { a: { outcomes: "----------" }, b: { outcomes: "+---------" } },
    );
    expect(compareReport(report, options).differences[0]?.difference.mean).toBeCloseTo(0.5, 10);
  });

  test("leave out cases that nobody reviewed", () => {
    const cases = madeCases(6, (n) => (n < 3 ? { review: "unreviewed" } : {}));
    const report = madeReport(cases, { a: { outcomes: "------" }, b: { outcomes: "+++---" } });
    expect(compareReport(report, options).differences[0]).toMatchObject({ cases: 3, wins: 0 });
  });

  test("are the same bytes for the same report", () => {
    const report = madeReport(
      madeCases(30, (n) => ({ group: `g${n % 9}` })),
      {
        a: { outcomes: letters(30, (n) => n % 3 > 0) },
        b: { outcomes: letters(30, (n) => n % 5 > 0) },
      },
    );
    expect(JSON.stringify(compareReport(report, options))).toBe(JSON.stringify(compareReport(report, options)));
  });
});

describe("cost against quality", () => {
  const cases = madeCases(10);
  const candidates = {
    large: { outcomes: "++++++++++", usd: 0.02, latencyMs: () => 2_000 },
    small: { outcomes: "+++++++++-", usd: 0.002, latencyMs: () => 600 },
    dear: { outcomes: "++++++++--", usd: 0.01, latencyMs: () => 900 },
    unpriced: { outcomes: "++++++++++", latencyMs: () => 100 },
    broken: { outcomes: "!!!!!!!!!!", usd: 0.0001 },
  };

  test("the frontier holds what nothing beats, cheapest first, and says what it cannot place", () => {
    expect(compareReport(madeReport(cases, candidates), options).frontier).toEqual({
      candidates: ["small", "large"],
      leftOut: [
        { candidate: "unpriced", reason: expect.stringContaining("cost") as string },
        { candidate: "broken", reason: "no case was graded" },
      ],
    });
  });

  test("the cheapest row that meets the bar is named, with its bar beside every other", () => {
    const bar = [{ kind: "pass-rate", min: 0.9 } as const];
    const comparison = compareReport(madeReport(cases, candidates), { ...options, bar });
    expect(comparison.cheapest).toBe("small");
    expect(comparison.bar?.map(({ candidate, isMet }) => [candidate, isMet])).toEqual([
      ["large", true],
      ["small", true],
      ["dear", false],
      ["unpriced", true],
      ["broken", false],
    ]);
    expect(compareReport(madeReport(cases, candidates), { ...options, bar: [{ kind: "pass-rate", min: 1 }] }).cheapest).toBe("large");
  });

  test("no row is the cheapest when none meets the bar, and when nobody knows what those cost that do", () => {
    const bar = [{ kind: "pass-rate", min: 0.9 } as const];
    const none = compareReport(madeReport(cases, { dear: candidates.dear }), { ...options, bar });
    expect(none).not.toHaveProperty("cheapest");
    const unknown = compareReport(madeReport(cases, { unpriced: candidates.unpriced }), { ...options, bar });
    expect(unknown).not.toHaveProperty("cheapest");
    expect(unknown.notes.join(" ")).toContain("cheapest");
  });
});

describe("a baseline", () => {
  const cases = madeCases(30);
  const before = madeReport(cases, { main: { outcomes: letters(30, () => true) } });
  const text = JSON.stringify(before);

  test("finds a regression beyond chance, and calls a wobble none", () => {
    const baseline = readBaseline(text, "main.json");
    const worse = madeReport(cases, { main: { outcomes: letters(30, (n) => n % 3 > 0) } });
    expect(compareReport(worse, { ...options, baseline }).baseline).toMatchObject({ casesShared: 30, regressions: ["main"] });
    const wobble = madeReport(cases, { main: { outcomes: letters(30, (n) => n > 0) } });
    expect(compareReport(wobble, { ...options, baseline }).baseline).toMatchObject({ regressions: [] });
  });

  test("may be the report of a comparison, and pairs the only candidates of either side whatever their names", () => {
    const comparison = JSON.stringify(compareReport(before, options));
    const now = madeReport(cases, { "pull-request": { outcomes: letters(30, () => false) } });
    const compared = compareReport(now, { ...options, baseline: readBaseline(comparison, "main.json") });
    expect(compared.baseline).toMatchObject({ differences: [{ a: "main", b: "pull-request", verdict: "worse" }] });
  });

  test("names the cases that changed and keeps them out; another weight or tag is no change", () => {
    const changed = cases.map((each, n) =>
      n === 0 ? { ...each, input: "Something else?" } : n === 1 ? { ...each, weight: 2, tags: ["new"] } : each,
    );
    const now = madeReport([...changed.slice(0, 28), ...madeCases(33).slice(30)], { main: { outcomes: letters(31, () => true) } });
    expect(compareReport(now, { ...options, baseline: readBaseline(text, "main.json") }).baseline).toMatchObject({
      casesShared: 27,
      casesChanged: ["case-01"],
      casesNew: 3,
      casesGone: 2,
      candidatesNew: [],
    });
  });

  test("says which candidates it does not know, and that other graders graded it", () => {
    const now = madeReport(
      cases,
      { main: { outcomes: letters(30, () => true) }, other: { outcomes: letters(30, () => true) } },
      { plan: { ...before.plan, graders: { substring: false } } },
    );
    const compared = compareReport(now, { ...options, baseline: readBaseline(text, "main.json") });
    expect(compared.baseline?.candidatesNew).toEqual(["other"]);
    expect(compared.notes.join(" ")).toContain("graded in another way");
  });

  test("that shares too few cases to tell anything leaves the candidate undecided, and says what share was compared", () => {
    const baseline = readBaseline(text, "main.json");
    const sharing = (count: number): EvaluationReport =>
      madeReport([...cases.slice(0, count), ...madeCases(60).slice(30)], { main: { outcomes: letters(count + 30, () => true) } });
    const few = compareReport(sharing(1), { ...options, baseline });
    expect(few.baseline?.untold).toEqual([{ candidate: "main", cases: 1, passedBefore: 1, casesNeeded: 6 }]);
    expect(few.notes.join(" ")).toContain("Only 1 of the 31 cases of this run (3%) is in main.json");
    expect(few.notes.join(" ")).toContain(
      "Whether main got worse is undecided: 1 case was graded both times, and below 6 that had passed even the loss of all",
    );
    // 2 / 2^5 is above 5%, 2 / 2^6 is not
    expect(compareReport(sharing(5), { ...options, baseline }).baseline?.untold).toHaveLength(1);
    expect(compareReport(sharing(6), { ...options, baseline }).baseline?.untold).toEqual([]);
    expect(compareReport(sharing(30), { ...options, baseline }).notes).toEqual([]);
  });

  test("of a few cases, all of them the same, needs no test where nothing changed, and is undecided where something was lost", () => {
    const three = madeCases(3);
    const baseline = readBaseline(JSON.stringify(madeReport(three, { main: { outcomes: "+++" } })), "main.json");
    const untold = (outcomes: string) =>
      compareReport(madeReport(three, { main: { outcomes } }), { ...options, baseline }).baseline?.untold;
    expect(untold("+++")).toEqual([]);
    expect(untold("++-")).toEqual([{ candidate: "main", cases: 3, passedBefore: 3, casesNeeded: 6 }]);
    expect(untold("???")).toEqual([{ candidate: "main", cases: 0, passedBefore: 0, casesNeeded: 6 }]);
  });

  test("counts what could be lost: of twelve cases of which four passed the loss of all four could be chance", () => {
    const against = (was: string, now: string, change: (n: number) => Partial<Case> = () => ({})) => {
      const twelve = madeCases(12, change);
      const baseline = readBaseline(JSON.stringify(madeReport(twelve, { main: { outcomes: was } })), "main.json");
      return compareReport(madeReport(twelve, { main: { outcomes: now } }), { ...options, baseline });
    };
    const lost = against("++++--------", "------------");
    expect(lost.baseline?.untold).toEqual([{ candidate: "main", cases: 12, passedBefore: 4, casesNeeded: 6 }]);
    expect(lost.notes.join(" ")).toContain(
      "Whether main got worse is undecided: 12 cases were graded both times, 4 of which had passed before, and below 6 that had passed even the loss of all of them could be chance.",
    );
    // a group can be lost once
    const grouped = against("++++++++----", "------------", (n) => ({ group: `g${Math.floor(n / 2)}` }));
    expect(grouped.baseline?.untold).toEqual([{ candidate: "main", cases: 6, passedBefore: 4, casesNeeded: 6 }]);
    // enough to lose, nothing lost, and clearly better
    expect(against("++++++------", "+++++-------").baseline?.untold).toEqual([]);
    expect(against("++++--------", "+++++-------").baseline?.untold).toEqual([]);
    expect(against("------------", "------------").baseline?.untold).toEqual([]);
    const better = against("+-----------", "-+++++++++++");
    expect(better.baseline).toMatchObject({ untold: [], differences: [{ verdict: "better" }] });
  });

  test("that is broken, newer, or something else is one clear error", () => {
    const damaged = (change: (report: Record<string, unknown>) => void): string => {
      const copy = JSON.parse(text) as Record<string, unknown>;
      change(copy);
      return JSON.stringify(copy);
    };
    for (const [broken, message] of [
      ["", "is empty"],
      [text.slice(0, 500), "cut short"],
      ["[]", "is not the report of a run"],
      ['{"kind":"bill"}', "is not the report of a run"],
      [damaged((report) => (report["version"] = 2)), "has version 2"],
      [damaged((report) => delete report["version"]), '"version"'],
      [damaged((report) => (report["cases"] = {})), '"cases"'],
      [damaged((report) => (report["candidates"] = [{ name: "x", trials: [{ kind: "completed", caseId: "a", repeat: 0 }] }])), "trials[0]"],
      [
        damaged(
          (report) =>
            (report["candidates"] = [
              { name: "x", trials: [{ kind: "completed", caseId: "a", repeat: 0, grades: { x: { kind: "graded", value: null } } }] },
            ]),
        ),
        "trials[0]",
      ],
    ] as const)
      expect(() => readBaseline(broken, "main.json"), message).toThrow(message);
    // a byte order mark, as some editors leave it, is no damage
    expect(readBaseline(`\ufeff${text}`, "main.json").cases).toHaveLength(30);
  });

  test("with nothing in common is refused before anything runs", () => {
    const baseline = readBaseline(text, "main.json");
    expect(() => mustShareWith(baseline, { cases: madeCases(2, () => ({ id: "new" })), candidates: ["main"] })).toThrow("no case");
    expect(() => mustShareWith(baseline, { cases, candidates: ["a", "b"] })).toThrow("none of the candidates");
    expect(() => mustShareWith(baseline, { cases, candidates: ["main", "b"] })).not.toThrow();
  });

  test("with keys in another order holds the same cases", () => {
    const reordered = JSON.parse(text) as EvaluationReport;
    const turned = { ...reordered, cases: reordered.cases.map((each) => Object.fromEntries(Object.entries(each).toReversed())) };
    const compared = compareReport(before, { ...options, baseline: readBaseline(JSON.stringify(turned), "main.json") });
    expect(compared.baseline).toMatchObject({ casesShared: 30, casesChanged: [] });
  });
});
