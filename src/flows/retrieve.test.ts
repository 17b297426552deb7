import { describe, expect, it } from "vitest";
import type { Answerer } from "../core/answer.ts";
import { PIPELINE_STEPS } from "../core/pipeline.ts";
import type { PipelineStepKind, PipelineStepRun, PipelineTrace } from "../core/pipeline.ts";
import type { Hit, SearchOptions } from "../core/retrieval.ts";
import { scriptedModel } from "../models/scripted.ts";
import type { ScriptedStep } from "../models/scripted.ts";
import { ask, askMany } from "./ask.ts";
import { modelAnswerer } from "./model-answerer.ts";
import { llmReranker } from "./rerank-by-model.ts";
import { movesBetween, retrieve } from "./retrieve.ts";
import { search } from "./search.ts";

const texts: Readonly<Record<string, string>> = {
  a: "The pilot begins in April.",
  b: "The contingency reserve is 40,000 euros.",
  c: "The sponsor is Dana Whitfield.",
  d: "The office moved to Leeds.",
};
const hit = (id: string, i: number): Hit => ({
  chunk: {
    id,
    document: id,
    ordinal: 1,
    start: 0,
    end: texts[id]?.length ?? 0,
    text: texts[id] ?? "",
    heading: [],
    locator: { kind: "line", line: 1 },
  },
  score: 1 / (i + 1),
  legs: { lexical: { rank: i + 1, score: 1 } },
});

/** Finds a, b, c, d in this order for everything; for a query with "reserve", b first. Says what an index says of its steps. */
function indexWithOpinion() {
  const searches: { readonly query: string; readonly options: SearchOptions }[] = [];
  return {
    searches,
    async search(query: string, options: SearchOptions): Promise<readonly Hit[]> {
      searches.push({ query, options });
      const ids = query.includes("reserve") ? ["b", "a", "c", "d"] : ["a", "b", "c", "d"];
      const top = (order: readonly string[]) => order.slice(0, options.k).map((chunk, i) => ({ chunk, score: 1 / (i + 1) }));
      options.trace?.({
        kind: "analysis",
        query,
        terms: query.toLowerCase().split(" "),
        termsUnknown: [],
        corrections: [],
        expansions: [],
      });
      options.trace?.({ kind: "filter", chunks: 4, allowed: 4 });
      options.trace?.({ kind: "leg", leg: "lexical", weight: 1, candidates: 3, top: top(["d", "b", "c"]) });
      options.trace?.({ kind: "leg", leg: "dense", weight: 0.2, candidates: 4, top: top(["a", "b", "c", "d"]) });
      options.trace?.({ kind: "fusion", fusion: "convex", candidates: 4, top: top(ids) });
      return ids.slice(0, options.k).map(hit);
    },
    statistics: () => ({ documents: 4, chunks: 4, languages: ["english"], documentFrequency: () => 1 }),
    documentText: (id: string) => texts[id],
  };
}

let clock = 0;
const monotonicMs = (): number => (clock += 1);
const ids = (hits: readonly Hit[]): string[] => hits.map(({ chunk }) => chunk.id);
const stepOf = <K extends PipelineStepKind>(trace: PipelineTrace | undefined, kind: K): PipelineStepRun<K> => {
  const step = trace?.find((one) => one.kind === kind);
  if (step === undefined || "skipped" in step) throw new Error(`${kind} did not run`);
  return step as unknown as PipelineStepRun<K>; // its kind is the one that was looked for
};

