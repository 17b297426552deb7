import { describe, expect, it } from "vitest";
import { answerItems, sureness } from "./answer-kinds.ts";
import type { Language } from "../../text/language.ts";
import type { AnswerKind } from "./question-words.ts";

const items = (kind: AnswerKind, sentence: string, language?: Language): string[] =>
  answerItems(kind, sentence, language).map(({ start, end }) => sentence.slice(start, end));

describe("what a sentence holds of a kind", () => {
  it("finds amounts of money in words and signs", () => {
    expect(items("money", "It costs 10,400 euros or $12.5 million, or EUR 7 at least.")).toEqual(
      expect.arrayContaining(["10,400 euros", "$12.5 million", "EUR 7"]),
    );
    expect(items("money", "It costs a lot.")).toEqual([]);
  });

  it("finds dates as years, days and centuries", () => {
    const found = items("date", "On 26 March 1998, a Monday, and in the 19th century.");
    expect(found).toEqual(expect.arrayContaining(["26 March", "1998", "Monday", "19th century"]));
    expect(items("date", "It may march on.")).toEqual([]);
  });

  it("finds shares, lengths of time and counts", () => {
    expect(items("percent", "It was 0.5 per cent, then 12%.")).toEqual(["0.5 per cent", "12%"]);
    expect(items("duration", "It takes eight weeks.")).toContain("eight weeks");
    expect(items("number", "We have thirty-eight trucks and 61 drivers.")).toContain("61");
  });

  it("finds names, but not the capital that only begins a sentence", () => {
    expect(items("person", "Yesterday we met Marit Sandvoll.")).toEqual(["Marit Sandvoll."]);
    expect(items("person", "Nobody came. They slept.")).toEqual([]);
  });

  it("finds numbers and addresses that are somebody's, not counts", () => {
    expect(items("identifier", "Ring +44 1632 960 001 or write to jo@example.org.")).toEqual(
      expect.arrayContaining(["+44 1632 960 001", "jo@example.org"]),
    );
    expect(items("identifier", "He answers his phone, one call in three.")).toEqual([]);
  });

  it("finds them in German, French and Spanish words, too, where the question is in one of these", () => {
    expect(items("date", "Am 3. März, einem Freitag, oder an Weihnachten.", "german")).toEqual(
      expect.arrayContaining(["3. März", "Freitag", "Weihnachten"]),
    );
    expect(items("date", "Die Marzipantorte ist fertig.", "german")).toEqual([]);
    expect(items("duration", "Sie dauert vier Wochen.", "german")).toEqual(["vier Wochen"]);
    expect(items("money", "Il a coûté 48 500 francs.", "french")).toContain("500 francs");
    expect(items("reason", "Sale tarde porque hay hielo.", "spanish")).toContain("porque");
    expect(items("duration", "Sie dauert vier Wochen.")).toEqual([]);
  });

  it("looks for reasons by their cue words", () => {
    expect(items("reason", "It slips because of the test.")).toContain("because");
    expect(items("reason", "It slips.")).toEqual([]);
  });

  it("finds nothing for questions that any sentence may answer", () => {
    expect(items("open", "Marit paid 5 euros on 2 May.")).toEqual([]);
    expect(items("yes-no", "Marit paid 5 euros on 2 May.")).toEqual([]);
  });

  it("is sure of figures, less so of names, and not of reasons", () => {
    expect([sureness("money"), sureness("person"), sureness("reason"), sureness("open")]).toEqual(["sure", "likely", "hint", "none"]);
  });
});
