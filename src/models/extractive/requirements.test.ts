import { describe, expect, it } from "vitest";
import { evidenceOf, madeKnowledge, statisticsOf } from "../../../test/fixtures/evidence.ts";
import { readEvidence } from "./features.ts";
import type { Requirement } from "./requirements.ts";

const knowledge = madeKnowledge({ same: [["wage", "salary"]], verbs: ["cancel"] });

function unmetOf(question: string, ...texts: readonly string[]): (Requirement | undefined)[] {
  const evidence = evidenceOf(texts);
  return readEvidence(question, evidence, statisticsOf(evidence), knowledge).all.map(({ unmet }) => unmet);
}

describe("what an answer has to have", () => {
  it("is a figure where a figure is asked for", () => {
    expect(unmetOf("How many drivers are there?", "There are drivers in the yard.")).toEqual(["kind"]);
    expect(unmetOf("How many drivers are there?", "There are 61 drivers in the yard.")).toEqual([undefined]);
    expect(unmetOf("When was the depot opened?", "The depot was opened by the mayor.")).toEqual(["kind"]);
  });

  it("is a number that could be a telephone's where that is asked for, not any figure", () => {
    expect(unmetOf("What is the phone number of Joost?", "Joost spent three hours on the phone.")).toEqual(["kind"]);
    expect(unmetOf("What is the phone number of Joost?", "Joost has the phone number 01632 960 001.")).toEqual([undefined]);
  });

  it("is the thing counted, or a word for it", () => {
    expect(unmetOf("How many tankers has Stanner?", "Stanner has 38 kits.")).toEqual(["count"]);
    expect(unmetOf("How many tankers has Stanner?", "Stanner has 38 tankers.")).toEqual([undefined]);
  });

  it("is the property asked about, where the sources have no word for it", () => {
    expect(unmetOf("What is the Wi-Fi password at Colby Bridge?", "The Wi-Fi at Colby Bridge ends at the door.")).toEqual(["focus"]);
    expect(unmetOf("What is the Wi-Fi password at Colby Bridge?", "The Wi-Fi password at Colby Bridge is milk.")).toEqual([undefined]);
    expect(unmetOf("What is Tom's wage?", "Tom has a salary of 5 euros.")).toEqual([undefined]);
  });

  it("is the fund asked about, and not any amount of its owner; a price need not be called one", () => {
    const offer = "Stanner & Pike offered 441,500 euros for the kits.";
    expect(unmetOf("What is the reserve of Stanner & Pike?", offer, "The reserve is 62,000 euros.")[0]).toBe("focus");
    expect(unmetOf("What was the price of the kits?", offer, "The price is too high.")[0]).toBeUndefined();
  });

  it("is the same office, not another one of nearly that title", () => {
    const sentence = "Marit, our chief operating officer, is the sponsor.";
    expect(unmetOf("Who is the chief financial officer?", sentence)).toEqual(["title"]);
    expect(unmetOf("Who is the chief operating officer?", sentence)).toEqual([undefined]);
  });

  it("is most of what is to be explained, for a reason", () => {
    expect(unmetOf("Why did the board cancel the project in Holland?", "The drivers call us a project, because they can.")).toEqual([
      "reason",
    ]);
    expect(unmetOf("Why did the board cancel the project?", "The board had to cancel the project because of the cost.")).toEqual([
      undefined,
    ]);
  });

  it("is the row of the very thing, where rows of a table speak of several", () => {
    const table = "item | price | stock\nhex nut | 0.12 | 40\nwing nut | 0.35 | 12\nhex bolt | 0.48 | 9";
    expect(unmetOf("What is the price of the wing nut?", table)).toEqual(["row", undefined]);
    expect(unmetOf("What is the price of the wing bolt?", table)).toEqual(["row", "row"]);
    expect(unmetOf("What is the price of the square nut?", table)).toEqual(["row", "row"]);
    expect(unmetOf("What is the price of the product wing nut?", table)[1]).toBeUndefined();
    expect(unmetOf("How many wing nuts remain?", table)[1]).toBeUndefined();
  });

  it("is nothing in particular for an open question", () => {
    expect(unmetOf("What happened to the bracket?", "The bracket cracked.")).toEqual([undefined]);
  });
});
