// How far the estimate of tokens is from OpenAI's o200k_base, by kind of text. Prints Markdown for docs/tokens.md.
// Usage: node bench/tokens.ts
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openaiTokenizer } from "../src/models/openai-tokenizer.ts";
import { estimateTokens } from "../src/text/tokens.ts";
import { readJsonl } from "./data.ts";

const found = openaiTokenizer("o200k_base");
if (found === undefined) {
  process.stderr.write("The vocabulary is in the package js-tiktoken, which is not installed.\n  next: npm ci --include=dev\n");
  process.exit(2);
}
const countTokens = found;

const passages = (...path: readonly string[]): string[] => readJsonl<{ readonly text: string }>(...path).map(({ text }) => text);
const paragraphs = (language: string): string[] => passages("xquad", language, "corpus.jsonl");
const source = fileURLToPath(new URL("../src", import.meta.url));

const KINDS: readonly (readonly [name: string, texts: readonly string[]])[] = [
  ["English, paragraphs of XQuAD", paragraphs("en")],
  ["German, the same paragraphs", paragraphs("de")],
  ["Chinese, the same paragraphs", paragraphs("zh")],
  ["Arabic, the same paragraphs", paragraphs("ar")],
  ["English abstracts on aerodynamics (Cranfield)", passages("cranfield", "corpus.jsonl")],
  ["English documentation in Markdown (Hugo)", passages("hugo-docs", "corpus.jsonl")],
  [
    "TypeScript, the source of firstfit",
    readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => readFileSync(`${source}/${path}`, "utf8")),
  ],
  [
    "JSON without white space, function schemas of BFCL",
    readJsonl<{ readonly functions: unknown }>("bfcl", "cases.jsonl").map(({ functions }) => JSON.stringify(functions)),
  ],
];

process.stdout.write("| texts | number | estimate to count, summed | half of them within |\n| --- | --- | --- | --- |\n");
for (const [name, all] of KINDS) {
  const texts = all.filter((text) => text.trim() !== "");
  const pairs = texts.map((text) => ({ estimated: estimateTokens(text), counted: countTokens(text) }));
  const total = (of: "estimated" | "counted"): number => pairs.reduce((sum, pair) => sum + pair[of], 0);
  const offs = pairs.map(({ estimated, counted }) => Math.abs(estimated / counted - 1)).toSorted((a, b) => a - b);
  const sum = total("estimated") / total("counted") - 1;
  const median = offs[Math.floor(offs.length / 2)] ?? Number.NaN;
  process.stdout.write(
    `| ${name} | ${texts.length.toLocaleString("en-US")} | ${sum < 0 ? "−" : "+"}${Math.abs(sum * 100).toFixed(0)}% | ${(median * 100).toFixed(0)}% |\n`,
  );
}
