import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Usage } from "../../src/core/answer.ts";
import type { CallRunner } from "../../src/core/calls.ts";
import type { ProviderError } from "../../src/core/errors.ts";
import type { Embedder } from "../../src/core/retrieval.ts";
import { cohereReranker } from "../../src/models/cohere.ts";
import { directCalls } from "../../src/models/direct-calls.ts";
import { ollamaEmbedder } from "../../src/models/ollama-embedder.ts";
import { compatibleEmbedder, openaiEmbedder } from "../../src/models/openai-embedder.ts";
import { voyageEmbedder, voyageReranker } from "../../src/models/voyage.ts";
import { rerankHits, rerankQuery } from "../contracts/reranker-contract.ts";
import { billedTexts, cohereServer, ollamaEmbedServer, openaiEmbeddingsServer, voyageServer } from "./embeddings.ts";
import { json } from "./server.ts";
import type { ScriptedServer } from "./server.ts";
import { base64Of, wordVector } from "./word-vectors.ts";

/** Passes calls on and notes what each used. */
function counting(): { readonly calls: CallRunner; readonly usages: Usage[] } {
  const direct = directCalls({ monotonicMs: () => 0 });
  const usages: Usage[] = [];
  const calls: CallRunner = {
    async run(call, context) {
      const result = await direct.run(call, context);
      usages.push(result.usage);
      return result;
    },
  };
  return { calls, usages };
}

let voyage: ScriptedServer;
let openai: ScriptedServer;
let ollama: ScriptedServer;
let cohere: ScriptedServer;
beforeEach(async () => {
  [voyage, openai, ollama, cohere] = await Promise.all([
    voyageServer({ key: "pa-0123456789", contextTokens: 20 }),
    openaiEmbeddingsServer({ contextTokens: 20 }),
    ollamaEmbedServer({ contextTokens: 20 }),
    cohereServer({ key: "co-0123456789" }),
  ]);
});
afterEach(async () => {
  for (const server of [voyage, openai, ollama, cohere]) await server.close();
});

const overVoyage = (calls = counting().calls, apiKey = "pa-0123456789", model = "voyage-3-large"): Embedder =>
  voyageEmbedder({ model, apiKey, calls, baseUrl: `${voyage.url}/v1` });
const overOpenai = (calls = counting().calls): Embedder =>
  openaiEmbedder({ model: "text-embedding-3-small", apiKey: "sk-0123456789", calls, baseUrl: `${openai.url}/v1` });
const overOllama = (calls = counting().calls): Promise<Embedder> =>
  ollamaEmbedder({ model: "nomic-embed-text", calls, baseUrl: ollama.url });
const document = { inputType: "document" } as const;

