import { describe, expect, it } from "vitest";
import type { RerankingMeasures, RetrievalReport } from "../core/results.ts";
import { renderRetrieval } from "./retrieval.ts";
import { plainStyle } from "./style.ts";

const half = { mean: 0.5, low: 0.4, high: 0.6 };
const report: RetrievalReport = {
  queries: 100,
  judgedBy: "documents",
  unjudged: 0,
  judgementsSkipped: 0,
  documents: 20,
  ndcgAt10: half,
  recallAt10: half,
  mrrAt10: half,
  latencyMs: { p50: 1, p95: 2 },
  index: { chunks: 40, bytes: 1_000_000 },
  settings: { rerank: "llm" },
};
const reranking: RerankingMeasures = {
  reranker: "some/model",
  latencyMs: { p50: 90.04, p95: 300 },
  wrong: {
    first: 5,
    without: { queries: 20, rate: { mean: 0.2, low: 0.133, high: 0.289 } },
    with: { queries: 10, rate: { mean: 0.1, low: 0.055, high: 0.174 } },
    better: 12,
    worse: 2,
    pValue: 0.013,
  },
  shift: {
    queries: 100,
    changed: 95,
    top: 3,
    firstChanged: 60,
    rate: { mean: 0.95, low: 0.89, high: 0.98 },
    verdict: "mismatched",
    message: "On nearly every query the two stages disagree.",
  },
  usage: { inputTokens: 12_000, outputTokens: 400, source: "estimate" },
  failed: 0,
};
const shown = (change: Partial<RetrievalReport>): string =>
  renderRetrieval({ ...report, ...change }, { style: plainStyle, columns: 100, input: {} });

describe("a retrieval report", () => {
  it("shows what a reranker costs and mends beside the usual claim, and whether it disagrees on nearly every query", () => {
    expect(shown({ reranking }).split("\n").slice(-9)).toEqual([
      "",
      "  reranked by some/model",
      "  latency    90.0 ms, p95 300.0  usual claim: about 100 ms",
      "  nothing right among the first 5",
      "    without  20: 20.0%  [13.3%, 28.9%]",
      "    with     10: 10.0%  [5.5%, 17.4%]  50% fewer  usual claim: 40 to 60% fewer",
      "    queries  12 better, 2 worse, p = .013",
      "  tokens     about 12,000 in, 400 out",
      "  On nearly every query the two stages disagree.",
    ]);
  });

  it("says that calls failed, makes their reason safe for a terminal, and claims no time and no gain", () => {
    const { latencyMs: _time, shift: _shift, ...silent } = reranking;
    const right = { queries: 0, rate: { mean: 0, low: 0, high: 0.04 } };
    const wrong = { ...reranking.wrong, without: right, with: right };
    const text = shown({ reranking: { ...silent, wrong, failed: 100, failure: "gone\u001b[2J" } });
    expect(text).toContain("every call failed");
    expect(text).toContain("none to mend");
    expect(text).toContain("100 calls failed and left the order as it was: gone\ufffd[2J");
  });

  it("says which documents are missing, how many, and what they count as", () => {
    expect(shown({ documentsMissing: { count: 1_200, first: "d\u001b1" } })).toContain(
      "1,200 documents judged relevant are not there and count as not found; the first is d\ufffd1",
    );
    expect(shown({ documentsMissing: { count: 1, first: "d1" } })).toContain(
      "1 document judged relevant is not there and counts as not found: d1",
    );
  });
});
