// Questions with their evidence, as the extractive answerer is fitted and measured on: passages in an index, questions about them and about others.
import type { Evidence } from "../../src/core/answer.ts";
import type { Document } from "../../src/core/document.ts";
import type { Embedder, Index, PreparedDocument } from "../../src/core/retrieval.ts";
import { readEvidence } from "../../src/models/extractive/features.ts";
import type { Contradiction } from "../../src/models/extractive/constraints.ts";
import type { Requirement } from "../../src/models/extractive/requirements.ts";
import type { WordKnowledge } from "../../src/models/extractive/word-knowledge.ts";
import { memoryIndex } from "../../src/stores/memory.ts";
import { searchText } from "../../src/text/chunk.ts";
import type { Example, FeatureNames } from "./fit.ts";

export interface Passage {
  readonly _id: string;
  readonly title: string;
  readonly text: string;
  /** What is searched as the heading; the title where absent. */
  readonly heading?: string;
}

/** A row of qa.jsonl; `answer_starts` are places in the passage's text. */
export interface Row {
  readonly question: string;
  readonly passage: string;
  readonly answers: readonly string[];
  readonly answer_starts: readonly number[];
  readonly answerable: boolean;
}

/**
 * What a question is to the index that it is asked of: its answer is there; it is about an indexed article but has no answer; it is about
 * another article; or the one passage with its answer was taken out.
 */
export type Role = "answerable" | "unanswerable" | "foreign" | "removed";

/** A candidate without its words, so that a hundred thousand fit in memory. */
export interface AskedCandidate {
  readonly passage: number;
  readonly document: string;
  /** Place of its sentence in the passage. */
  readonly start: number;
  readonly end: number;
  readonly features: Readonly<Record<string, number>>;
  readonly unmet?: Requirement;
  readonly contradicts: () => Contradiction | undefined;
}

export interface Asked {
  readonly role: Role;
  readonly row: Row;
  /** Places of the evidence, best first, by document. */
  readonly documents: readonly string[];
  readonly candidates: readonly AskedCandidate[];
  readonly questionFeatures: Readonly<Record<string, number>>;
}

/** Passages that an answerer is given. */
export const EVIDENCE_PASSAGES = 10;

/** An index with each passage as a document of one chunk. */
export async function passageIndex(passages: readonly Passage[], embedder: Embedder): Promise<Index> {
  const settings = {
    embedder: embedder.id,
    dimensions: embedder.dimensions,
    chunkTokensMin: 1,
    chunkTokensMax: 10_000,
    revision: "passages",
  };
  const index = memoryIndex({ settings, embedder });
  const documents = passages.map(documentOf);
  const chunks = documents.map((document, i) => ({
    id: `${document.id}#1`,
    document: document.id,
    ordinal: 1,
    start: 0,
    end: document.text.length,
    text: document.text,
    heading: [passages[i]?.heading ?? document.title].filter((heading) => heading !== ""),
    locator: { kind: "line", line: 1 } as const,
  }));
  const vectors = await embedder.embedBatch(chunks.map(searchText), { inputType: "document" });
  const put = documents.map((document, i): PreparedDocument => {
    const [chunk, vector] = [chunks[i], vectors[i]];
    if (chunk === undefined || vector === undefined) throw new Error(`No vector for ${document.id}`);
    return { root: "/", hash: document.id, bytes: document.text.length, document, chunks: [chunk], vectors: [vector], keys: [chunk.id] };
  });
  index.write({ put });
  index.publish();
  return index;
}

function documentOf({ _id, title, text }: Passage): Document {
  return { id: _id, mediaType: "text/plain", title, text, blocks: [], metadata: {}, notes: [] };
}

export interface AskOptions {
  readonly index: Index;
  readonly knowledge: WordKnowledge;
  /** A document that must not be found. */
  readonly without?: string;
}

export async function askRow(row: Row, role: Role, { index, knowledge, without }: AskOptions): Promise<Asked> {
  const hits = await index.search(row.question, { k: EVIDENCE_PASSAGES + (without === undefined ? 0 : 1) });
  const evidence = hits
    .filter(({ chunk }) => chunk.document !== without)
    .slice(0, EVIDENCE_PASSAGES)
    .map((hit, i): Evidence => ({ n: i + 1, hit, shownLength: hit.chunk.text.length }));
  const documents = evidence.map(({ hit }) => hit.chunk.document);
  const { candidates, questionFeatures } = readEvidence(row.question, evidence, index.statistics(), knowledge);
  return {
    role,
    row,
    documents,
    candidates: candidates.map(({ passage, sentence, features, unmet, contradicts }) => ({
      passage,
      document: documents[passage] ?? "",
      start: sentence.start,
      end: sentence.end,
      features,
      ...(unmet === undefined ? {} : { unmet }),
      contradicts: constant(contradicts()),
    })),
    questionFeatures,
  };
}