describe("what is sent", () => {
  it("tells Voyage what the text is and how long the vector shall be, and forbids it to cut", async () => {
    const embedder = voyageEmbedder({
      model: "voyage-code-3",
      dimensions: 256,
      apiKey: "pa-0123456789",
      calls: counting().calls,
      baseUrl: `${voyage.url}/v1/`,
    });
    await embedder.embedBatch(["a"], document);
    await embedder.embedBatch(["b"], { inputType: "query" });
    expect(voyage.ledger.map(({ path, body }) => [path, body])).toEqual([
      [
        "/v1/embeddings",
        {
          model: "voyage-code-3",
          input: ["a"],
          input_type: "document",
          truncation: false,
          encoding_format: "base64",
          output_dimension: 256,
        },
      ],
      [
        "/v1/embeddings",
        { model: "voyage-code-3", input: ["b"], input_type: "query", truncation: false, encoding_format: "base64", output_dimension: 256 },
      ],
    ]);
    expect(embedder.id).toBe("voyage/voyage-code-3@256");
  });

  it("asks a model of one size for no size", async () => {
    await overVoyage(counting().calls, "pa-0123456789", "voyage-3").embedBatch(["a"], document);
    expect(voyage.ledger[0]?.body).not.toHaveProperty("output_dimension");
    await overOpenai().embedBatch(["a"], document);
    expect(openai.ledger[0]?.body).toEqual({ model: "text-embedding-3-small", input: ["a"], encoding_format: "base64" });
  });

  it("puts the prompts of a model's card before questions and passages where the server does not", async () => {
    const embedder = await overOllama();
    await embedder.embedBatch(["a"], document);
    await embedder.embedBatch(["b"], { inputType: "query" });
    expect(ollama.ledger.map(({ path, body }) => [path, body])).toEqual([
      ["/api/show", { model: "nomic-embed-text" }],
      ["/api/embed", { model: "nomic-embed-text", input: ["search_document: a"], truncate: false }],
      ["/api/embed", { model: "nomic-embed-text", input: ["search_query: b"], truncate: false }],
    ]);
    expect(embedder).toMatchObject({ precision: "F16", dimensions: 768 });
    expect(embedder.id).toMatch(/^ollama\/nomic-embed-text@768 F16 prompts [0-9a-f]{6}$/);
    const own = { query: "q: ", document: "" };
    const compatible = compatibleEmbedder({
      model: "mine",
      dimensions: 3_072,
      prompts: own,
      calls: counting().calls,
      baseUrl: `${openai.url}/v1`,
    });
    await compatible.embedBatch(["c"], { inputType: "query" });
    expect(openai.ledger[0]?.body).toEqual({ model: "mine", input: ["q: c"], encoding_format: "float" });
    expect(openai.ledger[0]?.headers).not.toHaveProperty("authorization");
  });

  it("cuts the texts into requests that the provider takes", async () => {
    const texts = Array.from({ length: 300 }, (_, i) => `word ${i}`);
    const { calls, usages } = counting();
    await overVoyage(calls).embedBatch(texts, document);
    expect(voyage.ledger.map(({ body }) => body.input.length)).toEqual([128, 128, 44]);
    expect(usages).toEqual([128, 128, 44].map((count) => ({ inputTokens: 2 * count, source: "provider" })));
  });
});

describe("what comes back", () => {
  it("puts each vector where its own text is, whatever order the rows come in and however the numbers are written", async () => {
    const texts = ["one two", "three", "four five six"];
    for (const [embedder, prefix] of [
      [overVoyage(), "document "],
      [overOpenai(), ""],
      [compatibleEmbedder({ model: "m", dimensions: 3_072, calls: counting().calls, baseUrl: `${openai.url}/v1` }), ""],
    ] as const) {
      const vectors = await embedder.embedBatch(texts, document);
      for (const [i, text] of texts.entries()) {
        const raw = wordVector(`${prefix}${text}`, vectors[i]?.length ?? 0);
        const length = Math.hypot(...raw);
        expect(vectors[i]?.[7]).toBeCloseTo((raw[7] ?? 0) / length, 5);
      }
    }
  });

  const rows = (...embeddings: readonly (readonly [index: unknown, embedding: unknown])[]): unknown => ({
    object: "list",
    data: embeddings.map(([index, embedding]) => ({ object: "embedding", index, embedding })),
    usage: { total_tokens: 3 },
  });
  const whole = base64Of(wordVector("x", 1_024));
  const broken = wordVector("x", 1_024);
  broken[3] = Number.NaN;

  it.each([
    ["a NaN", rows([0, whole], [1, base64Of(broken)])],
    ["null among the numbers", rows([0, whole], [1, [null, ...wordVector("x", 1_023)]])],
    ["zeros", rows([0, whole], [1, base64Of(new Float32Array(1_024))])],
    ["too few numbers", rows([0, whole], [1, base64Of(wordVector("x", 512))])],
    ["no vector at all", rows([0, whole])],
  ])("leaves a row with %s as it is, for the index to refuse, and keeps the others", async (_name, body) => {
    voyage.failNext({ kind: "reply", ...json(body) });
    const [good, bad] = await overVoyage().embedBatch(["x", "y"], document);
    expect(Math.hypot(...(good ?? []))).toBeCloseTo(1, 5);
    expect(bad?.length === 1_024 && Math.abs(Math.hypot(...bad) - 1) < 0.01).toBe(false);
  });

  it.each([
    ["a text that was not sent", rows([0, whole], [2, whole])],
    ["one text twice", rows([1, whole], [1, whole])],
    ["no text", rows([0, whole], ["1", whole])],
    ["nothing", { object: "error" }],
    ["a number that JSON does not have", "[NaN]"],
  ])("does not guess whose the vectors are that name %s", async (_name, body) => {
    voyage.failNext({ kind: "reply", ...(typeof body === "string" ? { body } : json(body)) });
    await expect(overVoyage().embedBatch(["x", "y"], document)).rejects.toMatchObject({ code: "PROTOCOL", maybeBilled: true });
  });

  it("does not guess whose Ollama's vectors are when their number is another than that of the texts", async () => {
    const embedder = await overOllama();
    ollama.failNext({ kind: "reply", ...json({ embeddings: [[1, 2]] }) });
    await expect(embedder.embedBatch(["x", "y"], document)).rejects.toMatchObject({ code: "PROTOCOL" });
  });

  it("says that the tokens are unknown where they were not told, or cannot be true", async () => {
    const { calls, usages } = counting();
    voyage.failNext(
      { kind: "reply", ...json({ data: [{ index: 0, embedding: whole }] }) },
      { kind: "reply", ...json({ data: [{ index: 0, embedding: whole }], usage: { total_tokens: -3 } }) },
    );
    for (const text of ["x", "y"]) await overVoyage(calls).embedBatch([text], document);
    expect(usages).toEqual([{ source: "none" }, { source: "none" }]);
  });
});

