import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateTokens } from "./tokens.ts";

describe("estimateTokens", () => {
  it("counts about four to five characters of English prose as a token", () => {
    const prose = "The steering committee met on Tuesday and agreed that the schedule had slipped because the vendor delivered late.";
    // 20 by a current tokenizer with 200,000 entries.
    expect(estimateTokens(prose)).toBeGreaterThanOrEqual(20);
    expect(estimateTokens(prose)).toBeLessThanOrEqual(28);
  });

  it("counts Chinese by the character, and code higher than prose", () => {
    const chinese = "人人生而自由在尊严和权利上一律平等";
    expect(estimateTokens(chinese) / chinese.length).toBeGreaterThan(0.6);
    const code = "if (a[i] !== b[j]) { return { x: 1, y: [2, 3] }; }";
    expect(estimateTokens(code) / code.length).toBeGreaterThan(estimateTokens("a plain sentence of some ordinary words, no more") / 48);
  });

  it("is 0 for nothing, grows with the text, and never counts two parts as less than the whole", () => {
    expect(estimateTokens("")).toBe(0);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(estimateTokens(a + b)).toBeGreaterThanOrEqual(estimateTokens(a));
        expect(estimateTokens(a) + estimateTokens(b)).toBeGreaterThanOrEqual(estimateTokens(a + b));
      }),
    );
  });
});
