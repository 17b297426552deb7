import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentences } from "./sentences.ts";

const split = (text: string): string[] => sentences(text).map(({ start, end }) => text.slice(start, end));

describe("sentences", () => {
  it.each<[string, string[]]>([
    ["One. Two? Three! Four", ["One.", "Two?", "Three!", "Four"]],
    [
      "Dr. Smith paid $12.5 million to Acme Inc. on Jan. 5. Then he left.",
      ["Dr. Smith paid $12.5 million to Acme Inc. on Jan. 5.", "Then he left."],
    ],
    ["The U.S. Army approved. J. K. Rowling wrote v2.3.1.", ["The U.S. Army approved.", "J. K. Rowling wrote v2.3.1."]],
    ["He lives in the U.S. The end.", ["He lives in the U.S.", "The end."]],
    ["See Fig. 3, e.g. the second. Use hugo.toml.", ["See Fig. 3, e.g. the second.", "Use hugo.toml."]],
    ["It was 5 p.m. today. At 5 p.m. The show began.", ["It was 5 p.m. today.", "At 5 p.m.", "The show began."]],
    ["No. 5 is alive. I said no. Then I left.", ["No. 5 is alive.", "I said no.", "Then I left."]],
    ['"Stop!" he said. (It works.) Yes…', ['"Stop!" he said.', "(It works.)", "Yes…"]],
    ["name | price\nhex nut | 0.12\nwing nut | 0.35", ["name | price", "hex nut | 0.12", "wing nut | 0.35"]],
    ["Pipe a | b into a wrapped\nline.", ["Pipe a | b into a wrapped\nline."]],
    ["A wrapped\nline ends. Next\nline.", ["A wrapped\nline ends.", "Next\nline."]],
    ["# Title\nPara one.\n\nPara two", ["# Title", "Para one.", "Para two"]],
    ["- item one\n- item two. More\n1. First\n2. Second", ["- item one", "- item two.", "More", "1. First", "2. Second"]],
    ["| a | b |\n| c | d |\nText", ["| a | b |", "| c | d |", "Text"]],
    ["Es beginnt am 12. März. Dann ist Pause.", ["Es beginnt am 12. März.", "Dann ist Pause."]],
    ["That is in section 12. April was cold.", ["That is in section 12.", "April was cold."]],
    ["这是一个。第二个！", ["这是一个。", "第二个！"]],
    ["  \n ", []],
    ["", []],
  ])("cuts %j", (text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  it("stays within the span that it is asked for", () => {
    const text = "One. Two. Three.";
    expect(sentences(text, 5, 9)).toEqual([{ start: 5, end: 9 }]);
  });

  it("covers all characters but white space, in order, without overlap, trimmed", () => {
    const piece = fc.constantFrom(
      "a",
      "Dr.",
      "U.S.",
      "1.",
      ". ",
      "! ",
      "\n",
      "\n\n",
      "- ",
      "| ",
      "。",
      '"',
      "It ",
      "\u00a0",
      "\r\n",
      "e.g. ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 60 }).map((parts) => parts.join("")),
          fc.string({ unit: "binary", maxLength: 100 }),
        ),
        (text) => {
          let at = 0;
          for (const { start, end } of sentences(text)) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(text.slice(at, start).trim()).toBe("");
            const own = text.slice(start, end);
            expect(own.trim()).toBe(own);
            expect(own).not.toBe("");
            at = end;
          }
          expect(text.slice(at).trim()).toBe("");
        },
      ),
    );
  });

  it("finishes on a megabyte of marks, initials and line ends", () => {
    for (const unit of ["a. ", "A. ", "1. ", '".', "\n ", "Mr. ", "e.g. ", "| ", "?", " "]) {
      const text = unit.repeat(1_000_000 / unit.length);
      expect(sentences(text).length).toBeLessThanOrEqual(text.length);
    }
  });
});
