import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cohenKappa } from "../../stats/agreement.ts";
import { seededRandom } from "../../stats/random.ts";
import { scriptedModel } from "../../models/scripted.ts";
import type { ScriptedReply } from "../../models/scripted.ts";
import { modelJudge } from "../judge.ts";
import { calibrateJudge } from "./calibrate.ts";
import { readGradedRows } from "./graded-rows.ts";

const lines = (rows: readonly object[]) => ({ name: "graded.jsonl", text: rows.map((row) => JSON.stringify(row)).join("\n") });
const nobody = () => Promise.reject(new Error("nobody may be asked"));
const common = { seed: 1, signal: new AbortController().signal, report: () => {} };
const offline = (rows: readonly object[]) => calibrateJudge(readGradedRows(lines(rows)), { ...common, judge: nobody });
const many = (n: number, row: object, from: number): readonly object[] =>
  Array.from({ length: n }, (_, at) => ({ id: `r${from + at}`, input: "q", output: "a".repeat((from + at) % 7), ...row }));
/** 45 true passes, 5 wrong fails, 40 true fails, 10 wrong passes. */
const hundred = [
  ...many(45, { human: "pass", judge: "pass" }, 0),
  ...many(5, { human: "pass", judge: "fail" }, 45),
  ...many(40, { human: "fail", judge: "fail" }, 50),
  ...many(10, { human: "fail", judge: "pass" }, 90),
];
const verdict = (said: string): ScriptedReply => ({ toolInput: { reasons: "So it is.", verdict: said } });
const judgeSaying = (verdictOf: (user: string) => string, repeats = 1) => {
  const model = scriptedModel([{ times: Infinity, reply: ({ messages }) => verdict(verdictOf(messages[0]?.text ?? "")) }]);
  return { model, judge: async () => modelJudge({ model, repeats }) };
};

describe("stored verdicts on grades", () => {
  test("give agreement, kappa, the table, and exact intervals, without asking anybody", async () => {
    const { report, calibration } = await offline(hundred);
    expect(report).toMatchObject({
      form: "grades",
      rows: { read: 100, stored: 100, asked: 0, used: 100 },
      leftOut: [],
      agreement: { mean: 0.85, cases: 100 },
      expectedByChance: 0.5,
      confusion: {
        labels: ["pass", "fail"],
        counts: [
          [45, 5],
          [10, 40],
        ],
      },
      sensitivity: { mean: 0.9, cases: 50 },
      specificity: { mean: 0.8, cases: 50 },
    });
    // (0.85 - 0.5) / (1 - 0.5)
    expect(report.kappa.mean).toBeCloseTo(0.7, 10);
    // binom.test(45, 50) and binom.test(40, 50) of R
    expect(report.sensitivity?.low).toBeCloseTo(0.7818639, 5);
    expect(report.sensitivity?.high).toBeCloseTo(0.9667249, 5);
    expect(report.specificity?.low).toBeCloseTo(0.6628169, 5);
    expect(report.specificity?.high).toBeCloseTo(0.8996978, 5);
    expect(report.meaning.join(" ")).toContain("Two who guess at their rates would agree on 50%");
    // whose verdicts they are is not known, so nothing can be kept
    expect(report).not.toHaveProperty("judge");
    expect(calibration).toBeUndefined();
    expect(report.disagreements).toHaveLength(10);
  });

  test("say how many rows more would narrow the widest interval", async () => {
    const { rowsMore } = (await offline(hundred)).report;
    // 0.663 to 0.900 is wider than 20 points; every second row is a fail of people's
    expect(rowsMore).toMatchObject({ figure: "the share of people's fails that it fails", widthThen: expect.closeTo(0.2, 2) });
    expect(rowsMore?.rows).toBeGreaterThan(20);
    expect(rowsMore?.rows).toBeLessThan(60);
  });

  test("are told to be lenient only beyond chance", async () => {
    const lenient = [
      ...many(20, { human: "pass", judge: "pass" }, 0),
      ...many(9, { human: "fail", judge: "pass" }, 20),
      ...many(20, { human: "fail", judge: "fail" }, 40),
    ];
    expect((await offline(lenient)).report.meaning.join(" ")).toContain("too lenient beyond chance");
    expect((await offline(hundred)).report.meaning.join(" ")).not.toContain("lenient");
  });

  test("of one label only leave kappa and half of the errors open", async () => {
    const { report } = await offline(many(12, { human: "pass", judge: "pass" }, 0));
    expect(report.kappa.mean).toBeNaN();
    expect(report.specificity).toMatchObject({ low: 0, high: 1, cases: 0 });
    expect(report.meaning.join(" ")).toContain("no row that people failed");
  });

  test("that are none, and people who are divided, are left out and counted", async () => {
    const rows = [
      ...many(2, { human: ["pass", "pass", "fail"], judge: "pass" }, 0),
      ...many(1, { human: ["pass", "fail"], judge: "pass" }, 2),
      ...many(1, { human: ["fail", "fail"], judge: null }, 3),
    ];
    const { report } = await offline(rows);
    expect(report.rows).toEqual({ read: 4, stored: 4, asked: 0, used: 2 });
    expect(report.leftOut).toEqual([
      { reason: "people are divided", count: 1 },
      { reason: "the stored verdict is none", count: 1 },
    ]);
    // 2 of 3 pairs differ in each of two rows, the only pair in the third, none in the fourth: 3 of 8 agree
    expect(report.people).toMatchObject({ rows: 4, agreement: 3 / 8 });
    const empty = (await offline(many(1, { human: "pass", judge: null }, 0))).report;
    expect(empty.meaning).toEqual(["No row could be used, so nothing is known of the judge."]);
  });

  test("favour length where people do not", async () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({
      id: `r${at}`,
      input: "q",
      output: "word ".repeat(1 + (at % 30)),
      human: at % 2 === 0 ? "pass" : "fail",
      judge: at % 30 > 15 ? "pass" : "fail",
    }));
    const { length, meaning } = (await offline(rows)).report;
    expect(length?.judge.mean).toBe(1);
    expect(length?.excess.low).toBeGreaterThan(0.2);
    expect(meaning.join(" ")).toContain("favours length beyond chance");
  });
});