describe("retrieval", () => {
  it("without switches is one search, and calls no model", async () => {
    const index = indexWithOpinion();
    const { hits, notes, usage, order, steps } = await retrieve("the pilot", { retriever: index, k: 2, monotonicMs });
    expect(ids(hits)).toEqual(["a", "b"]);
    expect(index.searches).toEqual([{ query: "the pilot", options: { k: 2 } }]);
    expect({ notes, usage, order, steps }).toEqual({ notes: [], usage: { source: "none" }, order: undefined, steps: [] });
  });

  it("searches every query of the plan with the same filter, and merges what they find", async () => {
    const index = indexWithOpinion();
    const model = scriptedModel([{ reply: { toolInput: { queries: ["size of the reserve", "reserve in euros"] } } }]);
    const { hits } = await retrieve("How much is put aside?", {
      retriever: index,
      k: 3,
      filter: { document: "notes/" },
      rewrite: { method: "multi", model },
      monotonicMs,
    });
    expect(ids(hits)).toEqual(["b", "a", "c"]);
    expect(index.searches.map(({ query }) => query)).toEqual(["How much is put aside?", "size of the reserve", "reserve in euros"]);
    expect(index.searches.every(({ options }) => options.filter?.["document"] === "notes/")).toBe(true);
  });

  it("hands a hypothetical passage to the dense legs and the question to the words", async () => {
    const index = indexWithOpinion();
    const passage = "The contingency reserve of the project amounts to a tenth of the budget.";
    await retrieve("How much?  Money aside", {
      retriever: index,
      k: 3,
      rewrite: { method: "hyde", model: scriptedModel([{ reply: { text: passage } }]) },
      monotonicMs,
    });
    expect(index.searches).toMatchObject([{ query: "How much?  Money aside", options: { denseText: passage } }]);
  });

  it("lets a reranker choose from 30, and keeps both orders", async () => {
    const index = indexWithOpinion();
    const reranker = llmReranker(scriptedModel([{ reply: { toolInput: { best: [3, 1] } } }]));
    const { hits, order } = await retrieve("the sponsor", { retriever: index, k: 2, reranker, monotonicMs });
    expect(ids(hits)).toEqual(["c", "a"]);
    expect(index.searches[0]?.options.k).toBe(30);
    expect(order).toEqual({ before: ["a", "b"], after: ["c", "a"] });
  });

  it("lets a reranker choose from no more than it was given, and lets the others follow in their order", async () => {
    const shown: number[] = [];
    const reranker = {
      id: "backwards",
      rerank: async (_: string, hits: readonly Hit[]) => (shown.push(hits.length), hits.toReversed()),
    };
    const { hits, order } = await retrieve("the sponsor", { retriever: indexWithOpinion(), k: 4, candidates: 2, reranker, monotonicMs });
    expect(shown).toEqual([2]);
    expect(ids(hits).slice(0, 2)).toEqual(["b", "a"]);
    expect(ids(hits)).toHaveLength(4);
    expect(order?.before.slice(2)).toEqual(order?.after.slice(2));
  });

  it("goes on without a model that fails, and says so", async () => {
    const model = scriptedModel([{ reply: { fails: new Error("overloaded.") }, times: 2 }]);
    const { hits, notes, order } = await retrieve("the pilot", {
      retriever: indexWithOpinion(),
      k: 2,
      rewrite: { method: "rewrite", model },
      reranker: llmReranker(model),
      monotonicMs,
    });
    expect(ids(hits)).toEqual(["a", "b"]);
    expect(notes).toEqual(["Searched as typed: scripted failed: overloaded.", "Not reranked: scripted failed: overloaded."]);
    expect(order).toBeUndefined();
  });

  it("answers a question that follows from a conversation as it stands alone, also to the reranker, and says how it was read", async () => {
    const model = scriptedModel([
      { when: "CONVERSATION", reply: { toolInput: { query: "How big is the reserve?" } } },
      { when: "QUESTION: How big is the reserve?", reply: { toolInput: { best: [1] } } },
    ]);
    const { question, notes } = await retrieve("And how big is it?", {
      retriever: indexWithOpinion(),
      k: 2,
      rewrite: { method: "rewrite", model },
      history: [{ role: "user", text: "Is there a reserve?" }],
      reranker: llmReranker(model),
      monotonicMs,
    });
    expect(question).toBe("How big is the reserve?");
    expect(notes).toEqual(["Read as: How big is the reserve?"]);
  });

  it("stops between two searches when it is aborted", async () => {
    const abort = new AbortController();
    const index = indexWithOpinion();
    const model = scriptedModel([{ reply: { toolInput: { questions: ["One part of it?", "Another part of it?"] } } }]);
    const stopping = { search: (query: string, options: SearchOptions) => (abort.abort(), index.search(query, options)) };
    const waiting = retrieve("Two things?", {
      retriever: stopping,
      k: 2,
      rewrite: { method: "decompose", model },
      signal: abort.signal,
      monotonicMs,
    });
    await expect(waiting).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(index.searches).toHaveLength(1);
  });
});

