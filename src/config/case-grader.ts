import { createHash } from "node:crypto";
import type { Json } from "../core/calls.ts";
import { endsRun } from "../core/errors.ts";
import type { CandidateOutput, Case, CaseGrader, ExpectedSpan, Expectation, Grade } from "../core/evaluation.ts";
import type { Embedder, Index } from "../core/retrieval.ts";
import type { Judge } from "../flows/judge.ts";
import { gradeExpectation } from "../graders/expectations.ts";
import { gradeLimits } from "../graders/limits.ts";
import { gradeSimilar, similarEnough } from "../graders/similarity.ts";
import type { SimilarityScale } from "../graders/similarity.ts";
import { findQuote, quotable } from "../text/quote.ts";
import type { QuotableText } from "../text/quote.ts";
import type { OwnGrader, TaskConfig } from "./task-schema.ts";

export interface CaseGraderParts {
  /** The cases that will be graded: what none of them expects is not made ready. */
  readonly cases: readonly Case[];
  readonly limits?: TaskConfig["limits"];
  readonly graders: readonly OwnGrader[];
  /** Who grades by criteria; undefined: nobody is configured. */
  judge(): Promise<Judge | undefined>;
  embedder(): Promise<Embedder>;
  /** For spans that are given by their words; undefined: there is no index. */
  openIndex(): Promise<Index | undefined>;
}

/** Changes when the pure graders judge otherwise, so that a run does not go on with grades of two kinds. */
const GRADERS_REVISION = 2;

/**
 * Grades outputs by everything that their cases expect, by the limits of the configuration, and by its own graders. What cannot be graded is ungraded
 * with the reason. `close` lets go of the index. Throws what making a judge throws, when a case needs one that is configured.
 */
export async function makeCaseGrader(parts: CaseGraderParts): Promise<CaseGrader> {
  const { cases, limits, graders } = parts;
  const expects = (kind: Expectation["kind"]): boolean =>
    cases.some((each) => each.expectations.some((expected) => expected.kind === kind));
  const judge = expects("criteria") ? await parts.judge() : undefined;
  const scale = expects("similar") ? similarityScale(await parts.embedder()) : undefined;
  const places = expects("spans") ? spanFinder(await parts.openIndex()) : undefined;
  const definition: Json = {
    revision: GRADERS_REVISION,
    ...(limits === undefined ? {} : { limits: { ...limits } }),
    // as it is written down: plain values
    ...(judge === undefined ? {} : { judge: JSON.parse(JSON.stringify(judge.definition)) as Json }),
    ...(scale === undefined ? {} : { embedder: scale.embedder, similarMin: scale.minDefault ?? null }),
    ...(graders.length === 0 ? {} : { own: Object.fromEntries(graders.map((own) => [own.name, sourceHash(own)])) }),
  };
  return {
    definition,
    ...(judge === undefined ? {} : { judge: judge.definition }),
    async grade(output, expected, { signal }) {
      const grades: Record<string, Grade> = {};
      for (const each of expected.expectations)
        grades[freeName(each.kind === "criteria" ? "judge" : each.kind, grades)] = await gradeOne(each, { output, expected, signal });
      for (const own of graders) grades[freeName(own.name, grades)] = await gradeByOwn(own, output, expected);
      // Limits alone say nothing of whether an answer is right.
      return Object.keys(grades).length === 0 || limits === undefined ? grades : { ...grades, ...gradeLimits(output, limits) };
    },
    close: async () => places?.close(),
  };

  async function gradeOne(
    each: Expectation,
    { output, expected, signal }: { readonly output: CandidateOutput; readonly expected: Case; readonly signal: AbortSignal },
  ): Promise<Grade> {
    if (each.kind === "criteria")
      return judge === undefined
        ? { kind: "ungraded", reason: "criteria need a judge: name one with --judge, or `judge` in the configuration" }
        : await judge.grade({ input: expected.input, output, criteria: each.criteria }, { signal });
    if (each.kind === "similar" && scale !== undefined) return await gradeSimilar(output.text, each, scale);
    return gradeExpectation(output, each.kind === "spans" && places !== undefined ? places.placed(each) : each);
  }
}

/** Two expectations of one kind are two grades. */
function freeName(name: string, grades: Readonly<Record<string, Grade>>): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name} ${number}`;
    if (!Object.hasOwn(grades, free)) return free;
  }
}

/** What a function closes over or imports can change unseen. */
function sourceHash({ grade }: OwnGrader): string {
  return createHash("sha256").update(grade.toString()).digest("hex");
}

async function gradeByOwn(own: OwnGrader, output: CandidateOutput, expected: Case): Promise<Grade> {
  let given: unknown;
  try {
    given = await own.grade(output, expected);
  } catch (error) {
    if (endsRun(error)) throw error;
    return { kind: "ungraded", reason: `${own.name} threw: ${error instanceof Error ? error.message : String(error)}` };
  }
  return ownGrade(given) ?? { kind: "ungraded", reason: `${own.name} gave no grade` };
}

function ownGrade(given: unknown): Grade | undefined {
  if (typeof given === "boolean") return { kind: "graded", value: given ? 1 : 0 };
  if (typeof given === "number") return given >= 0 && given <= 1 ? { kind: "graded", value: given } : undefined;
  if (typeof given !== "object" || given === null || !("kind" in given)) return undefined;
  const { kind, value, reason, errorType } = given as Readonly<Record<string, unknown>>; // every object can be read by names
  const said = typeof reason === "string" ? { reason } : {};
  if (kind === "ungraded") return { kind, reason: typeof reason === "string" ? reason : "no reason was given" };
  if (kind !== "graded" || typeof value !== "number" || !(value >= 0 && value <= 1)) return undefined;
  return { kind, value, ...said, ...(typeof errorType === "string" ? { errorType } : {}) };
}

function similarityScale(embedder: Embedder): SimilarityScale {
  const minDefault = similarEnough(embedder.id);
  return {
    embedder: embedder.id,
    ...(minDefault === undefined ? {} : { minDefault }),
    async cosine(a, b) {
      const [left = new Float32Array(), right = new Float32Array()] = await embedder.embedBatch([a, b], { inputType: "document" });
      // vectors of an embedder have unit length
      return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
    },
  };
}

interface SpanFinder {
  placed(expected: Extract<Expectation, { kind: "spans" }>): Extract<Expectation, { kind: "spans" }>;
  close(): Promise<void>;
}

/** Where spans that are given by their words stand in the documents as indexed. What is not found there stays as it is, and is ungraded. */
function spanFinder(index: Index | undefined): SpanFinder | undefined {
  if (index === undefined) return undefined;
  const texts = new Map<string, QuotableText | undefined>();
  const textOf = (document: string): QuotableText | undefined => {
    if (texts.has(document)) return texts.get(document);
    const text = index.documentText(document);
    const made = text === undefined ? undefined : quotable(text);
    texts.set(document, made);
    return made;
  };
  const placedSpan = (span: ExpectedSpan): readonly ExpectedSpan[] => {
    if (span.kind === "offsets") return [span];
    const text = textOf(span.document);
    const found = text === undefined ? [] : findQuote(text, span.quote);
    return found.length === 0 ? [span] : found.map(({ start, end }) => ({ kind: "offsets", document: span.document, start, end }));
  };
  return {
    placed: (expected) => ({ ...expected, spans: expected.spans.flatMap(placedSpan) }),
    close: async () => await index[Symbol.asyncDispose](),
  };
}