describe("a judge that is asked", () => {
  const rows = [
    { input: "q", output: "yes", criteria: "says yes", human: "pass" },
    { input: "q", output: "no", criteria: "says yes", human: "fail" },
    { input: "q", output: "yes and no", criteria: "says yes", human: "fail" },
  ];

  test("is kept with its definition, the counts and what people said", async () => {
    const { judge } = judgeSaying((user) => (user.includes("yes\n</output") || user.includes("yes and no") ? "pass" : "fail"));
    const { report, calibration } = await calibrateJudge(readGradedRows(lines(rows)), { ...common, judge });
    expect(report).toMatchObject({ judge: { model: "scripted" }, rows: { asked: 3, used: 3 }, disagreements: [{ reasons: "So it is." }] });
    expect(calibration).toMatchObject({
      version: 1,
      judge: { model: "scripted", repeats: 1 },
      counts: { truePositives: 1, falseNegatives: 0, trueNegatives: 1, falsePositives: 1 },
      dataset: { name: "graded.jsonl", hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(Object.values(calibration?.people ?? {})).toEqual(["pass", "fail", "fail"]);
  });

  test("needs criteria before anything is paid", async () => {
    const { judge, model } = judgeSaying(() => "pass");
    const without = lines([...rows, { input: "q", output: "a", human: "pass" }]);
    await expect(calibrateJudge(readGradedRows(without), { ...common, judge })).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: 'graded.jsonl:4: the row has no "criteria", and the judge would have to be asked.',
    });
    expect(model.requests).toHaveLength(0);
    const { report } = await calibrateJudge(readGradedRows(without), { ...common, judge, criteria: "is fine" });
    expect(report.rows.used).toBe(4);
  });

  test("that does not agree with itself is told so", async () => {
    let asked = 0;
    const { judge } = judgeSaying(() => (asked++ % 3 === 0 ? "fail" : "pass"), 3);
    const { report } = await calibrateJudge(readGradedRows(lines(rows)), { ...common, judge });
    expect(report.split).toBe(3);
    expect(report.meaning.join(" ")).toContain("did not agree with itself");
  });

  test("compares pairs in both orders", async () => {
    const { judge, model } = judgeSaying(() => "first");
    const pairs = [{ input: "q", output_a: "x", output_b: "y", human: "a" }];
    const { report, calibration } = await calibrateJudge(readGradedRows(lines(pairs)), { ...common, judge });
    expect(report).toMatchObject({ form: "pairs", agreement: { mean: 0 }, position: { flips: 1, favoursFirst: 1 } });
    expect(calibration).toBeUndefined();
    expect(model.requests).toHaveLength(2);
  });
});

describe("rows that are wrong", () => {
  test.for([
    ["", "graded.jsonl: holds no graded row."],
    ["{", "graded.jsonl:1: this is not JSON"],
    ['{"output": "a", "human": "pass"}', '"input" is missing'],
    ['{"input": "q", "human": "pass"}', '"output" is missing'],
    ['{"input": "q", "output": 1, "human": "pass"}', '"output" is no text'],
    ['{"input": "q", "output": "a"}', '"human" is missing'],
    ['{"input": "q", "output": "a", "human": "good"}', '"human" is not what it should be'],
    ['{"input": "q", "output": "a", "human": []}', '"human" is not what it should be'],
    ['{"input": "q", "output": "a", "human": "pass", "judge": "yes"}', '"judge" is not what it should be'],
    ['{"input": "q", "output": "a", "humans": "pass"}', 'no field "humans". Did you mean "human"?'],
    ['{"input": "q", "output": "a", "human": "pass", "__proto__": {}}', 'no field "__proto__"'],
    ['{"input": "q", "output_a": "a", "human": "a"}', '"output_b" is missing'],
    ['{"input": "q", "output_a": "a", "output_b": "b", "human": "pass"}', '"human" is not what it should be'],
    ['{"input": "q", "output_a": "a", "output_b": "b", "human": "a", "judge_swapped": "a"}', 'stands without "judge"'],
    [
      '{"input": "q", "output": "a", "human": "pass"}\n{"input": "q", "output_a": "a", "output_b": "b", "human": "a"}',
      "graded.jsonl:2: grades and pairs",
    ],
    [
      '{"id": 1, "input": "q", "output": "a", "human": "pass"}\r\n{"id": "1", "input": "q", "output": "b", "human": "pass"}',
      'the id "1" stands at graded.jsonl:1',
    ],
  ] as const)("%j", ([text, message]) => {
    expect(() => readGradedRows({ name: "graded.jsonl", text: `\ufeff${text}` })).toThrow(expect.objectContaining({ code: "BAD_INPUT" }));
    try {
      readGradedRows({ name: "graded.jsonl", text });
    } catch (error) {
      const { message: said, fix } = error as { readonly message: string; readonly fix: string };
      expect(`${said} ${fix}`.replaceAll("\n", " ")).toContain(message);
    }
  });
});

const folder = join(process.env["FIRSTFIT_DATA"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url)), "llmbar-natural");

