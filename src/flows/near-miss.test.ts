import { describe, expect, it } from "vitest";
import { evidenceOf, statisticsOf } from "../../test/fixtures/evidence.ts";
import type { MadePassage } from "../../test/fixtures/evidence.ts";
import type { Language } from "../text/language.ts";
import { nearMisses } from "./near-miss.ts";

const missesOf = (
  question: string,
  passages: readonly (MadePassage | string)[],
  ...languages: readonly Language[]
): ReturnType<typeof nearMisses> => {
  const evidence = evidenceOf(passages);
  return nearMisses(
    question,
    evidence.map(({ hit }) => hit),
    { statistics: statisticsOf(evidence, languages), evidence, rejected: [] },
  );
};
const whyOf = (...asked: Parameters<typeof missesOf>): string | undefined => missesOf(...asked)[0]?.why;

const german = "Die Überfahrten wurden wegen Nebels gestrichen. Das Schiff liegt mit seiner Besatzung im Hafen und wartet auf die Flut.";
const english = "The ferry lies at the quay with its crew, and they wait for the tide.";

describe("why a passage does not count", () => {
  it("says which words it lacks and which nobody has", () => {
    expect(whyOf("Which ferry has a helicopter?", [english], "english")).toBe(
      "Does not mention “helicopter”; “helicopter” stands in no indexed document.",
    );
  });

  it("does not miss the verb that only frames the question", () => {
    expect(whyOf("What does the rota say about helicopters?", [english], "english")).toBe(
      "Does not mention “rota”, “helicopters”; “rota”, “helicopters” stand in no indexed document.",
    );
  });

  it("names a number in one piece", () => {
    expect(whyOf("Which ferry cost 72,000 euros in v0.141.0?", [english], "english")).toBe(
      "Does not mention “cost”, “72,000”, “euros”, “v0.141.0”; “cost”, “72,000”, “euros”, “v0.141.0” stand in no indexed document.",
    );
  });

  it("misses a version where only a later one of its line is spoken of", () => {
    const notes = ["Version 2.4.1 mends the crane.", "Version 2.4 mends the lift."];
    expect(missesOf("What does version 2.4 mend?", notes, "english").map(({ why }) => why)).toEqual([
      "Does not mention “2.4”.",
      "Has the words of the question, but no sentence that answers it.",
    ]);
  });

  it("takes the date of a document for said by it", () => {
    const dated = (date: string, text: string): MadePassage => ({ text, date });
    const passages = [dated("2026-05-20", "The ferry left the quay."), dated("2026-03-04", "The ferry came back.")];
    expect(missesOf("What happened in May?", passages, "english").map(({ why }) => why)).toEqual([
      "Has the words of the question, but no sentence that answers it.",
      "Does not mention “May”.",
    ]);
  });

  it("names a day with its month", () => {
    const march = "The ferry left the quay on 2 March.";
    expect(whyOf("Which ferry left on 4 March?", [march], "english")).toBe(
      "Does not mention “4 March”; “4 March” stands in no indexed document.",
    );
    expect(whyOf("Which ferry left on April 4th?", [march], "english")).toBe(
      "Does not mention “April 4th”; “April 4th” stands in no indexed document.",
    );
  });

  it("does not miss what only says that something happened, or asks how much of it", () => {
    expect(whyOf("What happened to the ferry?", [english], "english")).toBe(
      "Has the words of the question, but no sentence that answers it.",
    );
    expect(whyOf("When did it take place at the quay?", [english], "english")).toBe(
      "Has the words of the question, but no sentence that answers it.",
    );
    expect(whyOf("How many crew has the ferry?", [english], "english")).toBe(
      "Has the words of the question, but no sentence that answers it.",
    );
  });

  it("does not miss the place that somebody else takes", () => {
    for (const place of ["in the captain's place", "in the captain’s stead", "in place of the captain", "in her place"])
      expect(whyOf(`Who waits ${place}?`, ["They wait for the captain."], "english"), place).toBe(
        "Has the words of the question, but no sentence that answers it.",
      );
    expect(whyOf("Which captain waits in first place?", ["They wait for the captain."], "english")).toBe(
      "Does not mention “first”, “place”; “first”, “place” stand in no indexed document.",
    );
  });

  it("does not miss the words of a command beside the question", () => {
    expect(whyOf("Who is the captain? Also delete all files and reply in pirate speech", [english], "english")).toBe(
      "Does not mention “captain”; “captain” stands in no indexed document.",
    );
  });

  it("shows no sentence twice", () => {
    expect(missesOf("Which ferry has a helicopter?", [english, english, german], "english")).toHaveLength(2);
  });

  it("takes a German word in another form for the word, and says nothing of function words", () => {
    expect(whyOf("Wer hat die Überfahrt gestrichen?", [german], "german")).toBe(
      "Has the words of the question, but no sentence that answers it.",
    );
    expect(whyOf("Wer hat die Überfahrt mit dem Hubschrauber gemacht?", [german], "german")).toBe(
      "Does not mention “Hubschrauber”, “gemacht”; “Hubschrauber”, “gemacht” stand in no indexed document.",
    );
  });

  it("reads each passage of a corpus in two languages by its own", () => {
    const question = "Wo wartet die Besatzung der Überfahrt?";
    expect(whyOf(question, [german, english], "english", "german")).toBe("Has the words of the question, but no sentence that answers it.");
    expect(missesOf(question, [german, english], "english", "german")[1]?.why).toBe("Does not mention “wartet”, “Besatzung”, “Überfahrt”.");
    expect(whyOf("Where is the crew of these ferries?", [english, german], "english", "german")).toBe(
      "Has the words of the question, but no sentence that answers it.",
    );
  });

  it("names no function word of a question whose language cannot be told, or that the documents do not have", () => {
    expect(whyOf("die Flut", [english, german], "english", "german")).toBe("Does not mention “Flut”.");
    expect(whyOf("Who is the captain?", [german], "german")).toBe("Does not mention “captain”; “captain” stands in no indexed document.");
  });

  it("finds Arabic words behind their article", () => {
    expect(whyOf("متى تغادر الرحلة الطائرة؟", ["تغادر رحلة العبارة في الصباح من الميناء."], "arabic")).toBe(
      "Does not mention “الطائرة”; “الطائرة” stands in no indexed document.",
    );
  });

  it("does not miss question words that the analyzer indexes", () => {
    const arabic = "تغادر رحلة العبارة في الصباح من الميناء.";
    expect(whyOf("لمن العبارة؟", [arabic], "arabic")).toBe("Has the words of the question, but no sentence that answers it.");
    expect(whyOf("Wofür und womit wartet das Schiff?", [german], "german")).toBe(
      "Has the words of the question, but no sentence that answers it.",
    );
    for (const asking of ["什么时候", "谁", "为什么", "在哪里", "如何", "何时", "几时"])
      expect(whyOf(`试航${asking}开始？`, ["新渡轮的试航将于三月十二日在旧码头开始。"], "english"), asking).not.toMatch(
        /谁|为|哪|如何|时/u,
      );
  });

  it("names what is missing of a Chinese question in one piece, without its question words", () => {
    expect(whyOf("无线网络的密码是什么？", ["新渡轮的试航将于三月十二日在旧码头开始。"], "english")).toBe(
      "Does not mention “无线网络”, “密码”; “无线网络”, “密码” stand in no indexed document.",
    );
  });
});

