import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import type { RetrievalReport, RetrievalTuned } from "../src/core/results.ts";
import { runOperation } from "../src/operations.ts";
import type { App } from "../src/operations.ts";

const data = process.env["FIRSTFIT_DATA"] ?? fileURLToPath(new URL("../../shared/data", import.meta.url));

let folder = "";
let app: App;
const evalRetrieval = async (input: Record<string, unknown>, of = app): Promise<RetrievalReport> =>
  (await runOperation(of, "eval retrieval", input)) as RetrievalReport;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-retrieval-"));
  app = await buildApp({ folder, seed: 1, environment: {} });
  await app.scaffold("sample", folder);
  app = await buildApp({ folder, seed: 1, environment: {} });
  await runOperation(app, "index", { paths: [folder] });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("eval retrieval on a project", () => {
  test("uses the project's own cases and index, and leaves both as they were", async () => {
    const before = readFileSync(join(folder, ".firstfit", "index.db"));
    const report = await evalRetrieval({});
    expect(report).toMatchObject({ queries: 15, unjudged: 5, documents: 10, judgedBy: "documents" });
    expect(report.recallAt10).toMatchObject({ mean: 1, high: 1 });
    expect(report.index).not.toHaveProperty("seconds");
    expect(report.index.bytes).toBeGreaterThan(10_000);
    expect(readFileSync(join(folder, ".firstfit", "index.db")).equals(before)).toBe(true);
  });

  test("makes an index beside it where a setting needs one", async () => {
    const report = await evalRetrieval({
      set: ["chunk.strategy=sentence", "chunk.tokensMin=10", "chunk.tokensMax=40"],
      against: "project",
    });
    expect(report.index.chunks).toBeGreaterThan(report.against?.index.chunks ?? Infinity);
    expect(report.index.seconds).toBeGreaterThan(0);
    expect(report.against?.index).not.toHaveProperty("seconds");
  });

  test("measures a reranker by a flag, and against the project without it", async () => {
    const report = await evalRetrieval({ rerank: "builtin", against: "project" });
    expect(report.settings).toMatchObject({ rerank: "builtin" });
    expect(report.reranking).toMatchObject({ reranker: "builtin/features", shift: { queries: 15 }, failed: 0 });
    expect(report.against).not.toHaveProperty("reranking");
    await expect(evalRetrieval({ rerank: "llm" })).rejects.toMatchObject({ code: "BAD_CONFIG" });
    await expect(evalRetrieval({ rerank: "configured" })).rejects.toMatchObject({ code: "BAD_CONFIG" });
  });

  test("goes on without a judged document that is not there, says so, and refuses cases of something else", async () => {
    const cases = join(folder, "other-cases.jsonl");
    writeFileSync(
      cases,
      JSON.stringify({ id: "a", input: "Who is the executive sponsor?", expected_documents: ["note01.txt", "gone.txt"] }),
    );
    const report = await evalRetrieval({ cases });
    expect(report).toMatchObject({ queries: 1, judgementsSkipped: 0, documentsMissing: { count: 1, first: "gone.txt" } });
    expect(report.recallAt10.mean).toBe(0.5);
    expect(await evalRetrieval({ cases, skipUnknown: true })).toMatchObject({ judgementsSkipped: 1, recallAt10: { mean: 1 } });
    expect(await runOperation(app, "tune retrieval", { cases })).toMatchObject({ documentsMissing: { count: 1, first: "gone.txt" } });
    writeFileSync(cases, JSON.stringify({ id: "a", input: "Who?", expected_documents: ["gone.txt"] }));
    await expect(evalRetrieval({ cases })).rejects.toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining("cases.jsonl:1") });
  });

  test("says which file is missing where there is neither a corpus nor an index", async () => {
    const judged = join(folder, "judged");
    mkdirSync(judged, { recursive: true });
    writeFileSync(join(judged, "queries.jsonl"), JSON.stringify({ _id: "q1", text: "Who?" }));
    writeFileSync(join(judged, "qrels.tsv"), "q1\tnote01.txt\t1\n");
    const bare = await buildApp({ folder: judged, seed: 1, environment: {} });
    await expect(evalRetrieval({ folder: judged }, bare)).rejects.toMatchObject({
      code: "EMPTY_INDEX",
      message: `${judged} has no corpus.jsonl, and the project has no index to search instead.`,
      fix: expect.stringContaining("corpus.jsonl"),
    });
    writeFileSync(join(judged, "cases.jsonl"), JSON.stringify({ input: "Who?", expected_documents: ["note01.txt"] }));
    for (const verb of ["eval retrieval", "tune retrieval"])
      await expect(runOperation(bare, verb, {})).rejects.toMatchObject({ code: "EMPTY_INDEX", fix: "Make one: firstfit index PATH" });
    writeFileSync(join(judged, "firstfit.config.ts"), 'export default { sources: ["."] };\n');
    const withSources = await buildApp({ folder: judged, seed: 1, environment: {} });
    for (const verb of ["eval retrieval", "search", "ask"])
      await expect(runOperation(withSources, verb, { question: "Who?" })).rejects.toMatchObject({ fix: "Make one: firstfit index" });
  });

  test("refuses a corpus without a text", async () => {
    const judged = join(folder, "textless");
    mkdirSync(judged, { recursive: true });
    writeFileSync(join(judged, "corpus.jsonl"), '{"_id": "a", "text": ""}\n{"_id": "b", "text": " "}\n');
    writeFileSync(join(judged, "queries.jsonl"), JSON.stringify({ _id: "q1", text: "Who?" }));
    writeFileSync(join(judged, "qrels.tsv"), "q1\ta\t1\n");
    const expected = { code: "BAD_INPUT", message: "None of the 2 documents of the corpus has a text." };
    await expect(evalRetrieval({ folder: judged })).rejects.toMatchObject(expected);
    await expect(runOperation(app, "tune retrieval", { folder: judged, synthetic: true })).rejects.toMatchObject(expected);
  });

  test("fewer than twenty judged queries tune nothing", async () => {
    expect(await runOperation(app, "tune retrieval", {})).toMatchObject({ decision: "keep", source: "judged", tried: 0 });
  });
});