describe("a text that is too long", () => {
  const long = (n: number): string => Array.from({ length: 21 }, (_, i) => `long${n}${i}`).join(" ");

  it.each(["voyage", "openai", "ollama"])("is refused by itself at %s, and the others get their vectors", async (name) => {
    const embedder = name === "voyage" ? overVoyage() : name === "openai" ? overOpenai() : await overOllama();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }).filter((list) => list.includes(false)),
        async (areLong) => {
          const texts = areLong.map((isLong, i) => (isLong ? long(i) : `short ${i}`));
          const refused = new Map<number, string>();
          const vectors = await embedder.embedBatch(texts, { ...document, onRefused: (at, reason) => void refused.set(at, reason) });
          expect([...refused.keys()].toSorted((a, b) => a - b)).toEqual(areLong.flatMap((isLong, i) => (isLong ? [i] : [])));
          expect(vectors.map((vector) => vector.length > 0)).toEqual(areLong.map((isLong) => !isLong));
          for (const reason of refused.values()) expect(reason).toMatch(/too many tokens|context length/);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("is an error where it is all there is", async () => {
    await expect(overVoyage().embedBatch([long(1), long(2)], document)).rejects.toMatchObject({ code: "BAD_REQUEST", status: 400 });
  });

  it("is not looked for when the model is unknown", async () => {
    const embedder = openaiEmbedder({
      model: "no-such-model",
      dimensions: 8,
      apiKey: "sk-1",
      calls: counting().calls,
      baseUrl: `${openai.url}/v1`,
    });
    await expect(embedder.embedBatch(["a", "b", "c"], document)).rejects.toMatchObject({ code: "BAD_REQUEST", status: 404 });
    expect(openai.ledger).toHaveLength(1);
  });
});

describe("failures", () => {
  const failed = async (promise: Promise<unknown>): Promise<ProviderError> => {
    const error: unknown = await promise.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    return error as ProviderError; // what it is says the expectation on it
  };

  it("have their code, the provider's own words, and never the key", async () => {
    const wrong = await failed(overVoyage(counting().calls, "pa-wrong-0123456789").embedBatch(["x"], document));
    expect(wrong).toMatchObject({
      code: "AUTH",
      status: 401,
      provider: "voyage",
      message: expect.stringContaining("Provided API key is invalid"),
    });
    expect(wrong.fix).toContain("VOYAGE_API_KEY");
    voyage.failNext({
      kind: "reply",
      status: 429,
      headers: { "retry-after": "7" },
      body: JSON.stringify({ detail: "key pa-0123456789 is over its limit" }),
    });
    const limited = await failed(overVoyage().embedBatch(["x"], document));
    expect(limited).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 7_000 });
    expect(JSON.stringify([limited.message, limited.fix])).not.toContain("pa-0123456789");
    cohere.failNext({ kind: "reply", status: 503, body: JSON.stringify({ message: "overloaded" }) });
    const down = cohereReranker({ model: "rerank-v3.5", apiKey: "co-0123456789", calls: counting().calls, baseUrl: cohere.url });
    expect(await failed(down.rerank(rerankQuery, rerankHits, { k: 2 }))).toMatchObject({
      code: "OVERLOADED",
      message: expect.stringContaining("overloaded"),
    });
  });

  it("of the connection may have been billed, but for one that was never made", async () => {
    voyage.failNext({ kind: "cut", afterBytes: 100 });
    expect(await failed(overVoyage().embedBatch(["x"], document))).toMatchObject({ code: "NETWORK", maybeBilled: true });
    await ollama.close();
    const gone = await failed(ollamaEmbedder({ model: "nomic-embed-text", calls: counting().calls, baseUrl: ollama.url }));
    expect(gone).toMatchObject({ code: "NETWORK", maybeBilled: false, fix: "Start the server: ollama serve" });
  });

  it("of half a body that ends as if it were whole are PROTOCOL", async () => {
    voyage.failNext({ kind: "end", afterBytes: 100 });
    expect(await failed(overVoyage().embedBatch(["x"], document))).toMatchObject({ code: "PROTOCOL", maybeBilled: true });
  });

  it("end a call under way when the signal says so", async () => {
    voyage.failNext({ kind: "stall", afterBytes: 10 });
    const abort = new AbortController();
    const waiting = overVoyage().embedBatch(["x"], { ...document, signal: abort.signal });
    setImmediate(() => abort.abort(new Error("enough")));
    await expect(waiting).rejects.toThrow("enough");
  });

  it("say what a model cannot do, and what to write instead", async () => {
    const at = { apiKey: "k", calls: counting().calls };
    expect(() => voyageEmbedder({ ...at, model: "voyage-9" })).toThrow("is not known here");
    expect(() => voyageEmbedder({ ...at, model: "voyage-3", dimensions: 512 })).toThrow("vectors of 1024 numbers, not of 512");
    expect(() => openaiEmbedder({ ...at, model: "text-embedding-3-small", dimensions: 4_000 })).toThrow("at most 1536");
    await expect(ollamaEmbedder({ ...at, model: "llama3.1:8b", baseUrl: ollama.url })).rejects.toMatchObject({ code: "BAD_CONFIG" });
    await expect(ollamaEmbedder({ ...at, model: "gone", baseUrl: ollama.url })).rejects.toMatchObject({ code: "BAD_REQUEST", status: 404 });
  });
});

