import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import type { ComparisonReport } from "../src/core/comparison.ts";
import type { EvaluationReport } from "../src/core/evaluation-results.ts";
import { operations, runOperation } from "../src/operations.ts";
import { renderComparison } from "../src/render/comparison.ts";
import { plainStyle } from "../src/render/style.ts";
import { anthropicServer } from "./providers/anthropic.ts";
import type { Asked, Said } from "./providers/minds.ts";
import { ollamaServer } from "./providers/ollama.ts";
import type { ScriptedServer } from "./providers/server.ts";

const KEY = "sk-ant-planted-0123456789-wxyz";
const LARGE = "anthropic/claude-sonnet-5-5";
const SMALL = "anthropic/claude-haiku-4-5";
const QUANTIZED = "ollama/llama3.1:8b-instruct-q4_K_M";
const CASES = 40;

let folder = "";
let anthropic: ScriptedServer;
let ollama: ScriptedServer;
let digest = "a".repeat(64);
/** A module is read once in a process, so every configuration has a file of its own. */
let configs = 0;
const configFile = (): string => `firstfit-${configs}.config.ts`;

/** Each model knows the capital of the first so many countries, as larger ones know more. */
const KNOWS: Readonly<Record<string, number>> = { "claude-sonnet-5-5": 40, "claude-haiku-4-5": 38, "llama3.1:8b-instruct-q4_K_M": 22 };
const answer = ({ model, user, forced }: Asked): Said => {
  // asked which of two outputs is better, by what the judge's prompt shows first
  if (forced === "prefer") {
    const first = user.indexOf("It is capital") >= 0 && user.indexOf("It is capital") < user.indexOf("I am not sure");
    return { toolCalls: [{ name: "prefer", input: { reasons: "It knows the capital.", verdict: first ? "first" : "second" } }] };
  }
  const n = Number(/country (\d+)/.exec(user)?.[1]);
  return { text: n < (KNOWS[model] ?? 0) ? `It is capital ${n}.` : "I am not sure." };
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-compare-"));
  digest = "a".repeat(64);
  anthropic = await anthropicServer({ key: KEY, mind: answer });
  ollama = await ollamaServer({ model: "llama3.1:8b-instruct-q4_K_M", mind: answer, digest: () => digest });
  writeFileSync(
    join(folder, "cases.jsonl"),
    Array.from({ length: CASES }, (_, n) =>
      JSON.stringify({
        id: `c${n}`,
        input: `What is the capital of country ${n}?`,
        expected_substr: `capital ${n}.`,
        tags: [n < 30 ? "common" : "rare"],
      }),
    ).join("\n"),
  );
  writeConfig();
});
afterEach(async () => {
  await anthropic.close();
  await ollama.close();
  rmSync(folder, { recursive: true, force: true });
});

function writeConfig(change: { readonly small?: string; readonly agent?: string; readonly task?: string } = {}): void {
  configs++;
  writeFileSync(
    join(folder, configFile()),
    `import { defineConfig } from "firstfit";

export default defineConfig({
  providers: { anthropic: { baseUrl: "${anthropic.url}" }, ollama: { baseUrl: "${ollama.url}" } },
  candidates: {
    large: { kind: "prompt", model: "${LARGE}" },
    small: { kind: "prompt", model: "${change.small ?? SMALL}" },
    quantized: { kind: "prompt", model: "${QUANTIZED}" },${change.agent === undefined ? "" : `\n    agent: ${change.agent},`}
  },${change.task ?? ""}
});
`,
  );
}

async function compare(
  input: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly report: ComparisonReport; readonly exit: number }> {
  const app = await buildApp({ folder, config: configFile(), seed: 1, environment: { ANTHROPIC_API_KEY: KEY } });
  const readInput = async (path: string): Promise<string> => readFileSync(path.startsWith("/") ? path : join(folder, path), "utf8");
  const report = (await runOperation(app, "compare", input, { readInput })) as ComparisonReport; // as the row says
  return { report, exit: operations.find(({ name }) => name === "compare")?.exit(report) ?? -1 };
}

