import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Candidate, Case, TrialContext } from "../src/core/evaluation.ts";
import type { EvaluationReport } from "../src/core/evaluation-results.ts";
import { openProject, runOperation } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "firstfit-candidates-"));
let configs = 0;

beforeAll(async () => {
  await runOperation(await openProject({ folder }), "init", { sample: true, folder });
  writeFileSync(join(folder, "firstfit.config.ts"), 'export default { sources: ["."] };\n');
  await runOperation(await openProject({ folder }), "index", {});
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function project(candidates: string, beside = "") {
  const config = `candidates-${(configs += 1)}.config.ts`;
  writeFileSync(
    join(folder, config),
    `import { defineConfig } from "firstfit";\n${beside}\nexport default defineConfig({ sources: ["."], candidates: ${candidates} });\n`,
  );
  return await openProject({ folder, config });
}

const context = (signal = new AbortController().signal): TrialContext => ({ signal, repeat: 0, caseId: "one" });
const ask = (candidate: Candidate | undefined, input: Case["input"], given = context()) => {
  if (candidate === undefined) throw new Error("there is no candidate");
  return candidate.run(input, given);
};
const closed = async (candidates: readonly Candidate[]): Promise<void> => {
  for (const candidate of candidates) await candidate.close?.();
};

describe("which candidates there are", () => {
  test("all of the configuration, in its order, when none is asked for", async () => {
    const app = await project(`{ second: () => "2", first: () => "1" }`);
    expect((await app.candidates({})).map(({ name }) => name)).toEqual(["second", "first"]);
    expect((await app.candidates({ names: ["first"] })).map(({ name }) => name)).toEqual(["first"]);
  });

  test("the project's own ask, named after its model, when none is configured", async () => {
    const candidates = await (await openProject({ folder })).candidates({});
    expect(candidates.map(({ name }) => name)).toEqual(["builtin/extractive"]);
    await closed(candidates);
  });

  test("an unknown name is an error with what may have been meant", async () => {
    const app = await project(`{ production: () => "1" }`);
    await expect(app.candidates({ names: ["prodution"] })).rejects.toMatchObject({
      code: "BAD_INPUT",
      fix: 'Did you mean "production"? Candidates: production.',
    });
  });

  test.each([
    ["{ a: 1 }", /"candidates\.a" is neither a function nor an object with a kind/],
    ['{ a: { kind: "retrival" } }', /unknown kind "retrival"/],
    ['{ a: { kind: "http", ur: "http://127.0.0.1:1/" } }', /unknown key "candidates\.a\.ur"/],
    ['{ a: { kind: "retrieval", retriveK: 3 } }', /unknown key "candidates\.a\.retriveK"/],
    ['{ a: { kind: "retrieval", ranking: { weights: { dens: 1 } } } }', /unknown key "candidates\.a\.ranking\.weights\.dens"/],
    ['{ a: { kind: "retrieval", retrieveK: 0 } }', /"candidates\.a\.retrieveK"/],
    ['{ "a\\nb": () => "x" }', /cannot be the name of a candidate/],
  ])("a configuration with %s is refused", async (candidates, message) => {
    await expect(project(candidates)).rejects.toMatchObject({ code: "BAD_CONFIG", message: expect.stringMatching(message) });
  });

  test("a key that is misspelt gets a suggestion", async () => {
    await expect(project('{ a: { kind: "retrieval", retriveK: 3 } }')).rejects.toMatchObject({ fix: 'Did you mean "retrieveK"?' });
  });
});

describe("a function", () => {
  test("answers with a text or with all that it knows", async () => {
    const app = await project(
      `{ text: (input) => String(input).toUpperCase(), whole: async (input, { repeat, caseId }) => ({ text: caseId + repeat, latencyMs: 5, abstained: true }) }`,
    );
    const [text, whole] = await app.candidates({});
    expect(await ask(text, "hello")).toMatchObject({ text: "HELLO", latencyMs: expect.any(Number) });
    expect(await ask(whole, "hello")).toEqual({ text: "one0", latencyMs: 5, abstained: true });
  });

  test("is told from a changed one by its source, and says what is not seen", async () => {
    const of = async (body: string) => (await (await project(`{ f: () => ${body} }`)).candidates({}))[0]?.definition;
    expect(await of('"a"')).toEqual(await of('"a"'));
    expect(await of('"a"')).not.toEqual(await of('"b"'));
    expect(await of('"a"')).toMatchObject({ kind: "function", unseen: "what it closes over or imports" });
  });

  test.each([
    ['() => { throw new Error("no luck") }', "f threw: no luck"],
    ["() => undefined", "f returned nothing."],
    ["() => 42", "f returned a number."],
    ["() => ({ txt: 'x' })", /f returned an object that is no output: "text"/],
    ["() => ({ text: 'x', latencyMs: -1 })", /"latencyMs"/],
    ["() => ({ text: 'x', cost: '$0.002' })", /"cost": give US dollars as a number of 0 or more, such as 0\.002, or \{ kind: "unknown"/],
    ["() => ({ text: 'x', cost: { usd: 1 } })", /"cost": give US dollars as a number/],
    ["() => ({ text: 'x', cost: -1 })", /"cost": give US dollars as a number/],
  ])("%s is a failed trial and no empty answer", async (source, message) => {
    const [candidate] = await (await project(`{ f: ${source} }`)).candidates({});
    await expect(ask(candidate, "x")).rejects.toMatchObject({ code: "CANDIDATE_FAILED", message: expect.stringMatching(message) });
  });

  test("says its cost in US dollars, as a number or at length", async () => {
    for (const said of ["0.002", '{ kind: "known", usd: 0.002 }']) {
      const [candidate] = await (await project(`{ f: () => ({ text: "x", cost: ${said} }) }`)).candidates({});
      expect(await ask(candidate, "x")).toMatchObject({ cost: { kind: "known", usd: 0.002 } });
    }
  });

  test("that does not listen to the signal is not waited for", async () => {
    const [candidate] = await (await project("{ f: () => new Promise(() => {}) }")).candidates({});
    const stop = new AbortController();
    const run = ask(candidate, "x", context(stop.signal));
    stop.abort();
    await expect(run).rejects.toMatchObject({ code: "INTERRUPTED" });
  });

  test("is planned and not called in a dry run", async () => {
    const app = (await project('{ f: () => { throw new Error("called") } }')).spending({ isDryRun: true, useCache: true });
    const [candidate] = await app.candidates({});
    expect(await ask(candidate, "x")).toEqual({ text: "" });
    expect((await app.billBefore()).planned).toMatchObject([{ provider: "function", model: "f", calls: 1, high: { kind: "unknown" } }]);
  });
});

describe("retrieval", () => {
  test("answers as ask does, with citations that were verified, and costs nothing", async () => {
    const app = await openProject({ folder });
    const [candidate] = await app.candidates({});
    const output = await ask(candidate, "Who is the executive sponsor?");
    expect(output).toMatchObject({ abstained: false, cost: { kind: "known", usd: 0 }, latencyMs: expect.any(Number) });
    expect(output.text).toContain("Marit Sandvoll");
    const [citation] = output.citations ?? [];
    expect(citation).toMatchObject({ document: "note01.txt", verified: true });
    expect(readFileSync(join(folder, "note01.txt"), "utf8").slice(citation?.start, citation?.end)).toContain("Marit Sandvoll");
    await candidate?.close?.();
  });

  test("abstains with fixed words, and keeps the reason where nothing grades it", async () => {
    const [candidate] = await (await openProject({ folder })).candidates({});
    const output = await ask(candidate, "What is the office Wi-Fi password?");
    expect(output).toMatchObject({ text: "Not found in sources.", abstained: true, citations: [], notes: [expect.any(String)] });
    await candidate?.close?.();
  });

  test("computes one question after the other, so that none takes longer for those beside it", async () => {
    const [candidate] = await (await openProject({ folder })).candidates({});
    await ask(candidate, "Who is the executive sponsor?");
    const startedMs = performance.now();
    const outputs = await Promise.all(Array.from({ length: 8 }, () => ask(candidate, "What is the contingency reserve?")));
    const sum = outputs.reduce((total, { latencyMs = Number.NaN }) => total + latencyMs, 0);
    expect(sum).toBeLessThanOrEqual(performance.now() - startedMs + 1);
    await candidate?.close?.();
  });

  test("has every setting that decides in its definition, and what the index holds", async () => {
    const settings = `{
      plain: { kind: "retrieval" },
      keyword: { kind: "retrieval", ranking: { weights: { dense: 0, latent: 0 } } },
      other: { kind: "retrieval", retrieveK: 3, strict: true, rerank: "builtin", rerankTo: 2, expand: "section", filter: { document: "note0" } },
    }`;
    const before = await (await project(settings)).candidates({});
    expect(before.map(({ definition }) => definition)).toMatchObject([
      { kind: "retrieval", model: "builtin/extractive", retrieveK: 30, rerank: "none", ranking: { weights: { dense: 0.2 } } },
      { ranking: { weights: { dense: 0, latent: 0, lexical: 1 } } },
      { retrieveK: 3, strict: true, rerankTo: 2, expand: "section", filter: { document: "note0" } },
    ]);
    await closed(before);
    const again = await (await project(settings)).candidates({});
    expect(again.map(({ definition }) => definition)).toEqual(before.map(({ definition }) => definition));
    await closed(again);
    appendFileSync(join(folder, "note03.txt"), "\nThe sponsor's cat is called Pim.\n");
    await runOperation(await openProject({ folder }), "index", {});
    const after = await (await project(settings)).candidates({});
    expect(after[0]?.definition).not.toEqual(before[0]?.definition);
    await closed(after);
  });

  test("names every model that it asks, so that a bar on privacy sees them", async () => {
    const app = await project(
      '{ far: { kind: "retrieval", rerank: "voyage/rerank-2.5" }, near: { kind: "retrieval", rerank: "builtin" } }',
    );
    const candidates = await app.spending({ isDryRun: true, useCache: true }).candidates({});
    expect(candidates.map(({ models }) => models)).toEqual([["builtin/extractive", "voyage/rerank-2.5"], ["builtin/extractive"]]);
    await closed(candidates);
  });

  test("takes a question from the end of a conversation, and refuses one without", async () => {
    const [candidate] = await (await openProject({ folder })).candidates({});
    const output = await ask(candidate, [{ role: "user", text: "Who is the executive sponsor?" }]);
    expect(output.text).toContain("Marit Sandvoll");
    await expect(ask(candidate, [{ role: "assistant", text: "Hello." }])).rejects.toMatchObject({ code: "BAD_INPUT" });
    await expect(
      ask(candidate, [
        { role: "system", text: "Be short." },
        { role: "user", text: "Who?" },
      ]),
    ).rejects.toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining("system message") });
    await candidate?.close?.();
  });

  test("without an index says how to make one", async () => {
    const empty = mkdtempSync(join(tmpdir(), "firstfit-no-index-"));
    await expect((await openProject({ folder: empty })).candidates({})).rejects.toMatchObject({ code: "EMPTY_INDEX" });
    rmSync(empty, { recursive: true, force: true });
  });
});

test("the candidates of the sample project are four, and differ on its cases", { timeout: 120_000 }, async () => {
  const sample = mkdtempSync(join(tmpdir(), "firstfit-sample-"));
  await runOperation(await openProject({ folder: sample }), "init", { sample: true, folder: sample });
  const app = await openProject({ folder: sample });
  await runOperation(app, "index", {});
  const { candidates } = (await runOperation(
    app,
    "eval",
    {},
    { readInput: async (file) => readFileSync(file, "utf8") },
  )) as EvaluationReport; // what the row's type says
  const passed = candidates.map(({ name, summary }) => [name, summary.trials.passed] as const);
  expect(passed.map(([name]) => name)).toEqual(["vector", "keyword", "basic", "production"]);
  expect(new Set(passed.map(([, count]) => count)).size).toBeGreaterThanOrEqual(3);
  expect(candidates.every(({ summary }) => summary.trials.errors === 0 && summary.cost.kind === "known")).toBe(true);
  rmSync(sample, { recursive: true, force: true });
});