describe("reranking services", () => {
  it("are sent the passages with their headings, and what they billed is told", async () => {
    const usages: Usage[] = [];
    const options = { k: 2, onUsage: (usage: Usage) => void usages.push(usage) };
    const { calls } = counting();
    await voyageReranker({ model: "rerank-2.5", apiKey: "pa-0123456789", calls, baseUrl: `${voyage.url}/v1` }).rerank(
      rerankQuery,
      rerankHits,
      options,
    );
    await cohereReranker({ model: "rerank-v3.5", apiKey: "co-0123456789", calls, baseUrl: cohere.url }).rerank(
      rerankQuery,
      rerankHits,
      options,
    );
    expect(voyage.ledger[0]?.body).toMatchObject({ model: "rerank-2.5", query: rerankQuery, top_k: 2 });
    expect(cohere.ledger[0]?.body).toMatchObject({ model: "rerank-v3.5", query: rerankQuery, top_n: 2 });
    expect(cohere.ledger[0]?.body.documents[0]).toBe("Note 0\nTraining takes half a day for each driver.");
    expect(usages[0]).toEqual({ inputTokens: expect.any(Number) as number, source: "provider" });
    expect(usages[1]).toEqual({ searchUnits: 1, source: "provider" });
  });

  it.each([
    ["a passage that was not sent", [{ index: 4, relevance_score: 0.5 }]],
    [
      "a passage twice",
      [
        { index: 1, relevance_score: 0.5 },
        { index: 1, relevance_score: 0.4 },
      ],
    ],
    ["no score", [{ index: 1 }]],
  ])("give no order when they name %s", async (_name, results) => {
    cohere.failNext({ kind: "reply", ...json({ results }) });
    const reranker = cohereReranker({ model: "rerank-v3.5", apiKey: "co-0123456789", calls: counting().calls, baseUrl: cohere.url });
    await expect(reranker.rerank(rerankQuery, rerankHits, { k: 2 })).rejects.toMatchObject({ code: "PROTOCOL" });
  });
});

it("counts in its ledger what it billed", async () => {
  await overVoyage().embedBatch(["a", "b"], document);
  expect(billedTexts(voyage)).toEqual(["a", "b"]);
});
