import { describe, expect, test } from "vitest";
import { shiftedCorpus, trialContext } from "../../test/fixtures/judged-corpus.ts";
import { memoryFileSystem } from "../../test/fixtures/memory-file-system.ts";
import type { RetrievalReport } from "../core/results.ts";
import type { Reranker } from "../core/reranker.ts";
import { readJudgedFiles } from "./eval-retrieval/files.ts";
import { readBeir, readCases, readCorpus } from "./eval-retrieval/judged-set.ts";
import type { JudgedSet } from "./eval-retrieval/judged-set.ts";
import { scoreQueries } from "./eval-retrieval/score.ts";
import { evalRetrieval } from "./eval-retrieval.ts";
import type { EvalRetrievalOptions } from "./eval-retrieval.ts";
import { defaultSettings, withSettings } from "./retrieval-settings.ts";
import { corpusTrials } from "./retrieval-trial.ts";

const project = defaultSettings("jargon", { chunkTokensMin: 300, chunkTokensMax: 800 });
const file = (name: string, ...lines: readonly string[]): { name: string; text: string } => ({ name, text: lines.join("\n") });
const json = (...rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join("\n");
const known = (...ids: readonly string[]): Parameters<typeof readBeir>[2] => ({
  has: (id) => ids.includes(id),
  name: "corpus.jsonl",
  skipUnknown: false,
});
const queries = file("queries.jsonl", json({ _id: "q1", text: "one" }, { _id: "q2", text: "two" }));

function gradesOf({ queries: judged }: JudgedSet): unknown {
  return judged.map(({ id, expected }) => [id, expected.kind === "documents" ? Object.fromEntries(expected.grades) : expected.passages]);
}

describe("judged queries", () => {
  test.each([
    ["with a header", file("qrels.tsv", "query-id\tcorpus-id\tscore", "q1\ta\t1", "q1\tb\t0", "q2\ta\t2")],
    ["without one", file("qrels.tsv", "q1\ta\t1", "q1\tb\t0", "q2\ta\t2", "")],
    ["in TREC's four columns", file("qrels.txt", "q1 0 a 1", "q1 0 b 0", "q2 0 a 2")],
    ["with Windows line ends and a byte-order mark", file("qrels.tsv", "\ufeffq1\ta\t1\r\nq1\tb\t0\r\nq2\ta\t2\r\n")],
  ])("judgements are read %s", (_, qrels) => {
    expect(gradesOf(readBeir(queries, qrels, known("a", "b")))).toEqual([
      ["q1", { a: 1, b: 0 }],
      ["q2", { a: 2 }],
    ]);
  });

  test("queries without a judgement above 0 are counted and left out", () => {
    const set = readBeir(queries, file("qrels.tsv", "q1\ta\t1", "q2\ta\t0"), known("a"));
    expect(set).toMatchObject({ unjudged: 1, queries: [{ id: "q1" }] });
  });

  test.each([
    [
      "a line that is no JSON",
      () => readBeir(file("queries.jsonl", '{"_id":"q1","text":"a"}', "{oops"), queries, known()),
      /queries\.jsonl:2: this line is not JSON/,
    ],
    [
      "an id that stands twice",
      () => readBeir(file("queries.jsonl", json({ _id: "q", text: "a" }, { _id: "q", text: "b" })), queries, known()),
      /queries\.jsonl:2: the query id "q" stands at queries\.jsonl:1/,
    ],
    [
      "a document twice",
      () => readCorpus(file("corpus.jsonl", json({ _id: 7, text: "a" }, { _id: "7", text: "b" }))),
      /corpus\.jsonl:2: the document id "7"/,
    ],
    ["an empty file", () => readCorpus(file("corpus.jsonl", "", " ")), /corpus\.jsonl: is empty/],
    [
      "ids of another set",
      () => readBeir(queries, file("qrels.tsv", "q1\tzz\t1", "q1\ta\t0", "q2\tyy\t1"), known("a")),
      /qrels\.tsv:1: corpus\.jsonl has no document "zz", nor any other that is judged relevant/,
    ],
    [
      "ids of another set with --skip-unknown",
      () => readBeir(queries, file("qrels.tsv", "q1\tzz\t1"), { ...known("a"), skipUnknown: true }),
      /qrels\.tsv:1: corpus\.jsonl has no document "zz"/,
    ],
    [
      "cases of another set",
      () => readCases(file("c.jsonl", json({ input: "x", expected_documents: ["zz"] })), known("a")),
      /c\.jsonl:1: corpus\.jsonl has no document "zz"/,
    ],
    [
      "queries of another set",
      () => readBeir(queries, file("qrels.tsv", "q8\ta\t1", "q9\ta\t1"), known("a")),
      /qrels\.tsv:1: there is no query "q8" in queries\.jsonl, nor any other/,
    ],
    [
      "a line that is no judgement",
      () => readBeir(queries, file("qrels.tsv", "q1\ta\t1", "q1"), known("a")),
      /qrels\.tsv:2: this is no judgement/,
    ],
    [
      "two grades for one document",
      () => readBeir(queries, file("qrels.tsv", "q1\ta\t1", "q1\ta\t2"), known("a")),
      /qrels\.tsv:2: document "a" is judged 1 and 2/,
    ],
    [
      "a first line that judges without a number",
      () => readBeir(queries, file("qrels.tsv", "q1\ta\tyes", "q2\ta\t1"), known("a")),
      /qrels\.tsv:1: this is no judgement/,
    ],
    [
      "a first line whose query is misspelled and whose grade is none",
      () => readBeir(queries, file("qrels.tsv", "q7\ta\thigh", "q2\ta\t1"), known("a")),
      /qrels\.tsv:1: this is no judgement/,
    ],
    ["no judgement at all", () => readBeir(queries, file("qrels.tsv", "query-id\tcorpus-id\tscore"), known("a")), /holds no judgement/],
    ["a text that is missing", () => readCorpus(file("corpus.jsonl", json({ _id: "a" }))), /corpus\.jsonl:1: there is no text/],
    [
      "a span without an end",
      () => readCases(file("c.jsonl", json({ input: "x", expected_spans: [{ document: "a", start: 1 }] })), known("a")),
      /c\.jsonl:1: "expected_spans"/,
    ],
  ])("%s is an error that names file and line, and the next step", (_, read, message) => {
    expect(read).toThrow(
      expect.objectContaining({ code: "BAD_INPUT", message: expect.stringMatching(message), fix: expect.stringMatching(/\w/) }),
    );
  });

  test("documents that are missing stay in the judgements, and are counted once each", () => {
    const qrels = file("qrels.tsv", "q1\ta\t1", "q1\tzz\t2", "q1\tnone\t0", "q2\tyy\t1", "q2\tzz\t1");
    const set = readBeir(queries, qrels, known("a"));
    expect(set).toMatchObject({ judgementsSkipped: 0, unjudged: 0, documentsMissing: { count: 2, first: "zz" } });
    const more = readBeir(queries, file("qrels.tsv", "q1\ta\t1", "q9\ta\t1"), known("a"));
    expect(more).toMatchObject({ judgementsSkipped: 1, queries: [{ id: "q1" }] });
    expect(gradesOf(set)).toEqual([
      ["q1", { a: 1, zz: 2, none: 0 }],
      ["q2", { yy: 1, zz: 1 }],
    ]);
    const cases = readCases(file("c.jsonl", json({ input: "x", expected_documents: ["a", "zz"] })), known("a"));
    expect(cases).toMatchObject({ documentsMissing: { count: 1, first: "zz" } });
    expect(readBeir(queries, file("qrels.tsv", "q1\ta\t1", "q1\tzz\t0"), known("a"))).not.toHaveProperty("documentsMissing");
  });

  test("ids of another set are shown beside one of this", () => {
    expect(() => readBeir(queries, file("qrels.tsv", "q1\tzz\t1"), { ...known("a"), example: "a" })).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('such as "a"') }),
    );
  });

  test("unknown documents can be left out, and are counted", () => {
    const set = readBeir(queries, file("qrels.tsv", "q1\ta\t1", "q1\tzz\t1"), { ...known("a"), skipUnknown: true });
    expect(set).toMatchObject({ judgementsSkipped: 1, unjudged: 1 });
    expect(set).not.toHaveProperty("documentsMissing");
    expect(gradesOf(set)).toEqual([["q1", { a: 1 }]]);
  });

  test("cases name documents, spans or quotes; a refusal names nothing and is left out", () => {
    const rows = [
      { id: "d", input: "x", expected_documents: ["a"] },
      { id: "q", question: "x", expected_quotes: [{ document: "a", quote: "some words" }] },
      { id: "r", input: "x", expected_refusal: true },
      { id: "s", input: "x", expected_spans: [{ document: "a", start: 3, end: 9 }] },
    ];
    const set = readCases(file("cases.jsonl", json(...rows)), known("a"));
    expect(set.unjudged).toBe(1);
    expect(gradesOf(set)).toEqual([
      ["d", { a: 1 }],
      ["q", [{ document: "a", quote: "some words" }]],
      ["s", [{ document: "a", start: 3, end: 9 }]],
    ]);
  });

  test("a folder is read in either layout, and what is missing is said", async () => {
    const disk = memoryFileSystem({
      "/beir/corpus.jsonl": "{}",
      "/beir/queries.jsonl": "{}",
      "/beir/qrels/test.tsv": "x",
      "/half/queries.jsonl": "{}",
      "/project/cases.jsonl": "{}",
      "/empty/readme.md": "",
    });
    const read = (names: { folder?: string; cases?: string }): ReturnType<typeof readJudgedFiles> =>
      readJudgedFiles({ ...names, project: "/project" }, disk);
    expect(await read({ folder: "/beir" })).toMatchObject({ kind: "beir", qrels: { name: "/beir/qrels/test.tsv" } });
    expect(await read({})).toMatchObject({ kind: "cases", cases: { name: "cases.jsonl" } });
    await expect(read({ folder: "/half" })).rejects.toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining("no judgements") });
    await expect(read({ folder: "/empty" })).rejects.toMatchObject({ code: "BAD_INPUT" });
    await expect(read({ folder: "/none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(read({ cases: "/none.jsonl" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

const options = (trials: EvalRetrievalOptions["trials"]): EvalRetrievalOptions => ({
  trials,
  settings: project,
  seed: 1,
  report: () => {},
  signal: new AbortController().signal,
  monotonicMs: () => 0,
});

describe("eval retrieval", () => {
  test("documents stand where their best chunk stands", async () => {
    const rows = [
      { id: "long", title: "", text: Array.from({ length: 40 }, (_, i) => `zebra ${i} grazes here.`).join("\n\n") },
      ...[...Array(12).keys()].map((n) => ({ id: `short${n}`, title: "", text: `zebra number ${n}` })),
    ];
    const settings = withSettings(project, ["chunk.tokensMin=1", "chunk.tokensMax=8", "bm25"]);
    await using trial = await corpusTrials(rows, trialContext()).open(settings, "memory");
    expect(trial.index.statistics().chunks).toBeGreaterThan(40);
    const expected = { kind: "documents" as const, grades: new Map([["short3", 1]]) };
    const [scores] = await scoreQueries([{ id: "q", text: "zebra number 3", expected }], {
      retriever: trial.index,
      ranking: settings.ranking,
      monotonicMs: () => 0,
    });
    // 40 chunks of the long document stand for one document, so ten documents are looked at
    expect(scores).toMatchObject({ recallAt10: 1, mrrAt10: 1 });
  });

  test("a document that is missing counts as not found, in recall and in the ideal ranking", async () => {
    const rows = [{ id: "a", title: "", text: "zebra" }];
    await using trial = await corpusTrials(rows, trialContext()).open(project, "memory");
    const grades = new Map([
      ["a", 1],
      ["zz", 1],
    ]);
    const [scores] = await scoreQueries([{ id: "q", text: "zebra", expected: { kind: "documents", grades } }], {
      retriever: trial.index,
      ranking: project.ranking,
      monotonicMs: () => 0,
    });
    expect(scores).toMatchObject({ recallAt10: 0.5, mrrAt10: 1, ndcgAt10: expect.closeTo(1 / (1 + 1 / Math.log2(3)), 12) });
  });

  test("an expected passage counts where a chunk first holds half of it", async () => {
    const text = "alpha begins the page.\n\nbeta stands in the middle of it.\n\ngamma ends the page.";
    const settings = withSettings(project, ["chunk.tokensMin=1", "chunk.tokensMax=12", "bm25"]);
    await using trial = await corpusTrials([{ id: "a", title: "", text }], trialContext()).open(settings, "memory");
    const at = text.indexOf("beta");
    const score = async (passage: { start: number; end: number } | { quote: string }): Promise<unknown> =>
      (
        await scoreQueries([{ id: "q", text: "beta middle", expected: { kind: "passages", passages: [{ document: "a", ...passage }] } }], {
          retriever: trial.index,
          ranking: settings.ranking,
          monotonicMs: () => 0,
        })
      )[0]?.ndcgAt10;
    expect(await score({ start: at, end: at + 20 })).toBe(1);
    expect(await score({ quote: "beta  stands\nin the middle" })).toBe(1);
    expect(await score({ start: 0, end: 10 })).not.toBe(1);
    expect(await score({ quote: "words that stand nowhere" })).toBe(0);
  });

  test("two settings are compared query by query, on one index where that is possible", async () => {
    const { queries: judged, trials } = shiftedCorpus(40);
    let opened = 0;
    const counting: typeof trials = {
      open(settings, kept) {
        opened++;
        return trials.open(settings, kept);
      },
    };
    const report = await evalRetrieval(
      { queries: judged, unjudged: 2, judgementsSkipped: 0 },
      { ...options(counting), settings: withSettings(project, ["weights.dense=1.5"]), against: project },
    );
    expect(opened).toBe(1);
    expect(report).toMatchObject({ queries: 40, unjudged: 2, judgedBy: "documents", documents: 80, settings: { "weights.dense": 1.5 } });
    const { paired, verdict, queries: changes } = report.against ?? expect.fail("no comparison");
    expect(paired.ndcgAt10).toMatchObject({ isSeparated: true, wins: changes.filter(({ change }) => change > 0).length });
    expect(paired.ndcgAt10.difference.mean).toBeCloseTo(report.ndcgAt10.mean - (report.against?.ndcgAt10.mean ?? 0), 12);
    expect(verdict).toMatch(/^These settings are better by 0\.\d+ nDCG@10\.$/);
    expect(Math.abs(changes[0]?.change ?? 0)).toBeGreaterThanOrEqual(Math.abs(changes.at(-1)?.change ?? 1));
  });

  test("what cannot be told apart is said so, with how many more queries would", async () => {
    const { queries: judged, trials } = shiftedCorpus(6);
    const close = await evalRetrieval(
      { queries: judged, unjudged: 0, judgementsSkipped: 0 },
      { ...options(trials), settings: withSettings(project, ["k1=0.5"]), against: project },
    );
    expect(close.against?.verdict).toMatch(/These find the same for every query|You cannot tell these apart/);
  });

  test("a reranker is measured: its time, what it mends, and how often it changes what comes first", async () => {
    const { queries: judged, trials } = shiftedCorpus(24);
    let calls = 0;
    const oracle: Reranker = {
      id: "test/oracle",
      async rerank(_query, hits, { k, onUsage }) {
        calls++;
        onUsage?.({ inputTokens: 10, outputTokens: 2, source: "provider" });
        return hits.toSorted((a, b) => Number(b.chunk.document.endsWith("right")) - Number(a.chunk.document.endsWith("right"))).slice(0, k);
      },
    };
    let now = 0;
    const set = { queries: judged, unjudged: 0, judgementsSkipped: 0 };
    const report = await evalRetrieval(set, {
      ...options(trials),
      settings: withSettings(project, ["bm25", "weights.latent=0.1"]),
      against: withSettings(project, ["bm25", "weights.latent=0.1", "rerank=builtin"]),
      reranker: { name: "configured", reranker: oracle },
      monotonicMs: () => now++,
    });
    // no warming up with what costs money, and no second call for a deeper list
    expect(calls).toBe(24);
    expect(report.settings["rerank"]).toBe("configured");
    expect(report.reranking).toMatchObject({
      reranker: "test/oracle",
      latencyMs: { p50: 1, p95: 1 },
      usage: { inputTokens: 240, outputTokens: 48, source: "provider" },
      failed: 0,
      shift: { queries: 24, verdict: "mismatched" },
    });
    const { wrong } = report.reranking ?? expect.fail("not measured");
    expect(wrong.without.queries - wrong.with.queries).toBe(wrong.better - wrong.worse);
    expect(report.against?.reranking).toMatchObject({ reranker: "builtin/features", usage: { source: "none" } });
  });

  test("a reranker that mends every query is seen to, and one that fails leaves the order and says why", async () => {
    const rows = [...Array(12).keys()].map((n) => ({ id: `d${String(n).padStart(2, "0")}`, title: "", text: `zebra number ${n}` }));
    const judged = [...Array(10).keys()].map((n) => ({
      id: `q${n}`,
      text: "zebra",
      expected: { kind: "documents" as const, grades: new Map([["d11", 1]]) },
    }));
    const set = { queries: judged, unjudged: 0, judgementsSkipped: 0 };
    const settings = withSettings(project, ["bm25"]);
    const run = async (reranker: Reranker): Promise<RetrievalReport> =>
      await evalRetrieval(set, {
        ...options(corpusTrials(rows, trialContext())),
        settings,
        reranker: { name: "llm", reranker },
      });
    const mended = await run({ id: "last", rerank: async (_query, hits) => hits.slice(-1) });
    expect(mended).toMatchObject({ mrrAt10: { mean: 1 }, recallAt10: { mean: 1 } });
    expect(mended.reranking?.wrong).toMatchObject({ first: 5, without: { queries: 10 }, with: { queries: 0 }, better: 10, worse: 0 });
    expect(mended.reranking?.wrong.pValue).toBeLessThan(0.01);
    const broken = await run({
      id: "broken",
      async rerank() {
        throw new Error("overloaded");
      },
    });
    expect(broken.reranking).toMatchObject({
      failed: 10,
      failure: "broken failed: overloaded",
      wrong: { with: { queries: 10 }, better: 0 },
    });
    expect(broken.reranking).not.toHaveProperty("latencyMs");
    expect(broken.reranking).not.toHaveProperty("shift");
  });

  test("nothing is said of a reranker where there was none", async () => {
    const { queries: judged, trials } = shiftedCorpus(6);
    const report = await evalRetrieval({ queries: judged, unjudged: 0, judgementsSkipped: 0 }, options(trials));
    expect(report).not.toHaveProperty("reranking");
  });

  test("the same seed gives the same intervals", async () => {
    const { queries: judged, trials } = shiftedCorpus(20);
    const set = { queries: judged, unjudged: 0, judgementsSkipped: 0 };
    expect(await evalRetrieval(set, { ...options(trials), against: withSettings(project, ["bm25"]) })).toMatchObject({
      ndcgAt10: (await evalRetrieval(set, options(trials))).ndcgAt10,
    });
  });
});
