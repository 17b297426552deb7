import { describe, expect, it } from "vitest";
import { madeKnowledge } from "../../../test/fixtures/evidence.ts";
import { readQuestion } from "./question.ts";
import type { AnswerKind } from "./question.ts";

const knowledge = madeKnowledge({ verbs: ["invented", "fail", "founded"] });
const read = (text: string): ReturnType<typeof readQuestion> => readQuestion(text, knowledge);
const marked = (text: string, mark: "isFocus" | "isType" | "isVerb" | "isLimiter" | "isName" | "isFigure"): string[] =>
  read(text).terms.flatMap((term) => (term[mark] ? [term.surface] : []));

const KINDS: readonly (readonly [question: string, kind: AnswerKind])[] = [
  ["Who is the executive sponsor?", "person"],
  ["Whose signature is needed?", "person"],
  ["When did the first kit fail?", "date"],
  ["In what year was the depot built?", "date"],
  ["Where does the Wi-Fi end?", "place"],
  ["Which city is the capital?", "place"],
  ["Why did the schedule slip?", "reason"],
  ["How many tankers will be fitted?", "number"],
  ["How much did the kit cost?", "money"],
  ["What is the contingency reserve?", "money"],
  ["What percentage of farms is small?", "percent"],
  ["How long is the pilot?", "duration"],
  ["How tall is the silo?", "measure"],
  ["How is milk metered?", "manner"],
  ["What is an archetype?", "definition"],
  ["What does MCR stand for?", "definition"],
  ["Is the pilot over?", "yes-no"],
  ["What is the phone number of Joost?", "identifier"],
  ["What is the e-mail address of Hedda?", "identifier"],
  ["contingency reserve", "open"],
  ["Wer ist der Sponsor?", "open"],
  ["谁是赞助商？", "open"],
];

describe("reading a question", () => {
  for (const [question, kind] of KINDS) it(`asks for ${kind}: ${question}`, () => expect(read(question).kind).toBe(kind));

  it("finds what is asked about behind its modifiers", () => {
    expect(marked("Who is the executive sponsor?", "isFocus")).toEqual(["sponsor"]);
    expect(marked("How many tankers will be fitted?", "isFocus")).toEqual(["tankers"]);
    expect(marked("What is the Wi-Fi password at Colby Bridge?", "isFocus")).toEqual(["password"]);
    expect(marked("What is the name of Bernie Kyle's husband?", "isFocus")).toEqual(["husband"]);
  });

  it("does not take the total number for somebody's number", () => {
    expect(read("What is the total number of trucks?").kind).toBe("number");
  });

  it("tells words that an answer stands for from words that it has to mention", () => {
    expect(marked("In what year was the depot built?", "isType")).toEqual(["year"]);
    expect(marked("What is the contingency reserve?", "isType")).toEqual([]);
  });

  it("marks names, figures, limiting words and the main verb", () => {
    expect(marked("Who invented the first engine at Tarn Street in 1804?", "isName")).toEqual(["tarn", "street"]);
    expect(marked("Who invented the first engine at Tarn Street in 1804?", "isFigure")).toEqual(["1804"]);
    expect(marked("Who invented the first engine at Tarn Street in 1804?", "isLimiter")).toEqual(["first"]);
    expect(marked("When did the kit fail?", "isVerb")).toEqual(["fail"]);
  });

  it("does not take every word of a title in capitals for a name", () => {
    expect(marked("Who Runs The Workshop Today", "isName")).toEqual([]);
  });

  it("hears a negation, and a question for what held before", () => {
    expect(read("Which depots are not in the pilot?").isNegated).toBe(true);
    expect(read("Which depots are in the pilot?").isNegated).toBe(false);
    expect(read("What was the original pilot budget?").asksForPast).toBe(true);
    expect(read("What is the pilot budget?").asksForPast).toBe(false);
  });

  it("reads a megabyte in no more than one pass", () => {
    expect(read("why ".repeat(250_000)).kind).toBe("reason");
  });
});
