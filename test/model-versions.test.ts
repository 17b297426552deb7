import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openProject } from "../src/config.ts";
import type { ComparisonReport } from "../src/core/comparison.ts";
import { evaluate } from "../src/evaluate.ts";
import { anthropicServer } from "./providers/anthropic.ts";
import { runFirstfit } from "./fixtures/run-firstfit.ts";
import { ollamaServer } from "./providers/ollama.ts";
import type { ScriptedServer } from "./providers/server.ts";

// What stands behind the names of the models that are asked: one that answers, by its digest, and one that judges, by the dated model of its alias.

const KEY = "sk-ant-planted-0123456789-wxyz";
const LOCAL = "ollama/llama3.1:8b";
const JUDGE = "anthropic/claude-haiku-4-5";
const CASES = 6;
const [A, B, C] = ["a", "b", "c"].map((letter) => letter.repeat(64)) as [string, string, string];

let folder = "";
let turns = 0;
let ollama: ScriptedServer;
let anthropic: ScriptedServer;
/** Undefined: the server does not say. */
let digest: string | undefined;
let judgeId: string;
/** What happens when the model is asked, by how often it was. */
let onAsked: (times: number) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-versions-"));
  [digest, judgeId, onAsked] = [A, "claude-haiku-4-5-20261001", () => {}];
  ollama = await ollamaServer({
    mind: ({ user }) => {
      onAsked(asked(ollama));
      return { text: `Of ${digest?.[0]}: ${user}` };
    },
    digest: () => {
      if (digest === undefined) throw new Error("It does not say.");
      return digest;
    },
  });
  anthropic = await anthropicServer({
    key: KEY,
    dated: () => judgeId,
    mind: () => ({ toolCalls: [{ name: "judge", input: { reasons: "It answers.", verdict: "pass" } }] }),
  });
  cases({ expected_substr: "Of" });
});
afterEach(async () => {
  await ollama.close();
  await anthropic.close();
  rmSync(folder, { recursive: true, force: true });
});

function cases(expected: object): void {
  const rows = Array.from({ length: CASES }, (_, at) => JSON.stringify({ id: `c${at}`, input: `question ${at}`, ...expected }));
  writeFileSync(join(folder, "cases.jsonl"), rows.join("\n"));
}

/** Questions that a server was asked, without those for versions. */
const asked = (server: ScriptedServer): number =>
  server.ledger.filter(({ path }) => path === "/api/chat" || path === "/v1/messages").length;

/** One candidate that asks a model, and one that asks none. */
const CANDIDATES = { local: { kind: "prompt", model: LOCAL } };

function configFile(more: object = {}): string {
  turns += 1;
  // a configuration is imported once a process and path
  const name = `config-${turns}.mjs`;
  const settings = JSON.stringify({
    providers: { ollama: { baseUrl: ollama.url }, anthropic: { baseUrl: anthropic.url } },
    judge: JUDGE,
    ...more,
  });
  writeFileSync(
    join(folder, name),
    `export default { ...${settings}, candidates: { ...${JSON.stringify(CANDIDATES)}, own: (input) => "Of nobody: " + input } };\n`,
  );
  return name;
}

async function firstfit(parameters: readonly string[], signal = new AbortController().signal) {
  const environment = { XDG_CONFIG_HOME: folder, ANTHROPIC_API_KEY: KEY };
  const run = await runFirstfit([...parameters, "--config", configFile()], { folder, environment, signal });
  return { ...run, report: () => JSON.parse(run.stdout) as ComparisonReport }; // what eval writes has less
}

/** Runs the verb until the model was asked three times. */
async function stopped(verb: string) {
  const controller = new AbortController();
  onAsked = (times) => {
    if (times >= 3) controller.abort();
  };
  const run = await firstfit([verb, "--candidate", "local", "--candidate", "own", "--concurrency", "1"], controller.signal);
  onAsked = () => {};
  expect(run.exit).toBe(130);
}

const ANOTHER = `Another model answers under the name of ${LOCAL} now: what it answered before is forgotten, and it is measured anew.`;
const SILENT = `The version cannot be asked now of ${LOCAL} (aaaaaaaa when it was last known)`;

