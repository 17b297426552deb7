import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { bm25, termWeights } from "../src/search/bm25.ts";
import { numberTerms } from "../src/search/document-terms.ts";
import { buildPostings } from "../src/search/postings.ts";
import { topK } from "../src/search/top-k.ts";
import { analyze, analyzeQuery } from "../src/text/analyze.ts";
import { languageOf } from "../src/text/language.ts";

const folder = join(process.env["FIRSTFIT_DATA"] ?? fileURLToPath(new URL("../../shared/data", import.meta.url)), "xquad");

interface Line {
  readonly _id: string;
  readonly text: string;
}

function lines(language: string, file: string): readonly Line[] {
  const text = readFileSync(join(folder, language, file), "utf8").trim();
  return text.split("\n").map((line) => JSON.parse(line) as Line); // the data's README describes the shape
}

/** Share of the questions whose paragraph is among the ten that BM25 puts first. */
function recallAt10(languages: readonly string[]): number {
  const paragraphs = languages.flatMap((language) =>
    lines(language, "corpus.jsonl").map(({ _id, text }) => ({ id: language + _id, text })),
  );
  const found = paragraphs.map(({ text }) => languageOf(text));
  const terms = paragraphs.map(({ text }, i) => numberTerms([analyze(text, found[i])]));
  const index = bm25({ postings: [buildPostings(terms)] });
  const used = [...new Set(found)];
  let asked = 0;
  let hits = 0;
  for (const language of languages) {
    const rows = readFileSync(join(folder, language, "qrels.tsv"), "utf8")
      .trim()
      .split("\n")
      .slice(1);
    const right = new Map(rows.map((row): [string, string] => [row.split("\t")[0] ?? "", language + (row.split("\t")[1] ?? "")]));
    for (const { _id, text } of lines(language, "queries.jsonl")) {
      asked += 1;
      const top = topK(index.scores(termWeights(analyzeQuery(text, used))), 10, 0);
      if (top.some((number) => paragraphs[number]?.id === right.get(_id))) hits += 1;
    }
  }
  return hits / asked;
}

describe.skipIf(!existsSync(folder))("the words of four languages (skipped without FIRSTFIT_DATA)", () => {
  test.each([
    ["en", 0.99],
    ["de", 0.98],
    ["zh", 0.99],
    ["ar", 0.98],
  ])("BM25 alone finds the paragraph among ten for its questions in %s: at least %d", (language, least) => {
    expect(recallAt10([language])).toBeGreaterThanOrEqual(least);
  });

  test("an index of all four finds each question's paragraph in the question's own language", () => {
    expect(recallAt10(["en", "de", "zh", "ar"])).toBeGreaterThanOrEqual(0.97);
  });

  test("almost every paragraph is told to be in its language", () => {
    for (const [code, language] of [
      ["en", "english"],
      ["de", "german"],
      ["ar", "arabic"],
    ] as const) {
      const told = lines(code, "corpus.jsonl").filter(({ text }) => languageOf(text) === language).length;
      expect(told).toBeGreaterThanOrEqual(238);
    }
  });
});
