import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildApp } from "../src/config.ts";
import type { EvaluationReport } from "../src/core/evaluation-results.ts";
import { runCli } from "../src/doors/cli.ts";

let folder = "";
let turns = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-eval-"));
  write("cases.jsonl", [
    { id: "a", input: "one", expected_substr: "1", tags: ["small"] },
    { id: "b", input: "two", expected_substr: "2", tags: ["small"] },
    { id: "c", input: "ten", expected_substr: "10", tags: ["large"] },
    { id: "d", input: "say", criteria: "is kind" },
  ]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, rows: readonly object[]): void {
  writeFileSync(join(folder, name), rows.map((row) => JSON.stringify(row)).join("\n"));
}

const NUMBERS = "{ candidates: { numbers: (input) => ({ one: '1', two: '2', ten: '9' })[input] ?? 'well' } ";

async function firstfit(arguments_: readonly string[], config = `${NUMBERS} }`, columns = 100, signal = new AbortController().signal) {
  turns += 1;
  // A configuration is imported once a process and path, so each has a name of its own.
  const name = `config-${turns}.mjs`;
  writeFileSync(join(folder, name), `export default ${config};\n`);
  const [out, err]: [string[], string[]] = [[], []];
  const environment = { XDG_CONFIG_HOME: folder };
  const exit = await runCli(
    {
      arguments: [...arguments_, "--config", name],
      environment,
      stdout: { write: (text) => void out.push(text), isTTY: false, columns },
      stderr: { write: (text) => void err.push(text), isTTY: false, columns },
      readStdin: async () => readFileSync(join(folder, "cases.jsonl"), "utf8"),
      signal,
      nowMs: () => 0,
    },
    (given) => buildApp({ ...given, folder, environment, onWait: (text) => void err.push(`${text}\n`) }),
    "0",
  );
  const stdout = out.join("");
  return { exit, stdout, stderr: err.join(""), report: () => JSON.parse(stdout) as EvaluationReport };
}