describe.for(["eval", "compare"])("%s", (verb) => {
  test("notes which version was asked, replays its kept answers, and asks other weights anew", async () => {
    const first = await firstfit([verb, "--json"]);
    expect(first.report().plan.modelVersions).toEqual({ [LOCAL]: A });
    expect(asked(ollama)).toBe(CASES);
    const again = await firstfit([verb, "--json"]);
    expect([again.report().plan.modelVersions, asked(ollama)]).toEqual([{ [LOCAL]: A }, CASES]);
    expect(again.stderr).not.toMatch(/Another model|version/);
    digest = B;
    const other = await firstfit([verb, "--json"]);
    expect(other.stderr).toContain(ANOTHER);
    expect([other.report().plan.modelVersions, asked(ollama)]).toEqual([{ [LOCAL]: B }, 2 * CASES]);
    expect(other.stdout).not.toContain("Of a: ");
    await firstfit([verb]);
    expect(asked(ollama)).toBe(2 * CASES);
  });

  test.for(["--resume", "--retry-errors"])("%s does not mix trials of two weights, and goes on with those of one", async (flag) => {
    await stopped(verb);
    const before = asked(ollama);
    expect(before).toBeLessThan(CASES);
    digest = B;
    const refused = await firstfit([verb, flag]);
    expect([refused.exit, asked(ollama)]).toEqual([2, before]);
    expect(refused.stderr).toMatch(
      /The run \S+ asked another model under the same name: ollama\/llama3\.1:8b was version aaaaaaaa, and is bbbbbbbb\./,
    );
    expect(refused.stderr).toContain("Leave the flag out and begin a new run");
    expect(refused.stderr).not.toContain("is forgotten");
    digest = A;
    const gone = await firstfit([verb, flag, "--json"]);
    expect([gone.exit, asked(ollama)]).toEqual([0, CASES]);
    expect(gone.report().run.resumed).toBeGreaterThan(0);
  });

  test("of a stopped run with other weights, the next step measures the model anew and keeps no old answer", async () => {
    await stopped(verb);
    const before = asked(ollama);
    digest = B;
    const { stdout, stderr } = await firstfit([verb, "--json"]);
    expect(stderr).toContain(ANOTHER);
    expect(stderr).not.toContain("--resume goes on with it");
    expect(stdout).not.toContain("Of a: ");
    expect(asked(ollama)).toBe(before + CASES);
  });

  test("says that a version which was known cannot be asked now", async () => {
    await firstfit([verb]);
    digest = undefined;
    const silent = await firstfit([verb, "--json"]);
    expect(silent.exit).toBe(0);
    expect(silent.stderr.split(SILENT)).toHaveLength(2);
    expect(silent.report().plan).not.toHaveProperty("modelVersions");
    await ollama.close();
    expect((await firstfit([verb])).stderr).toContain(SILENT);
    expect((await firstfit([verb, "--dry-run"])).stderr).not.toContain(SILENT);
  });

  test("of a server that never said a version, says nothing", async () => {
    digest = undefined;
    await firstfit([verb]);
    expect((await firstfit([verb])).stderr).not.toContain("version");
  });

  test("a run that began without its version and goes on with one writes it down", async () => {
    digest = undefined;
    await stopped(verb);
    digest = A;
    const gone = await firstfit([verb, "--resume", "--json"]);
    expect([gone.exit, gone.report().plan.modelVersions, asked(ollama)]).toEqual([0, { [LOCAL]: A }, CASES]);
    expect(gone.report().run).toMatchObject({ interruptions: 1 });
    expect((await firstfit([verb, "--resume"])).stderr).toContain("There is no unfinished run to go on with.");
    expect((await firstfit([verb])).stderr).not.toContain("An unfinished run");
    digest = B;
    expect((await firstfit([verb])).stderr).toContain(ANOTHER);
    expect(asked(ollama)).toBe(2 * CASES);
  });

  test("a run that goes on while nobody says the version keeps the one of its trials", async () => {
    await stopped(verb);
    digest = undefined;
    const gone = await firstfit([verb, "--resume", "--json"]);
    expect(gone.stderr).toContain(SILENT);
    expect(gone.report().plan.modelVersions).toEqual({ [LOCAL]: A });
  });

  test("asks another judge under the same name anew, and the candidates not", async () => {
    cases({ criteria: "It answers." });
    const first = await firstfit([verb, "--json"]);
    expect(first.report().plan.modelVersions).toEqual({ [LOCAL]: A, [JUDGE]: "claude-haiku-4-5-20261001" });
    const judged = asked(anthropic);
    expect(judged).toBe(2 * CASES);
    judgeId = "claude-haiku-4-5-20261101";
    const other = await firstfit([verb, "--json"]);
    expect(other.stderr).toContain(`Another model answers under the name of ${JUDGE} now`);
    expect([asked(anthropic), asked(ollama)]).toEqual([2 * judged, CASES]);
    expect(other.report().plan.modelVersions).toEqual({ [LOCAL]: A, [JUDGE]: judgeId });
  });

  test("--resume does not mix grades of two judges under one name", async () => {
    cases({ criteria: "It answers." });
    await stopped(verb);
    judgeId = "claude-haiku-4-5-20261101";
    const refused = await firstfit([verb, "--resume"]);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain(`${JUDGE} was version claude-haiku-4-5-20261001, and is ${judgeId}.`);
  });
});

