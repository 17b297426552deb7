import { describe, expect, it } from "vitest";
import { stem } from "../../text/stem.ts";
import { areOpposites, shippedKnowledge } from "./word-knowledge.ts";

describe("opposites", () => {
  it("are known as pairs, in both directions and in any form", () => {
    expect(areOpposites(stem("increased"), stem("decrease"))).toBe(true);
    expect(areOpposites(stem("last"), stem("first"))).toBe(true);
    expect(areOpposites(stem("first"), stem("second"))).toBe(false);
  });

  it("are made by a prefix, but not by any beginning", () => {
    expect(areOpposites("unlimit", "limit")).toBe(true);
    expect(areOpposites("formal", "informal")).toBe(true);
    expect(areOpposites("overlimit", "limit")).toBe(false);
    expect(areOpposites("limit", "limit")).toBe(false);
  });
});

describe("what comes with the package", () => {
  const knowledge = shippedKnowledge();

  it("brings words of one meaning together, and keeps strangers apart", () => {
    expect(knowledge.similarity("sponsor", "patron")).toBeGreaterThan(knowledge.similarity("sponsor", "milk"));
    expect(knowledge.similarity("car", "automobile")).toBeGreaterThan(0.8);
    expect(knowledge.similarity("sponsor", "milk")).toBeLessThan(0.2);
  });

  it("never takes one figure for another", () => {
    expect(knowledge.similarity("1973", "1974")).toBe(0);
  });

  it("knows that everyday words stand in more texts than rare ones", () => {
    expect(knowledge.commonness("year")).toBeGreaterThan(knowledge.commonness("docket"));
    for (const word of ["year", "docket", "xqzv"]) expect(knowledge.commonness(word)).toBeGreaterThan(0);
  });

  it("knows verbs in their forms", () => {
    expect(knowledge.isVerb("founded")).toBe(true);
    expect(knowledge.isVerb("sponsorship")).toBe(false);
  });

  it("knows nouns in their forms", () => {
    expect(knowledge.isNoun("departments")).toBe(true);
    expect(knowledge.isNoun("oversees")).toBe(false);
  });

  it("takes no word for a superlative that only ends like one", () => {
    for (const word of ["largest", "biggest", "easiest", "likeliest", "wealthiest", "widest", "eldest", "furthest", "nearest", "earliest"])
      expect(knowledge.isSuperlative(word), word).toBe(true);
    for (const word of [
      "honest",
      "modest",
      "budapest",
      "interest",
      "request",
      "forest",
      "test",
      "west",
      "priest",
      "harvest",
      "latest",
      "best",
    ])
      expect(knowledge.isSuperlative(word), word).toBe(false);
  });
});