const chats = (server: ScriptedServer): number =>
  server.ledger.filter(({ path }) => path === "/v1/messages" || path === "/api/chat").length;

describe("the table of a large model, a small one and a quantized local one", () => {
  test("has latency, cost and pass rate of each, and the cheapest row that meets the bar", async () => {
    const { report, exit } = await compare({ bar: 0.9 });
    const rows = report.candidates.map(({ name, summary: { passRate, costPerCall, costPerPass, latencyMs, usage } }) => ({
      name,
      rate: passRate.mean,
      usd: costPerCall.kind === "known" ? costPerCall.usd : undefined,
      perPass: costPerPass?.kind,
      isTimed: (latencyMs?.p95 ?? 0) > 0 && (latencyMs?.p50 ?? 0) <= (latencyMs?.p95 ?? 0),
      usage: usage.source,
    }));
    expect(rows).toMatchObject([
      { name: "large", rate: 1, perPass: "known", isTimed: true, usage: "provider" },
      { name: "small", rate: 0.95, perPass: "known", isTimed: true, usage: "provider" },
      { name: "quantized", rate: 0.55, usd: 0, isTimed: true, usage: "provider" },
    ]);
    const [large, small] = rows;
    expect(large?.usd).toBeGreaterThan(small?.usd ?? Infinity);
    expect(report.cheapest).toBe("small");
    expect(exit).toBe(0);
    expect(report.differences.map(({ b, verdict }) => [b, verdict])).toEqual([
      ["small", "cannot tell"],
      ["quantized", "worse"],
    ]);
    expect(report.frontier.candidates).toEqual(["quantized", "small", "large"]);
    const text = renderComparison(report, { style: plainStyle, columns: 80 });
    expect(text).toMatch(/^The cheapest that meets the bar is small, \$0\.\d+ a call\.$/m);
    expect(text).toMatch(/^ {2}You cannot tell large and small apart yet; about \d+ more cases would/m);
  });

  test("with everything local asked for, does not take a candidate of which nobody knows what it asks", async () => {
    writeConfig({
      agent: "(input) => `It is capital ${/country (\\d+)/.exec(String(input))?.[1]}.`",
      task: '\n  task: { bar: { privacy: "local" } },',
    });
    const { report } = await compare({ candidate: ["quantized", "agent"] });
    expect(report.bar?.map(({ candidate, isMet }) => [candidate, isMet])).toEqual([
      ["quantized", true],
      ["agent", false],
    ]);
    expect(report.cheapest).toBe("quantized");
    const { exit } = await compare({ candidate: ["agent"] });
    expect(exit).toBe(100);
  });

  test("prices a month of calls", async () => {
    writeConfig({ task: "\n  task: { bar: { costPerMonthMax: 1 }, callsPerMonth: 1_000_000 }," });
    const { report } = await compare();
    expect(report.bar?.map(({ candidate, isMet }) => [candidate, isMet])).toEqual([
      ["large", false],
      ["small", false],
      ["quantized", true],
    ]);
  });
});

describe("--pairwise", () => {
  test("lets the judge say whose outputs it prefers, in both orders, and asks nobody where outputs are the same", async () => {
    const { report } = await compare({ pairwise: true, judge: SMALL });
    const [small, quantized] = report.preferences ?? [];
    // the judge likes whoever knows the capital: 2 cases of 40 against the small one, 18 against the quantized one
    expect(small).toMatchObject({ a: "large", b: "small", wins: 0, losses: 2, identical: 38, verdict: "cannot tell" });
    expect(quantized).toMatchObject({ a: "large", b: "quantized", wins: 0, losses: 18, verdict: "worse" });
    const text = renderComparison(report, { style: plainStyle, columns: 200 });
    expect(text).toContain("The judge prefers large to quantized: 0 won, 18 lost, 22 ties of 40");
    const asked = anthropic.ledger.filter(({ body }) => JSON.stringify(body ?? {}).includes('"prefer"'));
    // the two cases that the small one misses are the same pairs of outputs for the quantized one, and not paid again
    expect(asked).toHaveLength(2 * 18);
  });

  test("without a judge is told before anything is asked", async () => {
    await expect(compare({ pairwise: true })).rejects.toMatchObject({ code: "BAD_CONFIG" });
    expect(chats(anthropic) + chats(ollama)).toBe(0);
  });
});

