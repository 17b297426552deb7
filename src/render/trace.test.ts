import { describe, expect, it } from "vitest";
import type { PipelineTrace } from "../core/pipeline.ts";
import { plainStyle } from "./style.ts";
import { renderNotes, renderTrace } from "./trace.ts";

const usage = { inputTokens: 1_200, outputTokens: 15, source: "estimate" } as const;
const trace: PipelineTrace = [
  { kind: "question", ms: 0, text: "Why did the schedule slip?", tokens: 6 },
  {
    kind: "rewrite",
    ms: 310.25,
    method: "hyde",
    model: "some/model",
    queries: [{ text: "Why did the schedule slip?", denseText: "The schedule slipped by weeks." }],
    merge: "agreement",
    usage: { inputTokens: 90, source: "provider" },
  },
  { kind: "embed", ms: 2, texts: 1, queries: [{ terms: ["schedul", "slip"], termsUnknown: ["slip"], corrections: [], expansions: [] }] },
  {
    kind: "legs",
    ms: 1.04,
    chunks: 1_000,
    allowed: 10,
    legs: [{ query: 0, leg: "lexical", weight: 1, candidates: 2, top: [{ chunk: "a.md#1", score: 1.5 }] }],
    feedbackTerms: [],
  },
  { kind: "merge", ms: 0.1, fusion: "convex", queries: 1, found: 12, candidates: 10, kept: 10, against: "lexical", moves: [] },
  {
    kind: "rerank",
    ms: 400,
    reranker: "some/model",
    candidates: 10,
    kept: 5,
    usage,
    moves: [
      { chunk: "b.md#2", from: 7, to: 1 },
      { chunk: "c.md#1", to: 2 },
      { chunk: "a.md#1", from: 2 },
    ],
  },
  {
    kind: "pack",
    ms: 1,
    passages: 3,
    tokens: 900,
    tokensMax: 1_000,
    dropped: [
      { chunk: "d", why: "duplicate" },
      { chunk: "e", why: "budget" },
    ],
    cut: "c.md#1",
    widened: [],
  },
  { kind: "generate", ms: 900, model: "some/model", usage, declined: "found no answer" },
  { kind: "cite", skipped: "not reached" },
];

describe("a trace on the terminal", () => {
  it("has one numbered step after another, with its time and what it changed", () => {
    expect(renderTrace(trace, { style: plainStyle, columns: 100 }).split("\n")).toEqual([
      "1 question      0.0 ms  6 tokens: “Why did the schedule slip?”",
      "2 rewrite     310.3 ms  hyde by some/model, 90 tokens in, ? out",
      "                        1. Why did the schedule slip?",
      "                        compared with “The schedule slipped by weeks.”",
      "3 embed         2.0 ms  1 text",
      "                        terms schedul slip; in no document: slip",
      "4 legs          1.0 ms  over 10 of 1,000 chunks that pass the filter",
      "                        lexical x 1: 2 found, first a.md#1 (1.50)",
      "5 merge         0.1 ms  12 finds are 10 candidates, fused by convex; 10 go on",
      "                        no change of the first places against lexical alone",
      "6 rerank      400.0 ms  some/model kept 5 of 10, about 1,200 tokens in, 15 out",
      "                        moved: b.md#2 7 → 1, c.md#1 new → 2, a.md#1 2 → out",
      "7 pack          1.0 ms  3 passages, 900 of 1,000 tokens",
      "                        1 left out: says what a better one says",
      "                        1 left out: no room",
      "                        c.md#1 was cut at the end of a sentence",
      "8 generate    900.0 ms  some/model, about 1,200 tokens in, 15 out; declined: found no answer",
      "9 cite               -  not reached",
    ]);
  });

  it("says why a switch did not work, in the step and under the result", () => {
    const failed: PipelineTrace = [
      { kind: "rewrite", ms: 1, method: "multi", model: "m", queries: [{ text: "q" }], merge: "agreement", usage, fallback: "m refused" },
      { kind: "rerank", ms: 1, reranker: "m", candidates: 3, kept: 3, moves: [], usage, failure: "m failed: overloaded" },
    ];
    const text = renderTrace(failed, { style: plainStyle, columns: 100 });
    expect(text).toContain("multi: searched as typed, because m refused");
    expect(text).toContain("the order was kept, because m failed: overloaded");
    expect(renderNotes(["Searched as typed: m refused."], { style: plainStyle, columns: 80 })).toBe("Searched as typed: m refused.");
  });

  it("lets no escape of a question, a passage's name or a model's words reach the terminal", () => {
    const evil = "a\u001b[2Jb";
    const text = renderTrace(
      [
        { kind: "question", ms: 0, text: evil, tokens: 1 },
        {
          kind: "rewrite",
          ms: 0,
          method: "multi",
          model: evil,
          queries: [{ text: evil, denseText: evil }],
          merge: "agreement",
          usage,
          fallback: evil,
        },
        {
          kind: "embed",
          ms: 0,
          texts: 1,
          queries: [
            {
              terms: [evil],
              termsUnknown: [evil],
              corrections: [{ written: evil, corrected: evil }],
              expansions: [{ written: evil, added: evil }],
            },
          ],
        },
        {
          kind: "legs",
          ms: 0,
          chunks: 1,
          allowed: 1,
          legs: [{ query: 0, leg: "dense", weight: 1, candidates: 1, top: [{ chunk: evil, score: 1 }] }],
          feedbackTerms: [evil],
        },
        { kind: "rerank", ms: 0, reranker: evil, candidates: 1, kept: 1, moves: [{ chunk: evil, to: 1 }], usage },
        { kind: "generate", ms: 0, model: evil, usage, declined: evil },
      ],
      { style: plainStyle, columns: 100 },
    );
    expect(text).not.toContain("\u001b");
  });
});