describe("tune retrieval writes", () => {
  test("nothing without --write, and with it a configuration that is used from then on", async () => {
    const shifted = join(folder, "shifted");
    mkdirSync(shifted, { recursive: true });
    // The right page says it three times, and the project's settings do not count how often a word stands there.
    const names = Array.from({ length: 40 }, (_, i) => i);
    const lines = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join("\n");
    const pages = names.flatMap((n) => [
      { _id: `${n} passing`, text: `gadget${n} and widget${n} are named in passing among other things of this kind` },
      {
        _id: `${n} subject`,
        text: `gadget${n} and widget${n}: the gadget${n} holds the widget${n}, and no widget${n} is without a gadget${n}`,
      },
    ]);
    writeFileSync(join(shifted, "corpus.jsonl"), lines(pages));
    writeFileSync(join(shifted, "queries.jsonl"), lines(names.map((n) => ({ _id: `q${n}`, text: `gadget${n} widget${n}` }))));
    writeFileSync(join(shifted, "qrels.tsv"), names.map((n) => `q${n}\t${n} subject\t1`).join("\n"));
    const project = join(folder, "project");
    mkdirSync(project, { recursive: true });
    writeFileSync(
      join(project, "firstfit.config.ts"),
      `import { defineConfig } from "firstfit";\n\nexport default defineConfig({\n  // set by hand\n  ranking: { b: 0, k1: 0, weights: { bigram: 0, dense: 0 } },\n});\n`,
    );
    const own = await buildApp({ folder: project, seed: 1, environment: {} });
    const config = (): string => readFileSync(join(project, "firstfit.config.ts"), "utf8");

    const shown = (await runOperation(own, "tune retrieval", { folder: shifted, queryOnly: true })) as RetrievalTuned;
    expect(shown).toMatchObject({ decision: "adopt", change: { kind: "diff", written: false } });
    expect(config()).toContain("{ b: 0, k1: 0,");

    const written = (await runOperation(own, "tune retrieval", { folder: shifted, queryOnly: true, write: true })) as RetrievalTuned;
    expect(written.change).toMatchObject({ kind: "diff", written: true });
    expect(config()).toContain("// set by hand");
    expect(existsSync(join(project, "firstfit.config.ts.new"))).toBe(false);

    await expect(own.writeConfig(join(project, "firstfit.config.ts"), "x", "not what stands there")).rejects.toMatchObject({
      code: "BAD_INPUT",
    });
    // a module is loaded once in a process, so what was written is read from another place
    const copy = join(folder, "copy");
    mkdirSync(copy);
    writeFileSync(join(copy, "firstfit.config.ts"), config());
    const tuned = await buildApp({ folder: copy, seed: 1, environment: {} });
    const better = await evalRetrieval({ folder: shifted, against: "k1=0,b=0,weights.bigram=0,weights.dense=0" }, tuned);
    expect(tuned.project.ranking).toMatchObject({ b: 0 });
    expect(better.against?.paired.ndcgAt10.difference.low).toBeGreaterThan(0);
  });
});

