import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  changedSettings,
  defaultSettings,
  rangeText,
  RETRIEVAL_SETTINGS,
  settingValues,
  shareIndex,
  withSettings,
} from "./retrieval-settings.ts";

const settings = defaultSettings("builtin/wordnet", { chunkTokensMin: 300, chunkTokensMax: 800 });

describe("retrieval settings", () => {
  test("every key of the table can be set, and shows what it was set to", () => {
    const other: Readonly<Record<string, string>> = {
      embedder: "other/name",
      "chunk.strategy": "sentence",
      "chunk.tokensMin": "10",
      "chunk.tokensMax": "900",
      "chunk.overlapTokens": "20",
      "chunk.breakPercentile": "90",
      fusion: "rrf",
      "weights.lexical": "2",
      "weights.bigram": "0",
      "weights.heading": "0",
      "weights.dense": "0.7",
      "weights.latent": "0",
      k1: "0.9",
      b: "0.4",
      feedback: "on",
      adapter: "on",
      spelling: "off",
      abbreviations: "off",
      "feedback.documents": "3",
      "feedback.terms": "7",
      "feedback.weight": "0.5",
      rerank: "builtin",
      "rerank.headings": "0.4",
    };
    expect(RETRIEVAL_SETTINGS.map(({ key }) => key)).toEqual(Object.keys(other));
    const adapter = { embedder: "builtin/wordnet", dimensions: 1, left: [[0]], right: [[0]] };
    const adapted = defaultSettings("builtin/wordnet", { chunkTokensMin: 300, chunkTokensMax: 800 }, { ranking: { adapter } });
    for (const [key, value] of Object.entries(other)) {
      const changed = withSettings(adapted, [...(key === "rerank.headings" ? ["rerank=builtin"] : []), `${key}=${value}`]);
      expect(String(settingValues(changed)[key])).toBe(value);
      expect(settings).toEqual(defaultSettings("builtin/wordnet", { chunkTokensMin: 300, chunkTokensMax: 800 }));
    }
  });

  test("an adapter that the project does not have cannot be turned on, and off is what it is without one", () => {
    expect(() => withSettings(settings, ["adapter=on"])).toThrow(expect.objectContaining({ code: "BAD_INPUT" }));
    expect(settingValues(withSettings(settings, ["adapter=off"]))).toEqual(settingValues(settings));
  });

  test("several stand in one text, the last one wins, and the place in the configuration is understood too", () => {
    const changed = withSettings(settings, ["weights.latent=0,k1=1", "ranking.k1=2"]);
    expect(changedSettings(settings, changed)).toEqual({ "weights.latent": 0, k1: 2 });
  });

  test("bm25 turns every other leg off, project changes nothing", () => {
    expect(withSettings(settings, ["bm25"]).ranking.weights).toEqual({ lexical: 1, bigram: 0, heading: 0, dense: 0, latent: 0 });
    expect(withSettings(settings, ["project"])).toEqual(settings);
  });

  test.each([
    ["weights.latnt=0", "weights.latnt", 'Did you mean "weights.latent"?'],
    ["latent=0", "latent", 'Did you mean "weights.latent"?'],
    ["fusion=best", "fusion", "one of convex, rrf, dbsf"],
    ["b=2", "b cannot", "a number from 0 to 1"],
    ["feedback.terms=1.5", "feedback.terms", "a whole number"],
    ["k1=", "k1 cannot", "a number from 0 to 10"],
    ["k1", "sets nothing", "k1=VALUE"],
    ["chunk.tokensMax=100", "tokensMin (300)", "Set both"],
    ["weights.lexical=0,weights.bigram=0,weights.dense=0,weights.latent=0", "No leg that finds passages", "weights.lexical=1"],
  ])("%s is refused with what to write instead", (text, message, fix) => {
    expect(() => withSettings(settings, [text])).toThrow(
      expect.objectContaining({ code: "BAD_INPUT", message: expect.stringContaining(message), fix: expect.stringContaining(fix) }),
    );
  });

  test("an unknown key that is near nothing is answered with all keys", () => {
    expect(() => withSettings(settings, ["temperature=1"])).toThrow(
      expect.objectContaining({ fix: expect.stringContaining("weights.lexical") }),
    );
  });

  test("ranking is tried on one index, another way to cut needs one of its own", () => {
    expect(shareIndex(settings, withSettings(settings, ["bm25"]))).toBe(true);
    expect(shareIndex(settings, withSettings(settings, ["chunk.tokensMax=400"]))).toBe(false);
  });

  test("the page for users has the whole table", () => {
    const page = readFileSync(new URL("../../docs/evaluation.md", import.meta.url), "utf8");
    for (const setting of RETRIEVAL_SETTINGS)
      expect(page).toContain(`| \`${setting.key}\` | ${rangeText(setting)} | ${setting.means} | ${setting.needsNewIndex ? "yes" : "no"} |`);
  });
});
