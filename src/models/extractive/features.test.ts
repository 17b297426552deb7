import { describe, expect, it } from "vitest";
import { evidenceOf, madeKnowledge, statisticsOf } from "../../../test/fixtures/evidence.ts";
import type { MadePassage } from "../../../test/fixtures/evidence.ts";
import { readEvidence } from "./features.ts";
import type { Reading } from "./features.ts";

const knowledge = madeKnowledge({ same: [["bought", "purchased"]], verbs: ["bought"] });

function reading(question: string, passages: readonly (MadePassage | string)[]): Reading {
  const evidence = evidenceOf(passages);
  return readEvidence(question, evidence, statisticsOf(evidence), knowledge);
}
const features = (question: string, ...passages: readonly (MadePassage | string)[]): Readonly<Record<string, number>> =>
  reading(question, passages).candidates[0]?.features ?? {};

describe("what speaks for a sentence", () => {
  it("is the part of the question that it covers, by the weight of each word", () => {
    expect(features("contingency reserve", "The contingency reserve is small.").cover).toBeCloseTo(1, 12);
    expect(features("contingency reserve", "The reserve is small.").cover).toBeLessThan(1);
  });

  it("counts a word once: in the sentence, before it, or in the heading", () => {
    const { candidates } = reading("contingency reserve", [
      { text: "This is the reserve. It is small for a contingency.", heading: ["Contingency"] },
    ]);
    for (const { features: own } of candidates)
      expect((own.cover ?? 0) + (own.coverBefore ?? 0) + (own.coverAround ?? 0) + (own.coverRest ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it("takes a word of the same meaning for the word, though not quite", () => {
    const same = features("Who bought the dairy?", "Marit purchased the dairy.").cover ?? 0;
    expect(same).toBeGreaterThan(0.9);
    expect(same).toBeLessThan(1);
  });

  it("finds an abbreviation under what it stands for, where another passage explains it", () => {
    const explained = "The terminal writes a milk collection record (MCR) at each stop.";
    const kept = "Every MCR is kept for six years.";
    const question = "How long is a milk collection record kept?";
    const coverOf = (passages: readonly string[]): number =>
      reading(question, passages).candidates.find(({ sentence }) => sentence.text === kept)?.features.cover ?? 0;
    expect(coverOf([kept, explained])).toBeGreaterThan(0.8);
    expect(coverOf([kept, "The terminal writes a record at each stop."])).toBeLessThan(0.5);
  });

  it("is a figure where one is asked for", () => {
    expect(features("How many trucks are there?", "There are 38 trucks.").answerSure).toBe(1);
    expect(features("How many trucks are there?", "There are trucks in yards.").answerSure).toBe(-1);
    expect(features("Which trucks are there?", "There are trucks in yards.").answerSure).toBe(0);
  });

  it("is no figure that the question has itself", () => {
    expect(features("How many of the 240 samples agreed?", "The 240 samples agreed well.").answerSure).toBe(-1);
  });
});

describe("what speaks against it", () => {
  it("is a name of the question that stands nowhere near", () => {
    expect(features("Did the truck of Stanner come?", "The truck did come.").missingName).toBeGreaterThan(0);
    expect(features("Did the truck of Stanner come?", "The truck of Stanner did come.").missingName).toBe(0);
  });

  it("is an opposite, or a negation more or less", () => {
    expect(features("Why did the price increase?", "The price did decrease daily.").opposite).toBeGreaterThan(0);
    expect(features("Which trucks are not metered?", "These trucks are metered daily.").negationMissing).toBe(1);
    expect(features("Which trucks are metered?", "These trucks are never metered daily.").negationAdded).toBe(1);
  });
});

describe("reading evidence", () => {
  it("gives no candidate for sentences without a word of the question, nor from no passages", () => {
    expect(reading("reserve", ["The sun is out."]).candidates).toEqual([]);
    expect(reading("reserve", []).candidates).toEqual([]);
  });

  const dated = (question: string, ...passages: readonly MadePassage[]): string[] =>
    reading(question, passages).candidates.map(({ sentence }) => sentence.text);

  it("passes over lines in which a document tells its own date, author or state, unless that is asked for", () => {
    const note = { text: "Date: 4 March 2026\n\nAuthor: Anna Berg\n\n4 March 2026\n\nThe oven came in the rain of March." };
    expect(dated("When did the rain of 4 March 2026 stop?", note)).toEqual(["The oven came in the rain of March."]);
    expect(dated("What happened on 4 March 2026?", note)).toEqual(["The oven came in the rain of March."]);
    expect(dated("On what date did Berg go?", note)).toEqual([]);
    expect(dated("What is the date of this note?", note)).toEqual(["Date: 4 March 2026"]);
    expect(dated("Who is the author?", note)).toEqual(["Author: Anna Berg"]);
    const minutes = { text: "Date: 4 March 2026\n\nThe oven came.", heading: ["Steering meeting"] };
    expect(dated("What was the date of the steering meeting?", minutes)).toEqual(["Date: 4 March 2026"]);
  });

  it("keeps a labelled line that says more than metadata", () => {
    expect(dated("Who is the duty manager?", { text: "Duty manager: Maria Oyelaran, extension 210." })).toHaveLength(1);
    expect(dated("Why do fitters wait?", { text: "Status: all six fitters wait for the stamp of the office." })).toHaveLength(1);
  });

  it("counts the date of a document as said by its sentences that have none and share another word, and lets no other date compete", () => {
    const march = { text: "Paula was hired as head baker.", date: "2026-03-04" };
    const may = { text: "Otto was hired for the night.", date: "2026-05-20" };
    const { candidates } = reading("Who was hired in March?", [may, march]);
    expect(candidates.map(({ sentence }) => sentence.text)).toEqual([march.text]);
    expect(candidates[0]?.features.cover).toBeCloseTo(1, 12);
    expect(reading("Who was hired in April?", [may, march]).candidates).toHaveLength(2);
  });

  it("knows the days and months that no passage speaks of", () => {
    const unspoken = (question: string): readonly string[] =>
      reading(question, [{ text: "It rained on 27 May.", date: "2026-06-01" }]).unspoken();
    expect(unspoken("What happened in May?")).toEqual([]);
    expect(unspoken("What happened on 1 June 2026?")).toEqual([]);
    expect(unspoken("What happened on 4 march 2026, and in July?")).toEqual(["4 March 2026", "July"]);
    expect(unspoken("What happened before July?")).toEqual([]);
  });

  it("passes over a label that only says the question's own words, but not where yes or no is asked", () => {
    expect(reading("What is a leaf bundle?", ["leaf bundle"]).candidates).toEqual([]);
    expect(reading("What is a leaf bundle?", ["A leaf bundle is a folder."]).candidates).toHaveLength(1);
    expect(reading("Is the pilot over?", ["The pilot is over."]).candidates).toHaveLength(1);
  });

  it("gives the same features whatever scores the search gave", () => {
    const evidence = evidenceOf(["The reserve is small.", "A reserve."]);
    const scaled = evidence.map((one) => ({ ...one, hit: { ...one.hit, score: one.hit.score * 1000 } }));
    const statistics = statisticsOf(evidence);
    expect(readEvidence("reserve", scaled, statistics, knowledge).candidates.map((one) => one.features)).toEqual(
      readEvidence("reserve", evidence, statistics, knowledge).candidates.map((one) => one.features),
    );
  });

  it("has only finite features, also for odd texts", () => {
    for (const text of ["reserve", "reserve ".repeat(2_000), "储备金 reserve", "reserve\u0000\u202e", "| reserve | 5 |"])
      for (const { features: own } of reading("What is the reserve?", [text]).candidates)
        expect(Object.entries(own).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
  });
});
