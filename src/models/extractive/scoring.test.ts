import { describe, expect, it } from "vitest";
import { choose, scoreChoice } from "./scoring.ts";
import type { Choice, Coefficients } from "./scoring.ts";

const coefficients: Coefficients = {
  choice: { candidate: { cover: 4 }, question: { absent: 2 }, bias: 1 },
  reading: { candidate: { swapped: -6 }, question: {}, bias: -3 },
  oddsMin: { choice: 0, reading: 0 },
  calibration: { slope: 1, intercept: 0 },
  confidenceMin: 0.5,
};

interface Made {
  readonly cover: number;
  readonly passage?: number;
  readonly swapped?: number;
  readonly unmet?: "kind";
  readonly contradicts?: "date";
}

function choiceOf(candidates: readonly Made[], absent = 0): Choice {
  return {
    candidates: candidates.map(({ passage = 0, cover, swapped = 0, unmet, contradicts }) => ({
      passage,
      features: { cover, swapped },
      ...(unmet === undefined ? {} : { unmet }),
      contradicts: () => contradicts,
    })),
    questionFeatures: { absent },
  };
}

describe("choosing sentences", () => {
  it("leaves the rest of the probability to no answer", () => {
    const { probabilities } = choose(choiceOf([{ cover: 0.25 }]), coefficients.choice);
    expect(probabilities[0]).toBeCloseTo(0.5, 12);
  });

  it("takes the likeliest, and one of another passage", () => {
    const { chosen } = choose(choiceOf([{ cover: 0.5 }, { cover: 1 }, { cover: 0.9 }, { cover: 0.8, passage: 1 }]), coefficients.choice);
    expect(chosen).toEqual([1, 3]);
  });

  it("takes one alone where the next passage is far less likely", () => {
    expect(choose(choiceOf([{ cover: 1 }, { cover: 0, passage: 1 }]), coefficients.choice).chosen).toEqual([0]);
  });

  it("takes none as the second that speaks of another day than the question", () => {
    const choice = choiceOf([{ cover: 1 }, { cover: 0.9, passage: 1, contradicts: "date" }, { cover: 0.8, passage: 2 }]);
    expect(choose(choice, coefficients.choice).chosen).toEqual([0, 2]);
  });

  it("takes the earlier of two that are equal", () => {
    expect(choose(choiceOf([{ cover: 1 }, { cover: 1 }]), coefficients.choice).chosen).toEqual([0]);
  });

  it("chooses nothing from nothing", () => {
    const scored = scoreChoice(choiceOf([]), coefficients);
    expect(scored.chosen).toEqual([]);
    expect(scored.confidence).toBe(0);
  });
});

describe("confidence", () => {
  const confidence = (choice: Choice): number => scoreChoice(choice, coefficients).confidence;

  it("falls with what the question says against an answer", () => {
    expect(confidence(choiceOf([{ cover: 1 }], 1))).toBeLessThan(confidence(choiceOf([{ cover: 1 }])));
  });

  it("is nothing where the best sentence speaks of another day than the question, whatever the second says", () => {
    expect(
      confidence(
        choiceOf([
          { cover: 1, contradicts: "date" },
          { cover: 0.9, passage: 1 },
        ]),
      ),
    ).toBe(0);
  });

  it("is below the threshold where either reading is, however sure the other", () => {
    expect(confidence(choiceOf([{ cover: 1 }]))).toBeGreaterThan(coefficients.confidenceMin);
    expect(confidence(choiceOf([{ cover: 1, swapped: 1 }]))).toBeLessThan(coefficients.confidenceMin);
    expect(confidence(choiceOf([{ cover: 0 }]))).toBeLessThan(coefficients.confidenceMin);
  });

  it("is 0 where no chosen sentence has what an answer needs, and not where one of two has it", () => {
    expect(confidence(choiceOf([{ cover: 1, unmet: "kind" }]))).toBe(0);
    expect(
      confidence(
        choiceOf([
          { cover: 1, unmet: "kind" },
          { cover: 0.9, passage: 1 },
        ]),
      ),
    ).toBeGreaterThan(0);
  });

  it("stays a number between 0 and 1 when every sentence matches beyond measure", () => {
    expect(confidence(choiceOf([{ cover: 1e6 }]))).toBeLessThan(1);
    expect(confidence(choiceOf([{ cover: -1e6 }]))).toBeGreaterThan(0);
  });
});