describe("--set-default", () => {
  const config = (): string => readFileSync(join(folder, configFile()), "utf8");

  test("writes the cheapest that meets the bar as the project's model, and shows the change", async () => {
    const { report } = await compare({ bar: 0.9, setDefault: true });
    expect(report.setDefault).toMatchObject({ kind: "change", candidate: "small", change: { kind: "diff", written: true } });
    expect(config()).toContain(`  model: "${SMALL}",\n});`);
    expect(renderComparison(report, { style: plainStyle, columns: 80 })).toContain(`+  model: "${SMALL}",`);
  });

  test("changes nothing when no candidate meets the bar, and needs a bar", async () => {
    const before = config();
    const { report, exit } = await compare({ bar: 1, candidate: ["small", "quantized"], setDefault: true });
    expect(report.setDefault).toEqual({ kind: "refused", reason: "no candidate meets the bar" });
    expect(exit).toBe(100);
    const asked = chats(anthropic);
    await expect(compare({ setDefault: true })).rejects.toMatchObject({
      code: "BAD_INPUT",
      fix: expect.stringContaining("--bar") as string,
    });
    expect(chats(anthropic)).toBe(asked);
    expect(config()).toBe(before);
  });

  test("writes nothing in a dry run", async () => {
    const before = config();
    await compare({ bar: 0, setDefault: true, out: ["report.html"], dryRun: true });
    expect(config()).toBe(before);
    expect(existsSync(join(folder, "report.html"))).toBe(false);
    expect(chats(anthropic) + chats(ollama)).toBe(0);
  });
});

describe("--watch-models", () => {
  test("runs only what changed since the last run, and says when nothing did", async () => {
    await compare();
    const [askedAnthropic, askedOllama] = [chats(anthropic), chats(ollama)];
    const { report: same } = await compare({ watchModels: true });
    expect(same.watched).toMatchObject({
      changed: [],
      unchanged: [{ candidate: "large" }, { candidate: "small" }, { candidate: "quantized" }],
    });
    expect([chats(anthropic), chats(ollama)]).toEqual([askedAnthropic, askedOllama]);
    expect(same.candidates.map(({ summary }) => summary.passRate.mean)).toEqual([1, 0.95, 0.55]);
    expect(renderComparison(same, { style: plainStyle, columns: 80 })).toContain("Nothing changed since");

    writeConfig({ small: LARGE });
    const { report: other } = await compare({ watchModels: true });
    expect(other.watched?.changed).toEqual([{ candidate: "small", changes: [`model "${SMALL}", now "${LARGE}"`], versions: [] }]);
    expect([chats(anthropic), chats(ollama)]).toEqual([askedAnthropic + CASES, askedOllama]);
    expect(other.candidates.map(({ summary }) => summary.passRate.mean)).toEqual([1, 1, 0.55]);
  });

  test("sees other weights under the same name, and asks them anew", async () => {
    await compare();
    const [askedAnthropic, askedOllama] = [chats(anthropic), chats(ollama)];
    digest = "b".repeat(64);
    const { report } = await compare({ watchModels: true });
    expect(report.watched?.changed).toEqual([
      {
        candidate: "quantized",
        changes: [`${QUANTIZED} was version aaaaaaaa, and is bbbbbbbb`],
        versions: [{ model: QUANTIZED, was: "a".repeat(64), is: "b".repeat(64) }],
      },
    ]);
    expect([chats(anthropic), chats(ollama)]).toEqual([askedAnthropic, askedOllama + CASES]);
  });

  test("an answer of other weights is taken for one of today's by no later run, with the flag or without", async () => {
    await compare();
    const askedOllama = chats(ollama);
    digest = "b".repeat(64);
    await compare();
    expect(chats(ollama)).toBe(askedOllama + CASES);
    await compare();
    expect(chats(ollama)).toBe(askedOllama + CASES);
    digest = "c".repeat(64);
    await compare({ watchModels: true });
    await compare();
    // what is watched is asked without the cache, and nothing of the weights before is left there
    expect(chats(ollama)).toBe(askedOllama + 3 * CASES);
  });

  test("runs all where there is nothing to compare with", async () => {
    const { report } = await compare({ watchModels: true });
    expect(report.watched?.changed).toHaveLength(3);
    expect(report.watched?.unchanged).toEqual([]);
  });
});

