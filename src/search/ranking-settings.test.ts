import { expect, test } from "vitest";
import { DEFAULT_RANKING } from "../core/retrieval.ts";
import type { RankingChange } from "../core/retrieval.ts";
import { rankingWith } from "./ranking-settings.ts";

test("a change replaces what it names and nothing else", () => {
  const changed = rankingWith(DEFAULT_RANKING, { weights: { dense: 0.5 }, k1: 0.9 });
  expect(changed).toEqual({ ...DEFAULT_RANKING, k1: 0.9, weights: { ...DEFAULT_RANKING.weights, dense: 0.5 } });
  expect(rankingWith(DEFAULT_RANKING, undefined)).toBe(DEFAULT_RANKING);
});

const broken: readonly (readonly [string, RankingChange])[] = [
  ["a weight below 0", { weights: { latent: -1 } }],
  ["a weight that is no number", { weights: { lexical: Number.NaN } }],
  ["no leg that finds anything", { weights: { lexical: 0, dense: 0, latent: 0, bigram: 1 } }],
  ["a b beyond 1", { b: 1.5 }],
  ["a k1 below 0", { k1: -0.1 }],
  ["half a feedback document", { feedback: { documents: 0.5, terms: 5, weight: 0.5 } }],
  ["a feedback weight beyond 1", { feedback: { documents: 5, terms: 5, weight: 2 } }],
];
test.each(broken)("%s is refused", (_, change) => {
  expect(() => rankingWith(DEFAULT_RANKING, change)).toThrow(expect.objectContaining({ code: "BAD_INPUT" }));
});