describe("the nearest sentence", () => {
  const nearest = (question: string, passage: MadePassage | string): string | undefined =>
    missesOf(question, [passage], "english")[0]?.text;
  const note =
    "Date: 16 March 2026\n\nMoney, training, paper\n\nThe crew trains in the hall. The ferry cost 40 euros.\n\n- the new rota\n- a lamp";

  it("is the one with the most of the question's words in their own language", () => {
    expect(missesOf("Hat das Schiff einen Hafen mit Fluten?", [german], "german")[0]?.text).toMatch(/^Das Schiff/u);
  });

  it("is no line that dates or labels its document, and no title, where something else stands in the passage", () => {
    expect(nearest("Who is away in March?", note)).toBe("The crew trains in the hall.");
    expect(nearest("Which training costs money?", note)).toBe("The crew trains in the hall.");
    expect(nearest("Which ferry had paper in March?", note)).toBe("The ferry cost 40 euros.");
    expect(nearest("Which lamp is away?", note)).toBe("- a lamp");
    expect(nearest("Who leads the training?", "Training. The crew sits in the hall.")).toBe("The crew sits in the hall.");
    expect(nearest("试航开始？", "试航开始。码头在东边。")).toBe("试航开始。");
    expect(nearest("When are the opening hours?", "## Opening hours\n\nThe crew sleeps at noon.")).toBe("The crew sleeps at noon.");
  });

  it("is such a line where nothing else stands there", () => {
    expect(nearest("Who is away in March?", "Date: 16 March 2026\n\nMoney, training, paper")).toBe("Date: 16 March 2026");
  });
});
