import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeTinyOnnx } from "../../scripts/tiny-models/onnx-encoder.ts";
import type { OnnxPrecision } from "../../scripts/tiny-models/onnx-encoder.ts";
import { onnxEmbedder } from "../../src/models/onnx-embedder.ts";
import { onnxReranker } from "../../src/models/onnx-reranker.ts";
import { embedderContract } from "../contracts/embedder-contract.ts";
import { rerankerContract } from "../contracts/reranker-contract.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-onnx-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const precisions: readonly OnnxPrecision[] = ["fp32", "fp16", "q8", "q4"];
const place = (name: string): string => join(folder, name);
const tokensMax = 128;
for (const pooling of ["cls", "mean", "max", "lasttoken"] as const)
  writeTinyOnnx(place(`tiny-${pooling}`), { kind: "embedder", precisions: pooling === "cls" ? precisions : ["fp32"], pooling, tokensMax });
writeTinyOnnx(place("bge-large-en"), { kind: "embedder", precisions: ["q8"], tokensMax });
writeTinyOnnx(place("prompted"), {
  kind: "embedder",
  precisions: ["fp32"],
  pooling: "mean",
  prompts: { query: "query: ", passage: "passage: " },
});
writeTinyOnnx(place("cross"), { kind: "cross-encoder", precisions, tokensMax });

for (const precision of precisions) {
  embedderContract(`onnx/tiny-cls#${precision}`, async () => onnxEmbedder({ folder: place("tiny-cls"), precision }));
  rerankerContract(`onnx/cross#${precision}`, async () => ({
    reranker: onnxReranker({ folder: place("cross"), precision }),
    understands: false,
  }));
}
embedderContract("onnx/tiny-mean", async () => onnxEmbedder({ folder: place("tiny-mean") }));

const dot = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  (a ?? new Float32Array()).reduce((sum, number, i) => sum + number * (b?.[i] ?? Number.NaN), 0);
const one = async (options: Parameters<typeof onnxEmbedder>[0], text: string, inputType: "query" | "document" = "document") =>
  (await onnxEmbedder(options).embedBatch([text], { inputType }))[0];

describe("an ONNX export", () => {
  const text = "The executive sponsor of the project is Dana.";

  it("gives nearly the same vector at every precision, the less exact the less so", async () => {
    const exact = await one({ folder: place("tiny-cls"), precision: "fp32" }, text);
    const alike = await Promise.all(
      precisions.map(async (precision) => dot(exact, await one({ folder: place("tiny-cls"), precision }, text))),
    );
    expect(alike[0]).toBeCloseTo(1, 5);
    expect(alike[1]).toBeGreaterThan(0.9999);
    expect(alike[2]).toBeGreaterThan(0.999);
    expect(alike[3]).toBeGreaterThan(0.95);
    expect(alike[3]).toBeLessThan(0.99999);
  });

  it("says its precision, its pooling and which file it is in its id", () => {
    const ids = precisions.map((precision) => onnxEmbedder({ folder: place("tiny-cls"), precision }).id);
    expect(ids[0]).toMatch(/^onnx\/tiny-cls@64 fp32 cls [0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(4);
    expect(onnxEmbedder({ folder: place("tiny-cls") }).precision).toBe("fp32");
    expect(onnxEmbedder({ folder: place("bge-large-en") })).toMatchObject({
      precision: "q8",
      id: expect.stringMatching(/ q8 cls .* prompts /),
    });
  });

  it("pools as its own files say", async () => {
    const vectors = await Promise.all(
      ["cls", "mean", "max", "lasttoken"].map((pooling) => one({ folder: place(`tiny-${pooling}`) }, text)),
    );
    for (const [i, a] of vectors.entries()) for (const b of vectors.slice(i + 1)) expect(dot(a, b)).toBeLessThan(0.9999);
  });

  it("puts its own prompts before questions and passages", async () => {
    const plain = await one({ folder: place("tiny-mean") }, `query: ${text}`);
    expect(dot(plain, await one({ folder: place("prompted") }, text, "query"))).toBeGreaterThan(0.9999);
    expect(dot(plain, await one({ folder: place("prompted") }, text, "document"))).toBeLessThan(0.9999);
  });

  it("reads a text to its end, however long it is", async () => {
    const long = "many words of one kind ".repeat(60);
    const other = `${long}xyzzy quux plugh`;
    const [a, b] = await onnxEmbedder({ folder: place("tiny-mean") }).embedBatch([long, other], { inputType: "document" });
    expect(Math.hypot(...(a ?? []))).toBeCloseTo(1, 4);
    expect(dot(a, b)).toBeLessThan(0.99999);
  });

  it("says what a folder lacks", () => {
    expect(() => onnxEmbedder({ folder: place("nowhere") })).toThrow("no config.json");
    expect(() => onnxEmbedder({ folder: place("bge-large-en"), precision: "fp16" })).toThrow("precision fp16");
  });
});
