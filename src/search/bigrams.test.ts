import { expect, test } from "vitest";
import { bigramScores } from "./bigrams.ts";
import type { SequencedCorpus } from "./bigrams.ts";
import { bm25 } from "./bm25.ts";
import { numberTerms } from "./document-terms.ts";
import { buildPostings } from "./postings.ts";

function corpusOf(...segments: readonly (readonly (readonly string[])[])[]): SequencedCorpus {
  const postings = segments.map((chunks) => buildPostings([numberTerms(chunks)]));
  const offsets = segments.map((_, i) => segments.slice(0, i).reduce((sum, chunks) => sum + chunks.length, 0));
  return { postings, offsets, lexical: bm25({ postings }) };
}

const chunks = [
  ["gate", "valve", "leaks"],
  ["valve", "gate", "valve", "gate"],
  ["gate", "opens", "valve"],
  ["pump", "house"],
];

test("gives the score worked out by hand", () => {
  const scores = bigramScores(corpusOf(chunks), [["gate", "valve"]], [0, 1, 2, 3]);
  // "gate" and "valve" stand in three of four chunks: idf = ln(1 + 1.5 / 3.5). Lengths 3, 4, 3, 2, mean 3; the pair stands once in the first two.
  const idf = Math.log(1 + 1.5 / 3.5);
  expect([...scores]).toEqual([expect.closeTo(idf / (1 + 1.2), 12), expect.closeTo(idf / (1 + 1.2 * (0.25 + 0.75 * (4 / 3))), 12), 0, 0]);
});

test("takes the idf of the rarer word, and counts a pair as often as the question has it", () => {
  const corpus = corpusOf(chunks);
  const [once = 0] = bigramScores(corpus, [["valve", "leaks"]], [0]);
  const [twice = 0] = bigramScores(corpus, [["valve", "leaks", "absent", "valve", "leaks"]], [0]);
  expect(once).toBeCloseTo(Math.log(1 + 3.5 / 1.5) / 2.2, 12);
  expect(twice).toBe(2 * once);
});

test("a word that the corpus does not have parts its neighbours", () => {
  expect([...bigramScores(corpusOf(chunks), [["gate", "absent", "valve"]], [0, 1])]).toEqual([0, 0]);
});

test("what two languages read alike counts once", () => {
  const corpus = corpusOf(chunks);
  expect(
    bigramScores(
      corpus,
      [
        ["gate", "valve"],
        ["gate", "valve"],
      ],
      [0, 1],
    ),
  ).toEqual(bigramScores(corpus, [["gate", "valve"]], [0, 1]));
});

test("does not depend on segments", () => {
  const question = [["the", "gate", "valve", "leaks"]];
  expect(bigramScores(corpusOf(chunks.slice(0, 1), chunks.slice(1)), question, [0, 1, 2, 3])).toEqual(
    bigramScores(corpusOf(chunks), question, [0, 1, 2, 3]),
  );
});

test("takes a question of ten thousand different words", () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `w${i}`);
  const [score = 0] = bigramScores(corpusOf([many]), [many], [0]);
  expect(score).toBeGreaterThan(0);
});

test("makes no pair of two pieces of a text without spaces, and one of a word and a piece", () => {
  const corpus = corpusOf([
    ["数据", "数", "据库", "2016", "年"],
    ["ข้อ", "มูล", "ราย", "งาน"],
  ]);
  expect([
    ...bigramScores(
      corpus,
      [
        ["数据", "数", "据库"],
        ["ข้อ", "มูล"],
      ],
      [0, 1],
    ),
  ]).toEqual([0, 0]);
  const [mixed = 0, none] = bigramScores(corpus, [["数据", "数", "据库", "2016"]], [0, 1]);
  expect(mixed).toBeGreaterThan(0);
  expect(none).toBe(0);
});

test("makes pairs of Korean words, which have spaces between them", () => {
  const [score = 0] = bigramScores(corpusOf([["서울", "시청", "광장"]]), [["서울", "시청"]], [0]);
  expect(score).toBeGreaterThan(0);
});