describe.skipIf(!existsSync(folder))("six judges on LLMBar, as their authors published them (skipped without the development data)", () => {
  interface Pair {
    readonly id: string;
    readonly input: string;
    readonly output_1: string;
    readonly output_2: string;
    readonly label: number;
  }
  interface Stored {
    readonly id: string;
    readonly judge: string;
    readonly strategy: string;
    readonly winner: string | null;
    readonly winner_swapped: string | null;
  }
  const read = (name: string): readonly unknown[] =>
    existsSync(folder)
      ? readFileSync(join(folder, name), "utf8")
          .trim()
          .split("\n")
          .map((line): unknown => JSON.parse(line))
      : [];
  // the data's README describes the rows
  const pairs = read("pairs.jsonl") as readonly Pair[];
  const verdicts = read("judge_verdicts.jsonl") as readonly Stored[];
  const side = (winner: string | null) => (winner === null ? null : winner === "1" ? "a" : "b");

  // Zeng et al. 2023, https://arxiv.org/abs/2310.07641: Dataset/LLMBar/Natural/evaluators/*/Vanilla/statistics.json of their repository;
  // right with the first order, with the second, with both, and the same verdict in both; Cohen's kappa of the two orders
  test.for([
    ["GPT-4", 95, 96, 93, 95, 0.897708674304419],
    ["ChatGPT", 80, 83, 67, 71, 0.4286840031520883],
    ["ChatGPT-0301", 84, 84, 73, 78, 0.5542949756888169],
    ["LLaMA2", 79, 82, 70, 79, 0.5731707317073171],
    ["PaLM2", 78, 88, 73, 80, 0.584026622296173],
    ["Falcon", 71, 77, 50, 52, 0.2133726647000983],
  ] as const)("%s", async ([judge, first, second, both, same, kappa]) => {
    const stored = verdicts.filter((each) => each.judge === judge && each.strategy === "Vanilla");
    const byId = new Map(stored.map((each) => [each.id, each]));
    const rows = pairs.map(({ id, input, output_1, output_2, label }) => ({
      id,
      input,
      output_a: output_1,
      output_b: output_2,
      human: label === 1 ? "a" : "b",
      judge: side(byId.get(id)?.winner ?? null),
      judge_swapped: side(byId.get(id)?.winner_swapped ?? null),
    }));
    const { report } = await offline(rows);
    const given = stored.filter(({ winner, winner_swapped: swapped }) => winner !== null && swapped !== null).length;
    expect(report.rows.used).toBe(given);
    expect(Math.round((report.byOrder?.aFirst.mean ?? 0) * given)).toBe(first);
    expect(Math.round((report.byOrder?.bFirst.mean ?? 0) * given)).toBe(second);
    expect(Math.round(report.agreement.mean * given)).toBe(both);
    // two verdicts that are none are the same to the authors
    expect(report.position?.flips).toBe(given - (same - (stored.length - given)));
    // their kappa takes a verdict that is none for the second
    const orders = cohenKappa(
      stored.map(({ winner }) => winner ?? "2"),
      stored.map(({ winner_swapped: swapped }) => swapped ?? "2"),
      { random: seededRandom(1), resamples: 200 },
    );
    expect(orders.kappa.mean).toBeCloseTo(kappa, 10);
    // people are never divided over a tie here, so kappa follows from the counts of the table
    const people = rows.map(({ human }) => human);
    const said = rows.map((row) => (row.judge === row.judge_swapped ? row.judge : "tie"));
    const used = rows.flatMap((row, at) => (row.judge === null || row.judge_swapped === null ? [] : [at]));
    const share = (of: readonly (string | null)[], label: string) => used.filter((at) => of[at] === label).length / used.length;
    const expected = share(people, "a") * share(said, "a") + share(people, "b") * share(said, "b");
    expect(report.kappa.mean).toBeCloseTo((both / given - expected) / (1 - expected), 10);
  });
});
