// Chunking strategies and sizes on five long texts with 472 questions and their exact excerpts, beside the table that the authors of
// the data published; then what the sizes do to search on three other sets. Prints Markdown for bench/README.md.
// Usage: node bench/chunking.ts [texts|sets]
import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Chunk, Document } from "../src/core/document.ts";
import type { Index, IndexSettings } from "../src/core/retrieval.ts";
import { extract } from "../src/documents/parsers.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";
import { ndcgAt } from "../src/search/metrics.ts";
import { scoreInterval } from "../src/stats/bootstrap.ts";
import type { Interval } from "../src/stats/intervals.ts";
import { comparePaired } from "../src/stats/paired.ts";
import { seededRandom } from "../src/stats/random.ts";
import { memoryIndex } from "../src/stores/memory.ts";
import { chunkDocumentWith, chunkerRevision, searchText } from "../src/text/chunk.ts";
import type { ChunkSettings } from "../src/text/chunk.ts";
import { estimateTokens } from "../src/text/tokens.ts";
import { precisionOmega, tokenScores } from "./chunking-metrics.ts";
import type { Stretch } from "./chunking-metrics.ts";
import { dataFolder, readJsonl } from "./data.ts";

/** Chunks retrieved for a question, as in the published table. */
const RETRIEVED = 5;
const embedder = builtinEmbedder();
const DEFAULT: ChunkSettings = { chunkTokensMin: 300, chunkTokensMax: 800 };

interface Trial {
  readonly name: string;
  readonly size: string;
  readonly overlap: number;
  readonly settings: ChunkSettings;
}

const structure = (min: number, max: number): Trial => ({
  name: min === 300 && max === 800 ? "structure (default)" : "structure",
  size: `${min}-${max}`,
  overlap: 0,
  settings: { chunkTokensMin: min, chunkTokensMax: max },
});
const windows = (chunkStrategy: "fixed" | "sentence", size: number, overlap: number): Trial => ({
  name: chunkStrategy,
  size: String(size),
  overlap,
  settings: { chunkTokensMin: 0, chunkTokensMax: size, chunkStrategy, chunkOverlapTokens: overlap },
});
const semantic = (min: number, max: number, percentile: number): Trial => ({
  name: `semantic, ${percentile}th percentile`,
  size: `${min}-${max}`,
  overlap: 0,
  settings: { chunkTokensMin: min, chunkTokensMax: max, chunkStrategy: "semantic", chunkBreakPercentile: percentile },
});

const TRIALS: readonly Trial[] = [
  structure(300, 800),
  structure(150, 400),
  structure(100, 200),
  ...(["fixed", "sentence"] as const).flatMap((strategy) => [
    windows(strategy, 800, 400),
    windows(strategy, 800, 0),
    windows(strategy, 400, 200),
    windows(strategy, 400, 0),
    windows(strategy, 200, 0),
  ]),
  semantic(300, 800, 95),
  semantic(100, 400, 95),
  semantic(50, 200, 80),
];

async function embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
  return texts.length === 0 ? [] : embedder.embedBatch(texts, { inputType: "document" });
}

async function indexOf(documents: readonly Document[], settings: ChunkSettings): Promise<{ index: Index; chunks: readonly Chunk[] }> {
  const own: IndexSettings = { ...settings, embedder: embedder.id, dimensions: embedder.dimensions, revision: chunkerRevision(settings) };
  const index = memoryIndex({ settings: own, embedder });
  const all: Chunk[] = [];
  for (const document of documents) {
    const chunks = await chunkDocumentWith(document, settings, embed);
    const texts = chunks.map(searchText);
    const vectors = await embed(texts);
    const keys = texts.map((text) => hash("sha256", text, "hex"));
    index.write({ put: [{ root: "/", hash: document.id, bytes: document.text.length, document, chunks, vectors, keys }] });
    all.push(...chunks);
  }
  index.publish();
  return { index, chunks: all };
}

async function documentOf(id: string, title: string, text: string): Promise<Document> {
  const extraction = await extract(new TextEncoder().encode(text), `${id}.md`);
  // A text that the parser would change cannot be scored by offsets.
  const parsed = extraction.kind === "document" && extraction.document.text === text ? extraction.document : undefined;
  return { mediaType: "text/plain", text, blocks: [], metadata: {}, notes: [], ...parsed, id, title };
}

// --- five texts with exact excerpts ---

interface Question {
  readonly text: string;
  readonly corpus_id: string;
  readonly references: readonly { readonly start_index: number; readonly end_index: number }[];
}