describe("firstfit eval", () => {
  it("prints one block a candidate, with errors and ungraded apart", async () => {
    const { exit, stdout } = await firstfit(["eval"]);
    expect(exit).toBe(0);
    expect(stdout.replace(/latency .*/, "latency")).toBe(`4 cases of cases.jsonl

numbers
  passed     2 of 3: 0.67 [0.21, 0.94]; apart from these 1 ungraded
  failed by  substring 1
  ungraded   1: criteria need a judge: name one with --judge, or \`judge\` in the configuration
  latency
  cost       unknown: 4 of 4 trials: the candidate does not say what it costs
  by tag     small  1.00 [0.34, 1.00] of 2
             large  0.00 [0.00, 0.79] of 1
    failed c: ten
      substring: does not hold "10"; it said: 9
`);
  });

  it("fits into 20 columns, and lets no escape of an output through", async () => {
    const { stdout } = await firstfit(["eval"], "{ candidates: { evil: () => '\\u001b[2Jgone\\u202e' } }", 20);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("\u202e");
    expect(stdout).toContain("gone");
  });

  it("reads the cases from standard input, and takes repeats", async () => {
    const { report } = await firstfit(["eval", "-", "--repeats", "3", "--json"]);
    const [{ summary, trials } = { summary: undefined, trials: [] }] = report().candidates;
    expect(report().dataset.name).toBe("standard input");
    expect(trials).toHaveLength(12);
    expect(summary?.passHatK?.map(({ k }) => k)).toEqual([1, 2, 3]);
  });

  it.for([
    ["a bar that is met", ["--bar", "0.5"], "{}", 0],
    ["a bar that is missed", ["--bar", "0.7"], "{}", 100],
    ["the bar of the configuration", [], "{ bar: { passRateMin: 0.7, ungradedShareMax: 1 } }", 100],
    ["a lower bar in its place", ["--bar", "0.5"], "{ bar: { passRateMin: 0.7, ungradedShareMax: 1 } }", 0],
    ["a latency that is exceeded", [], "{ bar: { latencyMsP95Max: 0, ungradedShareMax: 1 } }", 100],
    ["a cost that nobody knows", [], "{ bar: { costPerCallMax: 1, ungradedShareMax: 1 } }", 100],
  ] as const)("ends by %s", async ([, args, task, exit]) => {
    // the one case for a judge is ungraded, which is a quarter of all
    const bar = task === "{}" ? "{ bar: { ungradedShareMax: 0.5 } }" : task;
    expect((await firstfit(["eval", ...args], `${NUMBERS}, task: ${bar} }`)).exit).toBe(exit);
  });

  it("misses a bar for want of grades alone", async () => {
    const { exit, stdout } = await firstfit(["eval", "--bar", "0.1"]);
    expect(exit).toBe(100);
    expect(stdout).toContain("errors and ungraded at most 0.10: not met");
  });

  it("takes a candidate of which nothing could be graded for no drop in quality, and one that misses the bar for one", async () => {
    const dead = "dead: () => { throw new Error('ECONNREFUSED') }";
    expect((await firstfit(["eval", "--bar", "0.5"], `{ candidates: { ${dead} } }`)).exit).toBe(1);
    expect((await firstfit(["eval", "--bar", "0.5"], `{ candidates: { ${dead}, poor: () => 'no' } }`)).exit).toBe(100);
    const good = "good: (input) => ({ one: '1', two: '2', ten: '10' })[input] ?? 'well'";
    const bar = "task: { bar: { passRateMin: 0.5, ungradedShareMax: 0.5 } }";
    expect((await firstfit(["eval"], `{ candidates: { ${dead}, ${good} }, ${bar} }`)).exit).toBe(1);
    expect((await firstfit(["compare"], `{ candidates: { ${dead} }, ${bar} }`)).exit).toBe(1);
    expect((await firstfit(["compare"], `{ candidates: { ${dead}, poor: () => 'no' }, ${bar} }`)).exit).toBe(1);
    expect((await firstfit(["compare"], `{ candidates: { poor: () => 'no' }, ${bar} }`)).exit).toBe(100);
  });

  it("ends with 1 when a candidate gave not one output", async () => {
    const { exit, stdout } = await firstfit(["eval"], "{ candidates: { broken: () => { throw new Error('no server'); } } }");
    expect(exit).toBe(1);
    expect(stdout).toContain("error      4 times CANDIDATE_FAILED: broken threw: no server");
    expect(stdout).toContain("cost       unknown: no trial gave an output");
  });

  it("ends with 1 when not one output could be graded, and says what to do", async () => {
    write("cases.jsonl", [{ id: "d", input: "say", criteria: "is kind" }]);
    const judged = await firstfit(["eval"]);
    expect(judged.exit).toBe(1);
    expect(judged.stdout.replace(/\s+/g, " ")).toContain(
      "Not one output of numbers could be graded, so this run says nothing of how good it is: criteria need a judge: name one with --judge",
    );
    write("cases.jsonl", [{ id: "d", input: "say" }]);
    const bare = await firstfit(["eval"]);
    expect([bare.exit, bare.stdout.replace(/\s+/g, " ")]).toEqual([
      1,
      expect.stringContaining("the case expects nothing. docs/dataset.md"),
    ]);
    write("cases.jsonl", [
      { id: "d", input: "say" },
      { id: "e", input: "say", expected_substr: "well" },
    ]);
    expect((await firstfit(["eval"])).exit).toBe(0);
    expect((await firstfit(["compare"])).exit).toBe(0);
  });

  it("takes cases, bar and limits from the configuration", async () => {
    write("mine.jsonl", [{ id: "x", input: "one", expected_substr: "1" }]);
    const config = `${NUMBERS}, task: { cases: "mine.jsonl", limits: { tokensMax: 5 } }, graders: [{ name: "short", grade: ({ text }) => text.length < 3 }] }`;
    const { report } = await firstfit(["eval", "--json"], config);
    expect(report().dataset).toMatchObject({ name: "mine.jsonl", cases: 1 });
    expect(report().candidates[0]?.summary.grades.map(({ grader }) => grader)).toEqual(["short", "substring", "tokens"]);
    expect((await firstfit(["eval"], `${NUMBERS}, task: { bar: { costPerMonthMax: 3 } } }`)).stderr).toContain(
      "how many calls a month has",
    );
    expect((await firstfit(["eval"], `${NUMBERS}, task: { baar: {} } }`)).stderr).toContain('Did you mean "bar"?');
    expect((await firstfit(["eval"], `${NUMBERS}, graders: [{ name: "x" }] }`)).stderr).toContain("is no grader");
  });

  it("runs any command and any address without a word of configuration", async () => {
    write("cases.jsonl", [{ id: "a", input: "hello", expected_substr: "HELLO" }]);
    const { report } = await firstfit(["eval", "--command", "tr a-z A-Z", "--json"], "{}");
    expect(report().candidates).toMatchObject([{ name: "tr a-z A-Z", summary: { trials: { passed: 1 } } }]);
    const { exit, stdout } = await firstfit(["eval", "--http", "http://127.0.0.1:9/answer"], "{}");
    expect([exit, stdout]).toEqual([1, expect.stringContaining("NETWORK") as string]);
    expect((await firstfit(["eval", "--http", "answer"], "{}")).stderr).toContain("--http: write the whole address");
  });

  it("writes no run down in a dry run, and calls no candidate", async () => {
    const { exit, stdout } = await firstfit(["eval", "--dry-run"], "{ candidates: { f: () => { throw new Error('called'); } } }");
    expect([exit, stdout]).toEqual([0, expect.not.stringContaining("called") as string]);
    expect((await firstfit(["eval", "--resume"])).stderr).toContain("NOT_FOUND: There is no unfinished run");
  });

  it.each(["eval", "compare"])("says how %s goes on, with the configuration and the index as they were typed", async (verb) => {
    const { exit, stderr } = await firstfit([verb, "--store", "my index.db", "--seed", "7"], undefined, 400, AbortSignal.abort());
    expect(exit).toBe(130);
    expect(stderr).toMatch(new RegExp(`Go on with: firstfit ${verb} --config config-\\d+\\.mjs --store 'my index\\.db' --seed 7 --resume`));
  });

  it("needs no judge for criteria of cases that are not run", async () => {
    write("cases.jsonl", [
      { id: "a", input: "one", expected_substr: "1" },
      { id: "d", input: "say", criteria: "is kind", review: "unreviewed" },
    ]);
    const config = `${NUMBERS}, judge: "anthropic/claude-haiku-4-5" }`;
    expect(await firstfit(["eval"], config)).toMatchObject({ exit: 0, stderr: expect.not.stringContaining("anthropic") as string });
    expect((await firstfit(["eval", "--unreviewed"], config)).stderr).toContain("anthropic");
  });

  it("takes a file behind --resume for the cases", async () => {
    expect((await firstfit(["eval", "--resume", join(folder, "cases.jsonl")])).stderr).toContain(
      "There is no unfinished run to go on with.",
    );
    expect((await firstfit(["eval", "--resume", "20260101-000000-abcdef"])).stderr).toContain("There is no run 20260101-000000-abcdef.");
  });

  it("tries again what failed with an error, and nothing else", async () => {
    const config = `{ candidates: { flaky: (input) => { if (input === "two" && !globalThis.mended) throw new Error("gone"); return "1 2 10"; } } }`;
    expect((await firstfit(["eval", "--json"], config)).report().candidates[0]?.summary.trials).toMatchObject({ passed: 2, errors: 1 });
    Object.assign(globalThis, { mended: true });
    const again = (await firstfit(["eval", "--retry-errors", "--json"], config)).report();
    expect(again.candidates[0]?.summary.trials).toMatchObject({ passed: 3, errors: 0 });
    expect(again.run.resumed).toBe(3);
  });

  it.for([
    ["an empty file", "", "holds no case"],
    ["a byte-order mark and Windows line ends", '\ufeff{"id":"a","input":"one","expected_substr":"1"}\r\n', undefined],
    ["two cases of one id", '{"id":"a","input":"x"}\n{"id":"a","input":"y"}', 'the case id "a" stands at'],
    ["a case named __proto__", '{"id":"__proto__","input":"one","expected_substr":"1"}', undefined],
    ["a misspelt expectation", '{"id":"a","input":"x","expect_substr":"y"}', 'Did you mean "expected_substr"?'],
  ] as const)("reads %s", async ([, text, error]) => {
    writeFileSync(join(folder, "cases.jsonl"), text);
    const { exit, stderr, stdout } = await firstfit(["eval"]);
    if (error === undefined) expect([exit, stdout]).toEqual([0, expect.stringContaining("1 of 1") as string]);
    else expect([exit, stderr]).toEqual([2, expect.stringContaining(error) as string]);
  });
});