describe("compare --watch-models", () => {
  test("prints a digest short, and has it whole in --json", async () => {
    await firstfit(["compare"]);
    digest = B;
    const shown = await firstfit(["compare", "--watch-models"]);
    expect(shown.stdout).toContain(`local was run: ${LOCAL} was version aaaaaaaa, and is bbbbbbbb.`);
    expect(shown.stdout).not.toContain(B);
    digest = C;
    const { watched } = (await firstfit(["compare", "--watch-models", "--json"])).report();
    expect(watched?.changed).toEqual([
      {
        candidate: "local",
        changes: [`${LOCAL} was version bbbbbbbb, and is cccccccc`],
        versions: [{ model: LOCAL, was: B, is: C }],
      },
    ]);
  });

  test("runs again what another judge under the same name graded", async () => {
    cases({ criteria: "It answers." });
    await firstfit(["compare"]);
    judgeId = "claude-haiku-4-5-20261101";
    const { watched } = (await firstfit(["compare", "--watch-models", "--json"])).report();
    expect(watched?.changed.map(({ candidate, changes }) => [candidate, changes])).toEqual(
      ["local", "own"].map((name) => [name, [`the judge ${JUDGE} was version claude-haiku-4-5-20261001, and is ${judgeId}`]]),
    );
    const same = (await firstfit(["compare", "--watch-models", "--json"])).report();
    expect(same.watched?.changed).toEqual([]);
  });

  test("says that a version cannot be asked now, and sees the change once it can, whatever ran meanwhile", async () => {
    await firstfit(["compare"]);
    digest = undefined;
    const silent = await firstfit(["compare", "--watch-models"]);
    expect(silent.stderr).toContain(SILENT);
    expect(silent.stdout).toContain("Nothing changed since");
    await firstfit(["compare"]);
    digest = B;
    const { watched } = (await firstfit(["compare", "--watch-models", "--json"])).report();
    expect(watched?.changed.map(({ candidate }) => candidate)).toEqual(["local"]);
  });

  test("--pairwise asks another judge under the same name anew", async () => {
    const answers = readFileSync(join(folder, "cases.jsonl"), "utf8");
    expect(answers).not.toContain("criteria");
    const first = await firstfit(["compare", "--pairwise", "--json"]);
    expect(first.report().plan.modelVersions).toMatchObject({ [JUDGE]: judgeId });
    const judged = asked(anthropic);
    judgeId = "claude-haiku-4-5-20261101";
    expect((await firstfit(["compare", "--pairwise"])).stderr).toContain(`Another model answers under the name of ${JUDGE} now`);
    expect(asked(anthropic)).toBe(2 * judged);
  });
});

test("evaluate() of a project notes versions, and asks other weights anew", async () => {
  const project = async () => await openProject({ folder, config: configFile({ judge: undefined }) });
  const rows = [{ id: "c0", input: "question 0", expected_substr: "Of" }];
  const first = await evaluate(rows, { project: await project() });
  expect([first.plan.modelVersions, asked(ollama)]).toEqual([{ [LOCAL]: A }, 1]);
  digest = B;
  const texts: string[] = [];
  const report = (event: { readonly kind: string; readonly text?: string }) => void texts.push(event.text ?? "");
  const other = await evaluate(rows, { project: await project(), report });
  expect([other.plan.modelVersions, asked(ollama)]).toEqual([{ [LOCAL]: B }, 2]);
  expect(texts).toContain(ANOTHER);
});