describe("a trace", () => {
  const script: readonly ScriptedStep[] = [
    { when: "prepare searches", reply: { toolInput: { query: "the reserve" } } },
    { when: "put passages in order", reply: { toolInput: { best: [2, 1, 3] } } },
    {
      when: "answer questions",
      reply: { text: 'The contingency reserve is 40,000 euros [chunk 2: "The contingency reserve is 40,000 euros."].' },
    },
  ];
  const asked = (trace: boolean, steps = script) => {
    const model = scriptedModel(steps);
    const options = { rewrite: { method: "rewrite", model } as const, reranker: llmReranker(model), rerankTo: 3, trace };
    return ask("How much money is put aside?", { index: indexWithOpinion(), answerer: modelAnswerer(model), monotonicMs, ...options });
  };

  it("has the nine steps in their order, with what each did", async () => {
    const { trace, kind, usage } = await asked(true);
    expect(kind).toBe("answered");
    expect(trace?.map((step) => step.kind)).toEqual(PIPELINE_STEPS);
    expect(stepOf(trace, "rewrite")).toMatchObject({ method: "rewrite", queries: [{ text: "the reserve" }] });
    expect(stepOf(trace, "embed").queries).toEqual([{ terms: ["the", "reserve"], termsUnknown: [], corrections: [], expansions: [] }]);
    expect(stepOf(trace, "legs").legs.map(({ leg, candidates }) => [leg, candidates])).toEqual([
      ["lexical", 3],
      ["dense", 4],
    ]);
    expect(stepOf(trace, "merge")).toMatchObject({ found: 7, candidates: 4, kept: 4, against: "lexical" });
    expect(stepOf(trace, "merge").moves).toContainEqual({ chunk: "b", from: 2, to: 1 });
    expect(stepOf(trace, "merge").moves).toContainEqual({ chunk: "a", to: 2 });
    expect(stepOf(trace, "rerank")).toMatchObject({
      candidates: 4,
      kept: 3,
      moves: [
        { chunk: "a", from: 2, to: 1 },
        { chunk: "b", from: 1, to: 2 },
      ],
    });
    expect(stepOf(trace, "pack")).toMatchObject({ passages: 3, tokensMax: 6_000, dropped: [] });
    expect(stepOf(trace, "generate").model).toBe("scripted");
    expect(stepOf(trace, "cite")).toMatchObject({ sentences: 1, unsupported: 0, citations: 1, rejected: 0 });
    const spent = [stepOf(trace, "rewrite"), stepOf(trace, "rerank"), stepOf(trace, "generate")].map((step) => step.usage.inputTokens ?? 0);
    expect(spent.every((tokens) => tokens > 0)).toBe(true);
    expect(usage.inputTokens).toBe(spent.reduce((sum, tokens) => sum + tokens, 0));
    expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
  });

  it("is not kept unless it is asked for, and changes nothing else", async () => {
    const [with_, without] = [await asked(true), await asked(false)];
    expect(without).not.toHaveProperty("trace");
    expect({ ...with_, tookMs: 0, trace: undefined }).toEqual({ ...without, tookMs: 0, trace: undefined });
  });

  it("says of each step that did not run why it did not", async () => {
    const { trace } = await search("the pilot", { retriever: indexWithOpinion(), k: 2, trace: true, monotonicMs });
    expect(trace?.map((step) => ("skipped" in step ? step.skipped : "ran"))).toEqual([
      "ran",
      "searched as typed",
      "ran",
      "ran",
      "ran",
      "the merged order stays",
      ...Array.from({ length: 3 }, () => "a search ends with passages"),
    ]);
  });

  it("is whole also when nothing was looked for", async () => {
    const never: Answerer = {
      id: "never",
      evidenceTokensMax: 100,
      answer: () => {
        throw new Error("called");
      },
    };
    const { trace, kind } = await ask("?", { index: indexWithOpinion(), answerer: never, trace: true, monotonicMs });
    expect(kind).toBe("abstained");
    expect(trace?.map((step) => step.kind)).toEqual(PIPELINE_STEPS);
  });
});

describe("an end from outside", () => {
  it("is INTERRUPTED while a model rewrites, reranks or answers, and nothing is shown", async () => {
    const answers: readonly ScriptedStep[] = [
      { when: "prepare searches", reply: { toolInput: { query: "the reserve" } } },
      { when: "put passages in order", reply: { toolInput: { best: [2] } } },
    ];
    for (const reached of [0, 1, 2]) {
      const abort = new AbortController();
      const hang = (): { readonly hangs: true } => (queueMicrotask(() => abort.abort()), { hangs: true });
      const model = scriptedModel([...answers.slice(0, reached), { reply: hang }]);
      const shown: string[] = [];
      const waiting = ask("How much money is put aside?", {
        index: indexWithOpinion(),
        answerer: modelAnswerer(model),
        rewrite: { method: "rewrite", model },
        reranker: llmReranker(model),
        signal: abort.signal,
        onText: (text) => shown.push(text),
        monotonicMs,
      });
      await expect(waiting).rejects.toMatchObject({ code: "INTERRUPTED" });
      expect(model.requests).toHaveLength(reached + 1);
      expect(shown).toEqual([]);
    }
  });
});

describe("asking many questions with a reranker", () => {
  it("says at the end when it changed what comes first on nearly every one", async () => {
    const model = scriptedModel([
      { when: "put passages in order", reply: { toolInput: { best: [4, 3, 2, 1] } }, times: 20 },
      { when: "answer questions", reply: { text: "not found in sources" }, times: 20 },
    ]);
    const notes: string[] = [];
    const jsonl = Array.from({ length: 20 }, (_, i) => JSON.stringify({ question: `Where is pilot ${i}?` })).join("\n");
    const counts = await askMany(jsonl, {
      index: indexWithOpinion(),
      answerer: modelAnswerer(model),
      reranker: llmReranker(model),
      monotonicMs,
      onAnswer: () => {},
      report: (event) => event.kind === "note" && notes.push(event.text),
    });
    expect(counts.reranking).toMatchObject({ queries: 20, changed: 20, verdict: "mismatched" });
    expect(notes).toEqual([expect.stringContaining("another embedder")]);
  });
});

describe("moves", () => {
  it("are the chunks that rose, fell, came in and left; who kept the place is no move", () => {
    expect(movesBetween(["a", "b", "c", "d"], ["a", "c", "e"], 3)).toEqual([
      { chunk: "c", from: 3, to: 2 },
      { chunk: "e", to: 3 },
      { chunk: "b", from: 2 },
    ]);
  });
});