interface Scored {
  readonly recall: readonly number[];
  readonly precision: readonly number[];
  readonly omega: readonly number[];
  readonly iou: readonly number[];
  readonly chunks: number;
  readonly tokens: number;
}

async function scoreTexts({ settings }: Trial, documents: readonly Document[], questions: readonly Question[]): Promise<Scored> {
  const { index, chunks } = await indexOf(documents, settings);
  const stretch = ({ document, start, end }: Chunk): Stretch => ({ corpus: document, start, end });
  const stretches = chunks.map(stretch);
  const rows = [];
  for (const { text, corpus_id: corpus, references } of questions) {
    const excerpts = references.map(({ start_index: start, end_index: end }) => ({ start, end }));
    const hits = await index.search(text, { k: RETRIEVED });
    const scores = tokenScores(
      excerpts,
      corpus,
      hits.map(({ chunk }) => stretch(chunk)),
    );
    rows.push({ ...scores, omega: precisionOmega(excerpts, corpus, stretches) });
  }
  return {
    recall: rows.map(({ recall }) => recall),
    precision: rows.map(({ precision }) => precision),
    omega: rows.map(({ omega }) => omega),
    iou: rows.map(({ iou }) => iou),
    chunks: chunks.length,
    tokens: Math.round(chunks.reduce((sum, { text }) => sum + estimateTokens(text), 0) / chunks.length),
  };
}

/** From the report's table for n=5 and text-embedding-3-large, https://research.trychroma.com/evaluating-chunking. */
const PUBLISHED: readonly (readonly string[])[] = [
  ["Recursive", "800 (661)", "400", "85.4 ± 34.9", "1.5 ± 1.3", "6.7 ± 5.2", "1.5 ± 1.3"],
  ["TokenText", "800", "400", "87.9 ± 31.7", "1.4 ± 1.1", "4.7 ± 3.1", "1.4 ± 1.1"],
  ["Recursive", "400 (312)", "200", "88.1 ± 31.6", "3.3 ± 2.7", "13.9 ± 10.4", "3.3 ± 2.7"],
  ["TokenText", "400", "200", "88.6 ± 29.7", "2.7 ± 2.2", "8.4 ± 5.1", "2.7 ± 2.2"],
  ["Recursive", "400 (276)", "0", "89.5 ± 29.7", "3.6 ± 3.2", "17.7 ± 14.0", "3.6 ± 3.2"],
  ["TokenText", "400", "0", "89.2 ± 29.2", "2.7 ± 2.2", "12.5 ± 8.1", "2.7 ± 2.2"],
  ["Recursive", "200 (137)", "0", "88.1 ± 30.1", "7.0 ± 5.6", "29.9 ± 18.4", "6.9 ± 5.6"],
  ["TokenText", "200", "0", "87.0 ± 30.8", "5.2 ± 4.1", "21.0 ± 11.9", "5.1 ± 4.1"],
  ["Kamradt", "(660)", "0", "83.6 ± 36.8", "1.5 ± 1.6", "7.4 ± 10.2", "1.5 ± 1.6"],
  ["KamradtMod", "300 (397)", "0", "87.1 ± 31.9", "2.1 ± 2.0", "10.5 ± 12.3", "2.1 ± 2.0"],
  ["Cluster", "400 (182)", "0", "91.3 ± 25.4", "4.5 ± 3.4", "20.7 ± 14.5", "4.5 ± 3.4"],
  ["Cluster", "200 (103)", "0", "87.3 ± 29.8", "8.0 ± 6.0", "34.0 ± 19.7", "8.0 ± 6.0"],
  ["LLM (GPT-4o)", "(240)", "0", "91.9 ± 26.5", "3.9 ± 3.2", "19.9 ± 16.3", "3.9 ± 3.2"],
];