describe("tune retrieval fits an adapter", () => {
  // Users and documents have other words, and the embedder knows neither that they mean the same nor that they do not.
  const asked = ["alfa", "bravo", "charlie", "delta", "echo", "foxtrot"];
  const written = ["apple", "banana", "cherry", "damson", "elder", "fig"];
  const embedder = `{
    id: "test/words",
    dimensions: 13,
    async embedBatch(texts) {
      const words = ${JSON.stringify([...asked, ...written])};
      return texts.map((text) => {
        const found = words.findIndex((word) => text.includes(word));
        return Float32Array.from({ length: 13 }, (_, i) => (i === (found < 0 ? 12 : found) ? 1 : 0));
      });
    },
  }`;
  const configText = (rest: string): string => `export default {\n  embedder: ${embedder},\n  ${rest}\n};\n`;
  const lines = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join("\n");
  const projectIn = async (name: string, rest: string, adapter?: string): Promise<App> => {
    const project = join(folder, name);
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, "firstfit.config.ts"), configText(rest));
    if (adapter !== undefined) writeFileSync(join(project, "adapter.json"), adapter);
    return await buildApp({ folder: project, seed: 1, environment: {} });
  };

  test("to judged queries, writes it when held-out queries are found better, and uses it from then on", async () => {
    const judged = join(folder, "adapted");
    mkdirSync(judged, { recursive: true });
    const queries = asked.flatMap((word, t) => [...Array(8).keys()].map((n) => ({ id: `q${t}-${n}`, text: `${word} please`, t })));
    writeFileSync(join(judged, "corpus.jsonl"), lines(written.map((word) => ({ _id: word, text: `${word} as it grows` }))));
    writeFileSync(join(judged, "queries.jsonl"), lines(queries.map(({ id, text }) => ({ _id: id, text }))));
    writeFileSync(join(judged, "qrels.tsv"), queries.map(({ id, t }) => `${id}\t${written[t]}\t1`).join("\n"));
    const own = await projectIn("fits", "exclude: [],");
    const input = { folder: judged, queryOnly: true };
    const shown = (await runOperation(own, "tune retrieval", input)) as RetrievalTuned;
    expect(shown.adapter).toMatchObject({ decision: "adopt", changes: { adapter: "adapter.json" } });
    expect(existsSync(join(folder, "fits", "adapter.json"))).toBe(false);

    const tuned = (await runOperation(own, "tune retrieval", { ...input, write: true })) as RetrievalTuned;
    expect(JSON.stringify(tuned)).not.toContain('"left"');
    const adapter = readFileSync(join(folder, "fits", "adapter.json"), "utf8");
    const used = await projectIn("uses", `ranking: { adapter: "adapter.json", weights: { dense: 0.8 } },`, adapter);
    const report = await evalRetrieval({ folder: judged, against: "adapter=off" }, used);
    expect(report.settings["adapter"]).toBe("on");
    expect(report.against?.paired.ndcgAt10).toMatchObject({ isSeparated: true });
    expect(report.ndcgAt10.mean).toBeGreaterThan(0.9);
  });

  test.each([
    ["is not there", undefined, /is not there/],
    ["is no JSON", "{", /cannot be read as JSON/],
    ["holds something else", '{"embedder":"x","dimensions":2,"left":[[1]],"right":[[1,2]]}', /is not what tuning writes/],
  ])("an adapter file that %s is refused", async (name, text, message) => {
    await expect(projectIn(`refused ${name}`, `ranking: { adapter: "adapter.json" },`, text)).rejects.toMatchObject({
      code: "BAD_CONFIG",
      message: expect.stringMatching(message),
    });
  });
});

describe.skipIf(!existsSync(data))("the development sets (skipped without FIRSTFIT_DATA)", () => {
  test("the default is not below plain BM25, and the JSON has every figure", async () => {
    const report = await evalRetrieval({ folder: join(data, "anthropic-docs-rag"), against: "bm25" });
    expect(report.queries).toBe(100);
    expect(report.ndcgAt10.mean).toBeGreaterThan(0.79);
    expect(report.against?.paired.ndcgAt10.difference.mean).toBeGreaterThan(-0.005);
    for (const figure of [report.latencyMs.p50, report.latencyMs.p95, report.index.chunks, report.index.bytes, report.index.seconds])
      expect(figure).toBeGreaterThan(0);
  });
});
