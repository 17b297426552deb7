import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { scoreOf, scoreWithout } from "../scripts/advise/leave-out.ts";
import { readSaid, saidLists } from "../scripts/advise/texts.ts";
import { trainMatcher } from "../scripts/advise/train.ts";
import { shippedMatcher } from "../src/config/advice-matcher.ts";
import { textFeatures } from "../src/flows/advise/features.ts";
import { matcherOf, vectorFeature } from "../src/flows/advise/match.ts";
import { decodeMatcherFile, encodeMatcherFile, quantizedMatcher } from "../src/flows/advise/matcher-file.ts";
import type { TrainedMatcher } from "../src/flows/advise/matcher-file.ts";
import { DECISION_TABLE } from "../src/flows/advise/table.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";

const lists = saidLists();
/** Texts on which nothing is trained, and nothing was chosen by. */
const sealed = (name: string) => readSaid(new URL(`fixtures/advise/${name}.jsonl`, import.meta.url));
const asset = brotliDecompressSync(readFileSync(new URL("../assets/advise-matcher.bin", import.meta.url)));

describe("the texts that the matcher is trained on, and those of its tests", () => {
  it("have one text, its row and nothing else a line, and no text stands twice", () => {
    const rows = new Set<string>([...DECISION_TABLE.map(({ id }) => id), "none"]);
    const all = [...lists.values(), sealed("sealed3"), sealed("sealed4")].flat();
    for (const said of all) {
      expect(Object.keys(said), said.text).toEqual(["text", "row"]);
      expect(rows.has(said.row), said.row).toBe(true);
      expect(said.text.trim()).not.toBe("");
    }
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
  });
});

describe("assets/advise-matcher.bin", () => {
  let trained: TrainedMatcher;
  beforeAll(async () => {
    trained = await trainMatcher(builtinEmbedder(), [...lists.values()].flat());
  });

  it("is what scripts/build-advise.ts makes from the texts (else: npm run advise-matcher)", () => {
    expect(Buffer.from(encodeMatcherFile(quantizedMatcher(trained))).equals(asset)).toBe(true);
  });

  it("gives every text that it is sure of the row that the numbers before quantization give", async () => {
    const embedder = builtinEmbedder();
    const matcher = shippedMatcher();
    const columns = new Map(trained.names.map((name, column) => [name, column]));
    let sure = 0;
    for (const { text } of [...(lists.get("sealed2") ?? []), ...sealed("sealed3"), ...sealed("sealed4")]) {
      const { unsure, matches } = await matcher.match(text);
      if (unsure) continue;
      sure += 1;
      const [vector = new Float32Array()] = await embedder.embedBatch([text], { inputType: "document" });
      expect(matches[0]?.row, text).toBe(firstRow(trained, columns, text, vector));
    }
    expect(sure).toBeGreaterThan(150);
  });

  it("is refused with the next step when it is cut short or something else", () => {
    for (const bytes of [asset.subarray(0, asset.length - 1), asset.subarray(0, 9), new Uint8Array(100)])
      expect(() => decodeMatcherFile(bytes)).toThrow(/damaged/);
  });
});

describe("the matcher", () => {
  it.for([
    ["sealed3", 58, 0, 2],
    ["sealed4", 60, 0, 0],
  ] as const)("does on the list %s, which was sealed until it was done, as at its first score", async ([name, right, unsure, wrong]) => {
    expect(await scoreOf(shippedMatcher(), sealed(name))).toMatchObject({ texts: 60, right, unsure, wrong });
  });

  it("finds the row of nine texts in ten of a writer whose texts it never saw, and is seldom sure of a wrong one", async () => {
    const { texts, right, wrong } = await scoreWithout("engineers", lists, builtinEmbedder(), { withoutAfterErrors: true });
    expect(texts).toBe(120);
    expect(right).toBeGreaterThanOrEqual(108);
    expect(wrong).toBeLessThanOrEqual(5);
  });

  it("is unsure where nothing that it learnt is in the text", async () => {
    const labels = ["none", "privacy"] as const;
    const file = quantizedMatcher({ names: ["stem lock"], labels, weights: Float64Array.of(-3, 3), biases: Float64Array.of(0.5, 0) });
    const matcher = matcherOf(decodeMatcherFile(encodeMatcherFile(file)), builtinEmbedder());
    expect(await matcher.match("lock")).toMatchObject({ unsure: false, matches: [{ row: "privacy" }] });
    expect((await matcher.match("bread")).unsure).toBe(true);
  });
});

/** The row with the highest score; "none" is no row. */
function firstRow(
  { labels, weights, biases }: TrainedMatcher,
  columns: ReadonlyMap<string, number>,
  text: string,
  vector: Float32Array,
): string {
  const features = new Map(textFeatures(text));
  for (const [dimension, value] of vector.entries()) features.set(vectorFeature(dimension), value);
  const scores = labels.map((label, c) => ({ label, score: biases[c] ?? 0 }));
  for (const [name, value] of features) {
    const column = columns.get(name);
    if (column !== undefined) for (const [c, own] of scores.entries()) own.score += value * (weights[column * labels.length + c] ?? 0);
  }
  return scores.filter(({ label }) => label !== "none").toSorted((a, b) => b.score - a.score)[0]?.label ?? "";
}