async function compareStrategies(): Promise<void> {
  const documents: Document[] = [];
  for (const { _id, title, text } of readJsonl<{ _id: string; title: string; text: string }>("chunking-evaluation", "documents.jsonl"))
    documents.push(await documentOf(_id, title, text));
  const questions = readJsonl<Question>("chunking-evaluation", "questions.jsonl");
  print(["strategy", "size (mean)", "overlap", "chunks", "recall", "95% interval", "precision", "precision Ω", "IoU", "recall − default"]);
  let base: Scored | undefined;
  for (const trial of TRIALS) {
    const scored = await scoreTexts(trial, documents, questions);
    base ??= scored;
    const difference = comparePaired(base.recall, scored.recall, { random: seededRandom(1) }).difference;
    print([
      trial.name,
      `${trial.size} (${scored.tokens})`,
      String(trial.overlap),
      String(scored.chunks),
      spread(scored.recall),
      range(scoreInterval(scored.recall, { random: seededRandom(1) })),
      spread(scored.precision),
      spread(scored.omega),
      spread(scored.iou),
      scored === base ? "" : `${signed(difference.mean)} ${range(difference)}`,
    ]);
  }
  write("\nPublished, text-embedding-3-large, cl100k tokens:\n");
  print(["strategy", "size (mean)", "overlap", "recall", "precision", "precision Ω", "IoU"]);
  for (const row of PUBLISHED) print(row);
}

// --- what the sizes do to search ---

async function compareSizes(): Promise<void> {
  print(["set", "size", "chunks", "nDCG@10", "95% interval", "− default"]);
  for (const set of ["cranfield", "anthropic-docs-rag", "hugo-docs"]) {
    let base: readonly number[] | undefined;
    for (const settings of [DEFAULT, ...sizes()]) {
      const { scores, chunks } = await scoreSet(set, settings);
      base ??= scores;
      const interval = scoreInterval(scores, { random: seededRandom(1) });
      const difference = comparePaired(base, scores, { random: seededRandom(1) }).difference;
      const size = `${settings.chunkTokensMin}-${settings.chunkTokensMax}`;
      const change = scores === base ? "" : `${signed(difference.mean, 1)} ${range(difference, 1)}`;
      print([set, size, String(chunks), interval.mean.toFixed(3), range(interval, 1), change]);
    }
  }
}

function sizes(): readonly ChunkSettings[] {
  return [
    [100, 200],
    [150, 400],
    [200, 500],
    [400, 1_200],
  ].map(([chunkTokensMin = 0, chunkTokensMax = 0]) => ({ chunkTokensMin, chunkTokensMax }));
}

async function scoreSet(set: string, settings: ChunkSettings): Promise<{ scores: readonly number[]; chunks: number }> {
  const documents: Document[] = [];
  for (const { _id, title, text } of readJsonl<{ _id: string; title?: string; text: string }>(set, "corpus.jsonl"))
    if (text.trim() !== "") documents.push(await documentOf(_id, title ?? "", text));
  const { index, chunks } = await indexOf(documents, settings);
  const judgements = judgementsOf(set);
  const scores: number[] = [];
  for (const { _id, text } of readJsonl<{ _id: string; text: string }>(set, "queries.jsonl")) {
    const hits = await index.search(text, { k: 50 });
    const own = judgements.get(_id);
    const score = own === undefined ? undefined : ndcgAt([...new Set(hits.map(({ chunk }) => chunk.document))], own, 10);
    if (score !== undefined) scores.push(score);
  }
  return { scores, chunks: chunks.length };
}

function judgementsOf(set: string): ReadonlyMap<string, Map<string, number>> {
  const judgements = new Map<string, Map<string, number>>();
  for (const [query = "", document = "", grade = ""] of readFileSync(join(dataFolder(), set, "qrels.tsv"), "utf8")
    .split("\n")
    .map((line) => line.split("\t"))) {
    if (!Number.isFinite(Number(grade))) continue;
    const own = judgements.get(query) ?? new Map<string, number>();
    own.set(document, Number(grade));
    judgements.set(query, own);
  }
  return judgements;
}

// --- output ---

let columns = 0;

function print(cells: readonly string[]): void {
  write(`| ${cells.join(" | ")} |\n`);
  if (cells.length !== columns) write(`|${" --- |".repeat(cells.length)}\n`);
  columns = cells.length;
}

function write(text: string): void {
  process.stdout.write(text);
}

/** Mean and standard deviation in percent, as the published table has them. */
function spread(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return `${(mean * 100).toFixed(1)} ± ${(deviation * 100).toFixed(1)}`;
}

function range({ low, high }: Interval, unit = 100): string {
  const digits = unit === 1 ? 3 : 1;
  return `[${(low * unit).toFixed(digits)}, ${(high * unit).toFixed(digits)}]`;
}

function signed(value: number, unit = 100): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value * unit).toFixed(unit === 1 ? 3 : 1)}`;
}

const [what] = process.argv.slice(2);
if (what !== "sets") await compareStrategies();
if (what === undefined) write("\n");
if (what !== "texts") await compareSizes();
