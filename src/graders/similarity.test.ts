import { expect, test } from "vitest";
import { FirstfitError } from "../core/errors.ts";
import { gradeSimilar, similarEnough } from "./similarity.ts";
import type { SimilarityScale } from "./similarity.ts";

const scale = (cosine: number | Error, minDefault?: number): SimilarityScale => ({
  embedder: "fake",
  cosine: async () => {
    if (typeof cosine === "number") return cosine;
    throw cosine;
  },
  ...(minDefault === undefined ? {} : { minDefault }),
});
const grade = (from: SimilarityScale, min?: number, output = "an answer") =>
  gradeSimilar(output, { kind: "similar", text: "the answer", ...(min === undefined ? {} : { min }) }, from);

test("the case's own threshold goes before the embedder's, and the threshold itself is enough", async () => {
  expect(await grade(scale(0.8, 0.9), 0.8)).toEqual({ kind: "graded", value: 1 });
  expect(await grade(scale(0.79, 0.5), 0.8)).toEqual({
    kind: "graded",
    value: 0,
    reason: "cosine 0.790 to the expected text, less than 0.8",
  });
  expect(await grade(scale(0.6, 0.5))).toMatchObject({ value: 1 });
});

test("without a threshold, without a vector and without a cosine nothing is graded", async () => {
  expect(await grade(scale(1))).toMatchObject({ kind: "ungraded", reason: expect.stringContaining('"min"') });
  expect(await grade(scale(new Error("no memory"), 0.5))).toEqual({ kind: "ungraded", reason: "fake made no vector: no memory" });
  expect(await grade(scale(Number.NaN, 0.5))).toMatchObject({ kind: "ungraded" });
});

test("a threshold is known for what was measured only", () => {
  expect(similarEnough("builtin/wordnet-256@3")).toBe(0.6);
  expect(similarEnough("openai/text-embedding-3-large")).toBeUndefined();
});

test("an empty output is like nothing, and a reached cap ends the run", async () => {
  expect(await grade(scale(1), 0.1, " \n")).toMatchObject({ kind: "graded", value: 0 });
  await expect(grade(scale(new FirstfitError("CAP_REACHED", "No more.", "Raise it.")), 0.5)).rejects.toThrow("No more.");
});