describe("--baseline and --out", () => {
  test("a report that was written is the baseline of a later run, and a regression ends with 100", async () => {
    expect((await compare({ out: ["main.json"] })).exit).toBe(0);
    const kept = JSON.parse(readFileSync(join(folder, "main.json"), "utf8")) as EvaluationReport;
    expect(kept).toMatchObject({ kind: "comparison", version: 1 });

    const { report: same, exit } = await compare({ baseline: "main.json" });
    expect(same.baseline).toMatchObject({ casesShared: CASES, regressions: [] });
    expect(exit).toBe(0);

    writeConfig({ small: QUANTIZED });
    const { report: worse, exit: failed } = await compare({
      baseline: "main.json",
      out: ["report.html", "report.md", "report.xml", "report.csv"],
    });
    expect(worse.baseline?.regressions).toEqual(["small"]);
    expect(failed).toBe(100);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("Regression: small is worse than it was");
    expect(readFileSync(join(folder, "report.xml"), "utf8")).toContain('<failure type="regression"');
    for (const file of ["report.md", "report.csv"]) expect(readFileSync(join(folder, file), "utf8")).toContain("quantized");
  });

  test("of which one case of many is the same ends with 4: whether anything got worse is undecided", async () => {
    await compare({ out: ["main.json"], candidate: ["quantized"] });
    const rows = readFileSync(join(folder, "cases.jsonl"), "utf8").split("\n");
    writeFileSync(join(folder, "cases.jsonl"), [rows[0], ...rows.slice(1).map((row) => row.replace('"id":"c', '"id":"new'))].join("\n"));
    const { report, exit } = await compare({ baseline: "main.json", candidate: ["quantized"], out: ["report.md"] });
    expect([exit, report.baseline?.untold.length]).toEqual([4, 1]);
    expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("Only 1 of the 40 cases of this run");
  });

  test("what cannot be done is told before anything is asked", async () => {
    writeFileSync(join(folder, "broken.json"), '{"kind":"evaluation","version":1,');
    await expect(compare({ baseline: "broken.json" })).rejects.toMatchObject({ code: "BAD_INPUT" });
    await expect(compare({ out: ["nowhere/report.html"] })).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: "nowhere/report.html cannot be written, because its folder is not there.",
    });
    await expect(compare({ out: ["report.pdf"] })).rejects.toMatchObject({
      code: "BAD_INPUT",
      fix: expect.stringContaining(".html") as string,
    });
    expect(chats(anthropic) + chats(ollama)).toBe(0);
  });

  test("no report, in no form, holds a key", async () => {
    await compare({ out: ["r.json", "r.html", "r.md", "r.xml", "r.csv"] });
    for (const file of ["r.json", "r.html", "r.md", "r.xml", "r.csv"]) expect(readFileSync(join(folder, file), "utf8")).not.toContain(KEY);
  });
});
