import type { Case } from "../../core/evaluation.ts";
import type { MissingDocuments } from "../../core/results.ts";
import type { Judgements } from "../../search/metrics.ts";
import { readDataset } from "../dataset/read-cases.ts";
import { badLine, byId, jsonRows, linesOf, requiredText, textField } from "./lines.ts";
import type { NamedText, Row } from "./lines.ts";

/** A document as BEIR's corpus.jsonl has it. */
export interface CorpusRow {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A stretch that should be found: by its offsets, by its words, or both. */
export interface ExpectedPassage {
  readonly document: string;
  readonly start?: number;
  readonly end?: number;
  readonly quote?: string;
}

/** What should be found for a query. */
export type Expected =
  | { readonly kind: "documents"; readonly grades: Judgements }
  | { readonly kind: "passages"; readonly passages: readonly ExpectedPassage[] };

export interface JudgedQuery {
  readonly id: string;
  readonly text: string;
  readonly expected: Expected;
}

export interface JudgedSet {
  /** By id, so that the order of the file decides nothing. */
  readonly queries: readonly JudgedQuery[];
  /** Queries that nothing is judged relevant for. */
  readonly unjudged: number;
  /** Judgements of unknown queries, and where it was asked for of unknown documents, that were left out. */
  readonly judgementsSkipped: number;
  /** Documents that are judged relevant and are not there, which counts against every ranking. Absent when there are none, or all were left out. */
  readonly documentsMissing?: MissingDocuments;
}

export interface KnownDocuments {
  has(id: string): boolean;
  /** What errors call it. */
  readonly name: string;
  /** One of its ids, to be shown beside ids that it does not have. */
  readonly example?: string;
  readonly skipUnknown: boolean;
}

/** corpus.jsonl of the BEIR layout: `_id` or `id`, `text`, and a `title` where there is one. An empty text is allowed; real sets have some. */
export function readCorpus(file: NamedText): readonly CorpusRow[] {
  const rows = jsonRows(file).map((row) => {
    const text = textField(row, ["text", "contents"]);
    if (text === undefined) throw badLine(row.at, "there is no text", 'Give each line "_id" and "text", and "title" if it has one.');
    return { at: row.at, value: { id: requiredText(row, ["_id", "id"], "document id"), title: textField(row, ["title"]) ?? "", text } };
  });
  return [...byId(rows, "document").values()];
}

/**
 * queries.jsonl and judgements of the BEIR layout. Judgements are lines of query id, document id and grade with tabs between them, with
 * or without a header, or TREC's four columns (query, 0, document, grade). Queries without a judgement above 0 are counted and left out.
 * Throws BAD_INPUT with file and line, and for judgements of which no relevant document is there.
 */
export function readBeir(queriesFile: NamedText, qrelsFile: NamedText, known: KnownDocuments): JudgedSet {
  const queries = byId(
    jsonRows(queriesFile).map((row) => ({
      at: row.at,
      value: { id: requiredText(row, ["_id", "id"], "query id"), text: requiredText(row, ["text", "query", "question"], "query text") },
    })),
    "query",
  );
  const grades = new Map<string, Map<string, number>>();
  const tally = documentTally(known);
  const rows = qrelRows(qrelsFile, { isJudged: (query, document) => queries.has(query) || known.has(document) });
  const ofKnown = rows.filter(({ value }) => queries.has(value.query));
  const [first] = rows;
  if (ofKnown.length === 0 && first !== undefined)
    throw badLine(
      first.at,
      `there is no query "${first.value.query}" in ${queriesFile.name}, nor any other that is judged`,
      `Judge its queries by their own ids; these may belong to another set.`,
    );
  for (const { at, value } of ofKnown) {
    if (!tally.keep(at, value.document, value.grade > 0)) continue;
    const own = grades.get(value.query) ?? new Map<string, number>();
    if ((own.get(value.document) ?? value.grade) !== value.grade)
      throw badLine(
        at,
        `document "${value.document}" is judged ${own.get(value.document)} and ${value.grade} for query "${value.query}"`,
        "Keep one of the two lines.",
      );
    grades.set(value.query, own.set(value.document, value.grade));
  }
  const judged = [...queries.values()].map(({ id, text }) => ({
    id,
    text,
    expected: { kind: "documents" as const, grades: grades.get(id) ?? new Map<string, number>() },
  }));
  // Sets are often handed on with the judgements of queries that were left out of them.
  const set = judgedSet(judged, tally, qrelsFile.name);
  return { ...set, judgementsSkipped: set.judgementsSkipped + rows.length - ofKnown.length };
}

interface Qrel {
  readonly query: string;
  readonly document: string;
  readonly grade: number;
}

/** A first line is a header when it has no grade and names neither a query nor a document: with one of them it is a judgement gone wrong. */
function qrelRows(
  file: NamedText,
  { isJudged }: { readonly isJudged: (query: string, document: string) => boolean },
): readonly Row<Qrel>[] {
  const lines = linesOf(file);
  const columnsOf = (line: string): readonly string[] =>
    (line.includes("\t") ? line.split("\t") : line.trim().split(/\s+/)).map((column) => column.trim());
  const isHeader = (line: string): boolean => {
    const [query = "", ...others] = columnsOf(line);
    return !isNumber(others.at(-1) ?? "") && !others.some((column) => isJudged(query, column));
  };
  const rows = lines.slice(lines[0] !== undefined && isHeader(lines[0].value) ? 1 : 0);
  if (rows.length === 0)
    throw badLine(file.name, "holds no judgement", "Write lines of query id, document id and grade, with tabs between them.");
  return rows.map(({ at, value }) => {
    const columns = columnsOf(value);
    const [query = "", second = "", third = "", fourth] = columns;
    const [document, grade] = fourth === undefined ? [second, third] : [third, fourth];
    if (columns.length < 3 || columns.length > 4 || query === "" || document === "" || !isNumber(grade))
      throw badLine(at, "this is no judgement", "Write query id, document id and a number, with tabs between them: q1\tdoc7\t1");
    return { at, value: { query, document, grade: Number(grade) } };
  });
}

function isNumber(text: string): boolean {
  return text !== "" && Number.isFinite(Number(text));
}

/**
 * Cases of a dataset (docs/dataset.md) with what should be found: `expected_documents` (ids), `expected_spans` or `expected_quotes`. Cases with
 * none of them, refusals for one, are counted and left out.
 */
export function readCases(file: NamedText, known: KnownDocuments): JudgedSet {
  const tally = documentTally(known);
  const { dataset, places } = readDataset(file);
  const queries = dataset.cases.map((each): JudgedQuery => {
    const at = places.get(each.id) ?? file.name;
    const passages = each.expectations
      .flatMap((expectation) => (expectation.kind === "spans" ? expectation.spans : []))
      .filter(({ document }) => tally.keep(at, document, true))
      .map((span): ExpectedPassage =>
        span.kind === "quote"
          ? { document: span.document, quote: span.quote }
          : { document: span.document, start: span.start, end: span.end },
      );
    const documents = each.expectations
      .flatMap((expectation) => (expectation.kind === "documents" ? expectation.documents : []))
      .filter((document) => tally.keep(at, document, true));
    return {
      id: each.id,
      text: questionOf(each.input),
      expected:
        passages.length > 0
          ? { kind: "passages", passages }
          : { kind: "documents", grades: new Map(documents.map((document) => [document, 1])) },
    };
  });
  return judgedSet(queries, tally, file.name);
}

/** Of a conversation what was asked last. */
function questionOf(input: Case["input"]): string {
  return typeof input === "string"
    ? input
    : (input.findLast(({ role }) => role === "user")?.text ?? input.map(({ text }) => text).join("\n"));
}

interface DocumentTally {
  /** Is the judgement to be used? */
  keep(at: string, document: string, isRelevant: boolean): boolean;
  /** What was counted. Throws BAD_INPUT when relevant documents are missing and none is there. */
  counts(): Pick<JudgedSet, "judgementsSkipped" | "documentsMissing">;
}

/**
 * Counts judged documents that are not there. They stay in the judgements as trec_eval has it, so that they count as not found; left out with
 * `skipUnknown`. When none is there the ids are those of something else, and every score would be 0.
 */
function documentTally({ has, name, example, skipUnknown }: KnownDocuments): DocumentTally {
  const missing = new Map<string, string>();
  let relevantThere = 0;
  let judgementsSkipped = 0;
  return {
    keep(at, document, isRelevant) {
      if (has(document)) {
        if (isRelevant) relevantThere++;
        return true;
      }
      if (isRelevant && !missing.has(document)) missing.set(document, at);
      if (skipUnknown) judgementsSkipped++;
      return !skipUnknown;
    },
    counts() {
      const [first] = missing;
      if (first === undefined) return { judgementsSkipped };
      if (relevantThere === 0)
        throw badLine(
          first[1],
          `${name} has no document "${first[0]}", nor any other that is judged relevant`,
          `Judge its documents by their own ids${example === undefined ? "" : `, such as "${example}"`}; these may belong to another set.`,
        );
      return { judgementsSkipped, ...(skipUnknown ? {} : { documentsMissing: { count: missing.size, first: first[0] } }) };
    },
  };
}

function judgedSet(all: readonly JudgedQuery[], tally: DocumentTally, name: string): JudgedSet {
  const counts = tally.counts();
  const judged = all.filter(({ expected }) =>
    expected.kind === "passages" ? expected.passages.length > 0 : [...expected.grades.values()].some((grade) => grade > 0),
  );
  if (judged.length === 0)
    throw badLine(
      name,
      "judges nothing relevant for any query",
      "Give queries the documents that should be found, each with a grade above 0.",
    );
  const queries = judged.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return { queries, unjudged: all.length - judged.length, ...counts };
}
