import { describe, expect, it } from "vitest";
import { evidenceOf, madeKnowledge } from "../../../test/fixtures/evidence.ts";
import { itemsFor } from "./named-figures.ts";
import { readPassage } from "./passages.ts";
import { readQuestion } from "./question.ts";

/** What each sentence of the text holds of what is asked for. */
function items(question: string, text: string): string[][] {
  const asked = readQuestion(question, madeKnowledge());
  return evidenceOf([text]).flatMap((evidence) =>
    readPassage(evidence).sentences.map((sentence) => itemsFor(asked, sentence).map(({ start, end }) => sentence.text.slice(start, end))),
  );
}

describe("figures that a label or a column names", () => {
  it("are sums where the label is asked for, or is another word for it", () => {
    expect(items("What is the price of the hex nut?", "The hex nut. Price: 0.12")).toEqual([[], ["0.12"]]);
    expect(items("How much does the hex nut cost?", "price = 12.50 per box")).toEqual([["12.50"]]);
    expect(items("What is the salary of a smith?", "Wage: 3,100")).toEqual([["3,100"]]);
    expect(items("What is the price of the hex nut?", "Amount: 12")).toEqual([["12"]]);
  });

  it("are none under another label, with another unit, or as a part of a date", () => {
    for (const text of ["Stock: 4000", "Salary: 3100", "Price: 12%", "Price: 2026-03-01", "Price: 12 weeks", "the price 12"])
      expect(items("What is the price of the hex nut?", text)).toEqual([[]]);
  });

  it("are in a currency that is asked for only where label, column or row names it", () => {
    expect(items("What is the price of the nut in euros?", "Price (EUR): 0.12")).toEqual([["0.12"]]);
    expect(items("What is the price of the nut in euros?", "Price: 0.12")).toEqual([[]]);
    expect(items("What is the price of the nut in euros?", "name: nut | price: 0.12 | currency: EUR")).toEqual([["0.12"]]);
    expect(items("What is the price of the nut in euros?", "name: Euro nut | price: 0.12 | stock: 3")).toEqual([[]]);
  });

  it("are found by the head above, by the label in front, and by names of several words", () => {
    expect(items("What is the price of the nut?", "item | unit price | stock\nnut | 0.12 | 40\nbolt | 0.48 | 9")).toEqual([
      [],
      ["0.12"],
      ["0.48"],
    ]);
    expect(items("What is the budget of Alpha?", "Owner | Marit\nBudget | 12,000\nEnds | May")).toEqual([[], ["12,000"], []]);
    expect(items("What is the price of the nut?", "name: nut | listPrice: 0.12 | stock: 40")).toEqual([["0.12"]]);
  });

  it("count nothing where their column says that they are sums", () => {
    expect(items("How many nuts are in stock?", "name: nut | price: 3")).toEqual([[]]);
    expect(items("How many nuts are in stock?", "name: nut | stock: 3")).toEqual([["3"]]);
  });
});