/** Holds the value alone, and nothing of the passages that it was read from. */
function constant<T>(value: T): () => T {
  return () => value;
}

/** Titles in order of appearance. */
export function articlesOf(passages: readonly Passage[]): readonly string[] {
  return [...new Set(passages.map(({ title }) => title))];
}

export interface Collection {
  readonly passages: readonly Passage[];
  readonly rows: readonly Row[];
  readonly embedder: Embedder;
  readonly knowledge: WordKnowledge;
}

/** Asks the questions of `asked` of an index that holds the articles of `indexed`. */
export async function askAll(
  { passages, rows, embedder, knowledge }: Collection,
  indexed: readonly string[],
  asked: readonly string[],
  withRemoved = false,
): Promise<readonly Asked[]> {
  const index = await passageIndex(
    passages.filter(({ title }) => indexed.includes(title)),
    embedder,
  );
  const titles = new Map(passages.map(({ _id, title }) => [_id, title]));
  const found: Asked[] = [];
  for (const row of rows) {
    const title = titles.get(row.passage) ?? "";
    if (!asked.includes(title)) continue;
    const isOwn = indexed.includes(title);
    found.push(await askRow(row, isOwn ? (row.answerable ? "answerable" : "unanswerable") : "foreign", { index, knowledge }));
    if (withRemoved && isOwn && row.answerable) found.push(await askRow(row, "removed", { index, knowledge, without: row.passage }));
  }
  return found;
}

/**
 * What the answerer is fitted on, given some articles and nothing else: their own questions against an index of all of them, the same with
 * the answer's passage removed, and the questions of each article against an index of the others.
 */
export async function trainingSet(collection: Collection, articles: readonly string[]): Promise<readonly Asked[]> {
  const own = await askAll(collection, articles, articles, true);
  const more: Asked[] = [];
  const untitled = { ...collection, passages: collection.passages.map((passage) => ({ ...passage, heading: "" })) };
  for (const left of articles) {
    const others = articles.filter((article) => article !== left);
    more.push(...(await askAll(collection, others, [left])));
    more.push(...(await askAll(untitled, [left], articles)));
  }
  return [...own, ...more];
}

/** What an example of each role counts in the fit: chosen by cross-validation for the balance of foreign and unanswerable refusals. */
const ROLE_WEIGHT: Readonly<Record<Role, number>> = { answerable: 1, unanswerable: 1.5, foreign: 0.5, removed: 0.25 };

/** Whether the candidate holds a gold answer, at the place where the annotators marked it. */
export function holdsAnswer(asked: Asked, place: number): boolean {
  const candidate = asked.candidates[place];
  if (candidate === undefined || !citesRight(asked, place)) return false;
  return asked.row.answer_starts.some((start) => start >= candidate.start && start < candidate.end);
}

/** Whether the candidate stands in the passage that the question was written for. */
export function citesRight({ role, row, candidates }: Asked, place: number): boolean {
  return role === "answerable" && candidates[place]?.document === row.passage;
}

export function featureNames(asked: readonly Asked[]): FeatureNames {
  const first = asked.find(({ candidates }) => candidates.length > 0);
  if (first === undefined) throw new Error("No question found any candidate.");
  return { candidate: Object.keys(first.candidates[0]?.features ?? {}), question: Object.keys(first.questionFeatures) };
}

export function exampleOf(asked: Asked, names: FeatureNames): Example {
  const rows = new Float64Array(asked.candidates.length * names.candidate.length);
  asked.candidates.forEach(({ features }, i) =>
    names.candidate.forEach((name, j) => (rows[i * names.candidate.length + j] = features[name] ?? 0)),
  );
  return {
    rows,
    count: asked.candidates.length,
    question: Float64Array.from(names.question, (name) => asked.questionFeatures[name] ?? 0),
    hits: asked.candidates.map((_, i) => holdsAnswer(asked, i)),
    weight: ROLE_WEIGHT[asked.role],
  };
}
