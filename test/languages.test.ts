import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { extractiveAnswerer } from "../src/models/extractive.ts";
import { bm25, termWeights } from "../src/search/bm25.ts";
import { numberTerms } from "../src/search/document-terms.ts";
import { buildPostings } from "../src/search/postings.ts";
import { analyze, analyzeQuery } from "../src/text/analyze.ts";
import { languageOf } from "../src/text/language.ts";
import { evidenceOf } from "./fixtures/evidence.ts";

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
      const top = index.ask(termWeights(analyzeQuery(text, used))).top(10);
      if (top.some((number) => paragraphs[number]?.id === right.get(_id))) hits += 1;
    }
  }
  return hits / asked;
}

/** Paragraphs of one article, which stand together. */
const ARTICLE = 5;
const EVIDENCE = 8;
/** Every so many questions are asked. */
const STRIDE = 5;

/**
 * How often the built-in answerer cites the right paragraph, and how often it abstains from a question about an article that is not there: every
 * second article is indexed.
 */
async function answerRates(code: string): Promise<{ readonly right: number; readonly abstained: number }> {
  const paragraphs = lines(code, "corpus.jsonl");
  const indexed = paragraphs.filter((_, i) => Math.floor(i / ARTICLE) % 2 === 0);
  const found = indexed.map(({ text }) => languageOf(text));
  const languages = [...new Set(found)].toSorted((a, b) => a.localeCompare(b, "en"));
  const index = bm25({ postings: [buildPostings(indexed.map(({ text }, i) => numberTerms([analyze(text, found[i])])))] });
  const { documentFrequency } = index;
  const statistics = { documents: indexed.length, chunks: indexed.length, languages, documentFrequency };
  const gold = new Map(
    readFileSync(join(folder, code, "qrels.tsv"), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((row): [string, string] => [row.split("\t")[0] ?? "", row.split("\t")[1] ?? ""]),
  );
  const known = new Set(indexed.map(({ _id }) => _id));
  const counts = { there: 0, right: 0, foreign: 0, abstained: 0 };
  for (const { _id, text: question } of lines(code, "queries.jsonl").filter((_, i) => i % STRIDE === 0)) {
    const top = index.ask(termWeights(analyzeQuery(question, languages))).top(EVIDENCE);
    const evidence = evidenceOf(top.map((n) => ({ text: indexed[n]?.text ?? "", document: indexed[n]?._id ?? "" })));
    let cited: readonly string[] = [];
    for await (const event of extractiveAnswerer().answer({ question, evidence, statistics })) {
      if (event.kind === "done" && event.draft.kind === "claimed")
        cited = Array.from(event.draft.text.matchAll(/\[chunk (\d+)\]/gu), ([, n]) => evidence[Number(n) - 1]?.hit.chunk.document ?? "");
    }
    const right = gold.get(_id) ?? "";
    if (known.has(right)) {
      counts.there += 1;
      if (cited.includes(right)) counts.right += 1;
    } else {
      counts.foreign += 1;
      if (cited.length === 0) counts.abstained += 1;
    }
  }
  return { right: counts.right / counts.there, abstained: counts.abstained / counts.foreign };
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

  test.each([
    ["en", 0.8, 0.85],
    ["de", 0.54, 0.94],
    ["ar", 0.5, 0.94],
    ["zh", 0.63, 0.9],
  ])(
    "the built-in answerer cites the right paragraph in %s for at least %d, and abstains from at least %d of the foreign questions",
    async (code, right, abstained) => {
      const rates = await answerRates(code);
      expect(rates.right).toBeGreaterThanOrEqual(right);
      expect(rates.abstained).toBeGreaterThanOrEqual(abstained);
    },
  );
});
