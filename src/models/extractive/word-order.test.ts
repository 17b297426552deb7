import { describe, expect, it } from "vitest";
import { evidenceOf, madeKnowledge, statisticsOf } from "../../../test/fixtures/evidence.ts";
import { readEvidence } from "./features.ts";
import { phraseFeatures } from "./word-order.ts";

const knowledge = madeKnowledge({ same: [["infinite", "endless"]] });

function featuresOf(question: string, sentence: string): Readonly<Record<string, number>> {
  const evidence = evidenceOf([sentence]);
  const [candidate] = readEvidence(question, evidence, statisticsOf(evidence), knowledge).candidates;
  if (candidate === undefined) throw new Error("the sentence shares no word with the question");
  return candidate.features;
}

describe("runs of the question's own words", () => {
  it("count where they stand just so, stop words included", () => {
    const question = "what can be viewed as an infinite collection".split(" ");
    const whole = phraseFeatures(question, "It can be viewed as an infinite collection.");
    const broken = phraseFeatures(question, "A collection, viewed from here, can be infinite.");
    expect(whole.phraseLog).toBeCloseTo(Math.log1p(7), 12);
    expect(whole.trigrams).toBeGreaterThan(0.5);
    expect(broken.trigrams).toBe(0);
  });

  it("are read no further than a question's beginning", () => {
    expect(phraseFeatures("milk ".repeat(5_000).trim().split(" "), "milk ".repeat(300)).phraseLog).toBeLessThanOrEqual(Math.log1p(60));
  });
});

describe("the order of matched words", () => {
  it("is whole where the sentence keeps the question's, and less where it is turned round", () => {
    const kept = featuresOf("Did Harold defeat William?", "Harold would defeat William.");
    const turned = featuresOf("Did Harold defeat William?", "William would defeat Harold.");
    expect(kept.order).toBeGreaterThan(turned.order ?? 0);
    expect(kept.pairs).toBeGreaterThan(turned.pairs ?? 0);
    expect(kept.cover).toBe(turned.cover);
  });
});

describe("a word in another's place", () => {
  it("counts against the sentence", () => {
    expect(
      featuresOf("Which is a limited collection of problems?", "It is an infinite collection of hard problems.").substituted,
    ).toBeGreaterThan(0);
    expect(featuresOf("Which is an infinite collection of problems?", "It is an infinite collection of hard problems.").substituted).toBe(
      0,
    );
  });

  it("does not where it means the same", () => {
    expect(featuresOf("Which is an endless collection of problems?", "It is an infinite collection of hard problems.").substituted).toBe(0);
  });

  it("is told for names and figures", () => {
    expect(featuresOf("Did the Stanner truck come?", "The Pike truck did come.").substitutedName).toBe(1);
    expect(featuresOf("Was the truck bought in 1973?", "The truck was bought in 1974.").figureSwapped).toBe(1);
    expect(featuresOf("Was the truck bought in 1974?", "The truck was bought in 1974.").figureSwapped).toBe(0);
  });
});
