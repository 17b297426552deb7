import fc from "fast-check";
import { expect, test } from "vitest";
import { bm25, termWeights } from "./bm25.ts";
import { numberTerms } from "./document-terms.ts";
import { headingScores, headingScoresMost } from "./headings.ts";
import { buildPostings } from "./postings.ts";

interface MadeChunk {
  readonly heading: readonly string[];
  readonly text: readonly string[];
}

/** One segment for each list of chunks. */
function corpusOf(...segments: readonly (readonly MadeChunk[])[]) {
  const postings = segments.map((chunks) =>
    buildPostings([
      numberTerms(
        chunks.map(({ heading, text }) => [...heading, ...text]),
        chunks.map(({ heading }) => heading.length),
      ),
    ]),
  );
  const offsets = segments.map((_, s) => segments.slice(0, s).reduce((sum, { length }) => sum + length, 0));
  return { postings, offsets, lexical: bm25({ postings }) };
}

test("the share of the question that headings say is weighed by how rare its words are, and what the text says does not count", () => {
  const corpus = corpusOf([
    { heading: ["budget", "overview"], text: ["reserve"] },
    { heading: ["overview"], text: ["budget", "reserve"] },
    { heading: [], text: ["budget", "reserve", "overview"] },
    { heading: ["reserve", "budget", "reserve"], text: [] },
  ]);
  const idf = (word: string): number => corpus.lexical.idf(word);
  const scores = headingScores(corpus, [["budget", "reserve", "budget"]], [0, 1, 2, 3]);
  expect(scores[0]).toBeCloseTo(idf("budget") / (idf("budget") + idf("reserve")));
  expect([...scores].slice(1)).toEqual([0, 0, 1]);
});

test("words that the corpus does not have are part of the question, and headings do not say them", () => {
  const corpus = corpusOf([{ heading: ["budget"], text: ["x"] }]);
  expect(headingScores(corpus, [["budget", "zeppelin"]], [0])[0]).toBeLessThan(0.5);
  expect([...headingScores(corpus, [[]], [0])]).toEqual([0]);
});

test("of several readings of a question the one counts that the headings say most of", () => {
  const corpus = corpusOf([{ heading: ["haus"], text: ["garten"] }]);
  expect(headingScores(corpus, [["hau", "garden"], ["haus"]], [0])[0]).toBe(1);
});

test("a corpus scores alike however it is cut into segments, from 0 to 1", () => {
  const word = fc.constantFrom("a", "b", "c", "d", "e");
  const chunk = fc.record({ heading: fc.array(word, { maxLength: 4 }), text: fc.array(word, { maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(chunk, { minLength: 1, maxLength: 8 }), fc.array(word, { maxLength: 5 }), fc.nat(), (chunks, question, seed) => {
      const cut = seed % chunks.length;
      const all = chunks.map((_, i) => i);
      const whole = headingScores(corpusOf(chunks), [question], all);
      expect(headingScores(corpusOf(chunks.slice(0, cut), chunks.slice(cut)), [question], all)).toEqual(whole);
      for (const [i, score] of whole.entries()) {
        expect(score).toBeLessThanOrEqual(1 + 1e-12);
        expect(score > 0).toBe(question.some((asked) => chunks[i]?.heading.includes(asked)));
      }
    }),
  );
});

test("no chunk is said more of by its headings than its BM25 score allows", () => {
  const word = fc.constantFrom("a", "b", "c", "d", "e");
  const chunk = fc.record({ heading: fc.array(word, { maxLength: 4 }), text: fc.array(word, { maxLength: 30 }) });
  fc.assert(
    fc.property(
      fc.array(chunk, { minLength: 1, maxLength: 30 }),
      fc.array(fc.array(fc.oneof(word, fc.constant("zeppelin")), { maxLength: 4 }), { minLength: 1, maxLength: 2 }),
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      (chunks, readings, times) => {
        const corpus = corpusOf(chunks.slice(0, 3), chunks.slice(3));
        const terms = new Map([...termWeights(readings.flat())].map(([term, count]) => [term, times * count]));
        const numbers = chunks.map((_, i) => i);
        const found = headingScores(corpus, readings, numbers);
        const asked = corpus.lexical.ask(terms).of(numbers);
        for (const [i, score] of found.entries())
          expect(score).toBeLessThanOrEqual(headingScoresMost(corpus, readings, { terms, lexical: asked[i] ?? 0 }));
      },
    ),
  );
});

test("what headings can say is bounded well enough to be of use, and is nothing where there are none", () => {
  const text = ["gate", "valve", "pump"];
  const terms = termWeights(text);
  const corpus = corpusOf([{ heading: ["gate"], text }, ...Array.from({ length: 20 }, () => ({ heading: [], text: ["other", "words"] }))]);
  const all = text.reduce((sum, word) => sum + corpus.lexical.idf(word), 0);
  expect(headingScoresMost(corpus, [text], { terms, lexical: 0.1 * all })).toBeLessThan(0.35);
  expect(headingScoresMost(corpus, [text], { terms, lexical: all })).toBe(1);
  // A word that was not looked for may stand in a heading without a trace in the score.
  expect(headingScoresMost(corpus, [["other"]], { terms, lexical: 0.1 })).toBe(1);
  expect(headingScoresMost(corpusOf([{ heading: [], text }]), [text], { terms, lexical: all })).toBe(0);
});
