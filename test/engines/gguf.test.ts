import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { GgufPrecision } from "../../scripts/tiny-models/gguf-file.ts";
import { writeTinyBert, writeTinyLlama } from "../../scripts/tiny-models/gguf-models.ts";
import type { CompletionRequest, Tool } from "../../src/core/model.ts";
import { directCalls } from "../../src/models/direct-calls.ts";
import { ggufFacts } from "../../src/models/gguf-files.ts";
import { ggufModel } from "../../src/models/gguf-model.ts";
import { ggufEmbedder, ggufReranker } from "../../src/models/gguf-retrieval.ts";
import { embedderContract } from "../contracts/embedder-contract.ts";
import { modelContract } from "../contracts/model-contract.ts";
import { rerankerContract } from "../contracts/reranker-contract.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-gguf-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const precisions: readonly GgufPrecision[] = ["F32", "F16", "Q8_0"];
const fileOf = (kind: string, precision: string): string => join(folder, `${kind}-${precision}.gguf`);
for (const precision of precisions) {
  writeTinyBert(fileOf("embedder", precision), "embedder", { precision });
  writeTinyBert(fileOf("ranker", precision), "ranker", { precision });
  writeTinyLlama(fileOf("llama", precision), { precision });
}

const calls = directCalls({ monotonicMs: () => 0 });
const request: CompletionRequest = {
  system: "You are a test.",
  messages: [
    { role: "user", text: "Hello." },
    { role: "assistant", text: "Good day." },
    { role: "user", text: "How big is the reserve?" },
  ],
  outputTokensMax: 40,
};
const tool: Tool = {
  name: "judge",
  description: "Takes a judgement.",
  inputSchema: {
    type: "object",
    properties: { verdict: { enum: ["yes", "no"] }, certain: { type: "boolean" } },
    required: ["verdict", "certain"],
    additionalProperties: false,
  },
};

for (const precision of precisions) {
  const embedder = ggufEmbedder({ file: fileOf("embedder", precision), threads: 1 });
  embedderContract(`gguf/embedder-${precision}`, async () => embedder);
  const reranker = ggufReranker({ file: fileOf("ranker", precision), threads: 1 });
  rerankerContract(`gguf/ranker-${precision}`, async () => ({ reranker, understands: false }));
  const model = ggufModel({ file: fileOf("llama", precision), threads: 1, calls });
  modelContract(`gguf/llama-${precision}`, async () => ({
    model,
    request,
    forced: { model, request: { ...request, tool } },
    close: async () => {},
  }));
}

describe("a GGUF file", () => {
  it.each(precisions)("says that it is %s, before any engine is loaded", (precision) => {
    expect(ggufFacts(fileOf("llama", precision))).toMatchObject({
      architecture: "llama",
      precision,
      dimensions: 64,
      contextTokensMax: 4_096,
    });
    expect(ggufEmbedder({ file: fileOf("embedder", precision), threads: 1 }).id).toMatch(
      new RegExp(`^gguf/embedder-${precision}@64 ${precision} [0-9a-f]{12}$`),
    );
  });

  it("that is none, or is cut short, is an error that names it", () => {
    const none = join(folder, "none.gguf");
    writeFileSync(none, "a text");
    expect(() => ggufFacts(none)).toThrow(/none\.gguf is no GGUF file/);
    writeFileSync(none, "GGUF");
    expect(() => ggufFacts(none)).toThrow("ends within its head");
    expect(() => ggufFacts(join(folder, "gone.gguf"))).toThrow("There is no file");
  });

  it("of random weights calls a forced tool with JSON of its schema, whatever it would say", async () => {
    const model = ggufModel({ file: fileOf("llama", "F16"), threads: 1, calls });
    for (let repeat = 0; repeat < 8; repeat++) {
      const { toolInput, text, stop } = await model.complete({ ...request, tool, repeat, temperature: 1, outputTokensMax: 100 });
      expect({ text, stop }).toEqual({ text: "", stop: "end" });
      expect(toolInput).toEqual({ verdict: expect.stringMatching(/^(yes|no)$/) as string, certain: expect.any(Boolean) as boolean });
    }
  });

  it("says the same when asked the same, counts its tokens, and says where it was cut", async () => {
    const model = ggufModel({ file: fileOf("llama", "F16"), threads: 1, calls });
    const once = await model.complete(request);
    expect(once.stop).toBe("length");
    expect(once.usage).toMatchObject({ outputTokens: 40, source: "provider" });
    expect(once.usage.inputTokens).toBeGreaterThan(20);
    expect((await model.complete(request)).text).toBe(once.text);
    expect(await model.count(request)).toMatchObject({ source: "tokenizer" });
  });

  it("refuses a prompt that does not fit its window instead of cutting it", async () => {
    const model = ggufModel({ file: fileOf("llama", "F16"), threads: 1, calls, contextTokensMax: 2_048 });
    const long = { ...request, system: "A rule to follow. ".repeat(200) };
    await expect(model.complete(long)).rejects.toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("window of 2,048") });
  });

  it("reads a text to its end, however long it is", async () => {
    const long = "many words of one kind ".repeat(100);
    const [a, b] = await ggufEmbedder({ file: fileOf("embedder", "F32"), threads: 1 }).embedBatch([long, `${long} xyzzy`], {
      inputType: "document",
    });
    expect(Math.hypot(...(a ?? []))).toBeCloseTo(1, 4);
    expect((a ?? new Float32Array()).reduce((sum, n, i) => sum + n * (b?.[i] ?? Number.NaN), 0)).toBeLessThan(0.999999);
  });

  it("that cannot rank says so", async () => {
    const reranker = ggufReranker({ file: fileOf("llama", "F16"), threads: 1 });
    const hit = {
      score: 1,
      legs: {},
      chunk: { id: "a", document: "a", ordinal: 1, start: 0, end: 1, text: "a", heading: [], locator: { kind: "line", line: 1 } },
    } as const;
    await expect(reranker.rerank("q", [hit], { k: 1 })).rejects.toMatchObject({
      code: "BAD_CONFIG",
      message: expect.stringContaining("cannot rank"),
    });
  });
});
