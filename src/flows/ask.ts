import type { Answerer, Citation, Draft, Evidence, NearMiss, Superseded, Usage } from "../core/answer.ts";
import { FirstfitError, isModelFailure } from "../core/errors.ts";
import type { AnswerResult, EvidenceResult, ManyAnswers } from "../core/results.ts";
import type { Report } from "../core/progress.ts";
import { PIPELINE_STEPS } from "../core/pipeline.ts";
import type { PipelineStep, PipelineTrace } from "../core/pipeline.ts";
import type { Index } from "../core/retrieval.ts";
import { analyzeQuery } from "../text/analyze.ts";
import { languagesNamed } from "../text/language.ts";
import { packEvidence } from "../text/pack.ts";
import type { Packed } from "../text/pack.ts";
import { answerVerifier } from "../text/verify.ts";
import type { RejectedMark, Verification } from "../text/verify.ts";
import type { Expansion } from "../text/widen.ts";
import { nearMisses } from "./near-miss.ts";
import { rerankShift } from "./rerank-shift.ts";
import type { OrderPair } from "./rerank-shift.ts";
import { retrieve } from "./retrieve.ts";
import type { Retrieved, RetrieveOptions } from "./retrieve.ts";
import { QUESTION_LENGTH_MAX } from "./search.ts";
import { NO_USAGE, usageSum } from "../core/usage.ts";

const EVIDENCE_TOKENS_MAX = 6_000;

export interface AskOptions extends Pick<RetrieveOptions, "filter" | "ranking" | "rewrite" | "history" | "reranker" | "trace" | "signal"> {
  readonly index: Pick<Index, "search" | "statistics" | "documentText">;
  readonly answerer: Answerer;
  /** Passages retrieved, and with a reranker those that it chooses from. Default 30 */
  readonly retrieveK?: number;
  /** Passages that a reranker leaves. Default 5 */
  readonly rerankTo?: number;
  /** Tokens of evidence handed on, at most; the answerer's own limit holds as well. Default 6,000 */
  readonly evidenceTokensMax?: number;
  /** What passages are widened with while tokens are left. Default: nothing */
  readonly expand?: Expansion;
  /** Drop unsupported sentences instead of marking them. */
  readonly strict?: boolean;
  monotonicMs(): number;
  /** Marks citations whose file is no longer as it was indexed. Absent: nobody looks. */
  readonly sources?: (
    citations: readonly Citation[],
  ) => Promise<{ readonly citations: readonly Citation[]; readonly notes: readonly string[] }>;
  /** Verified text, as it becomes certain while the answer is written. */
  readonly onText?: (text: string) => void;
  /** Told which passages came first before and after reranking. */
  readonly onOrder?: (order: OrderPair) => void;
}

/**
 * Retrieve, pack, answer, verify. Every citation of the result stands word for word in the document as indexed; when nothing
 * verified is left, or nothing was found, the result is an abstention with the nearest passages and why they do not count.
 * A question without a word to look for is an abstention too and costs no call. `onText` gets the verified text piece by piece:
 * joined it is the answer's text, and only an answer that its model did not finish is abstained from after some of it was handed out.
 * Throws BAD_INPUT for a question as long as a document, INTERRUPTED when `signal` ends it, and what index and answerer throw.
 */
export async function ask(asked: string, options: AskOptions): Promise<AnswerResult> {
  const { index, answerer, monotonicMs, signal } = options;
  const startedMs = monotonicMs();
  const steps: PipelineStep[] = [];
  let retrieved: Pick<Retrieved, "usage" | "notes"> = { usage: NO_USAGE, notes: [] };
  const notes: string[] = [];
  const finish = (evidence: readonly Evidence[], { usage, confidence }: { readonly usage: Usage; readonly confidence?: number }) => ({
    question: asked,
    model: answerer.id,
    evidence: evidence.map(evidenceResult),
    usage: usageSum(retrieved.usage, usage),
    ...(confidence === undefined ? {} : { confidence }),
    ...(retrieved.notes.length + notes.length === 0 ? {} : { notes: [...retrieved.notes, ...notes] }),
    ...(options.trace === true ? { trace: wholeTrace(steps) } : {}),
    tookMs: monotonicMs() - startedMs,
  });
  const abstainUncalled = (reason: string): AnswerResult => ({
    kind: "abstained",
    ...finish([], { usage: NO_USAGE }),
    reason,
    nearest: [],
  });

  refuseDocument(asked);
  if (asked.trim() === "") return abstainUncalled("The question is empty.");
  // "And why?" has a word to look for once it was rewritten.
  const standsAlone = options.rewrite === undefined || (options.history ?? []).length === 0;
  if (standsAlone && analyzeQuery(asked, languagesNamed(index.statistics().languages)).length === 0)
    return abstainUncalled("The question has no word that could be looked for.");
  const found = await retrieveFor(asked, options);
  const { hits, question } = found;
  retrieved = found;
  steps.push(...found.steps);
  if (hits.length === 0) return abstainUncalled("No passage shares a word or a meaning with the question.");

  const tokensMax = Math.min(options.evidenceTokensMax ?? EVIDENCE_TOKENS_MAX, answerer.evidenceTokensMax);
  const packStartedMs = monotonicMs();
  const packed = packEvidence(hits, { tokensMax, ...(options.expand === undefined ? {} : { expand: options.expand }) });
  const { evidence, ...packing } = packed;
  steps.push({ kind: "pack", ms: monotonicMs() - packStartedMs, passages: evidence.length, tokensMax, ...packing });
  notes.push(...cutNotes(packed, options));
  if (evidence.length === 0)
    return abstainUncalled(
      `No passage fits into the ${tokensMax.toLocaleString("en-US")} ${tokensMax === 1 ? "token" : "tokens"} that ${answerer.id} may be given.`,
    );
  const verifier = answerVerifier({ question, evidence, documentText: (id) => index.documentText(id), strict: options.strict ?? false });
  const show = (text: string): void => {
    if (text !== "") options.onText?.(text);
  };
  const draftStartedMs = monotonicMs();
  const draft = await draftOf(question, evidence, options, (text) => show(verifier.push(text)));
  if (signal?.aborted === true) throw interrupted();
  notes.push(...(draft.notes ?? []));
  steps.push(generateStep(draft, answerer.id, monotonicMs() - draftStartedMs));
  const nearest = (rejected: readonly RejectedMark[]): NearMiss[] =>
    nearMisses(question, hits, { statistics: index.statistics(), evidence, rejected });
  if (draft.kind === "declined") return { kind: "abstained", ...finish(evidence, draft), reason: draft.reason, nearest: nearest([]) };
  const verifyStartedMs = monotonicMs();
  const { text: rest, verification } = verifier.end();
  show(rest);
  const { text, sentences, citations, rejected } = verification;
  steps.push(citeStep(verification, monotonicMs() - verifyStartedMs));
  if (citations.length === 0)
    return { kind: "abstained", ...finish(evidence, draft), reason: nothingVerified(rejected), nearest: nearest(rejected) };
  const marked = (await options.sources?.(citations)) ?? { citations, notes: [] };
  notes.push(...marked.notes);
  return {
    kind: "answered",
    ...finish(evidence, draft),
    text,
    sentences,
    citations: marked.citations,
    superseded: standing(draft.superseded ?? [], index),
  };
}

/** What the answerer's own window cut off, beyond what was asked for. */
function cutNotes({ dropped, cut }: Packed, { answerer, evidenceTokensMax = EVIDENCE_TOKENS_MAX }: AskOptions): readonly string[] {
  const left = dropped.filter(({ why }) => why === "budget").length;
  if (answerer.evidenceTokensMax >= evidenceTokensMax || (left === 0 && cut === undefined)) return [];
  const what = [
    ...(left === 0 ? [] : [`${left} ${left === 1 ? "passage was" : "passages were"} left out, the lowest ranked`]),
    ...(cut === undefined ? [] : ["one was shortened"]),
  ];
  return [`${what.join(" and ")}: ${answerer.id} takes ${answerer.evidenceTokensMax.toLocaleString("en-US")} tokens of evidence.`];
}

/** With a reranker it chooses from what is otherwise handed on whole. */
async function retrieveFor(question: string, options: AskOptions): Promise<Retrieved> {
  const { index, reranker, retrieveK = 30, rerankTo = 5, onOrder, filter, ranking, rewrite, history, trace, signal } = options;
  const retrieved = await retrieve(question, {
    retriever: index,
    k: reranker === undefined ? retrieveK : rerankTo,
    candidates: retrieveK,
    monotonicMs: () => options.monotonicMs(),
    ...(filter === undefined ? {} : { filter }),
    ...(ranking === undefined ? {} : { ranking }),
    ...(rewrite === undefined ? {} : { rewrite }),
    ...(history === undefined ? {} : { history }),
    ...(reranker === undefined ? {} : { reranker }),
    ...(trace === undefined ? {} : { trace }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (retrieved.order !== undefined) onOrder?.(retrieved.order);
  return retrieved;
}

function generateStep({ usage, ...draft }: Draft, model: string, ms: number): PipelineStep {
  return { kind: "generate", ms, model, usage, ...(draft.kind === "declined" ? { declined: draft.reason } : {}) };
}

function citeStep({ sentences, citations, rejected }: Verification, ms: number): PipelineStep {
  const unsupported = sentences.filter(({ supported }) => !supported).length;
  return { kind: "cite", ms, sentences: sentences.length, unsupported, citations: citations.length, rejected: rejected.length };
}

/** All nine steps; those that were not reached say so. */
function wholeTrace(steps: readonly PipelineStep[]): PipelineTrace {
  return PIPELINE_STEPS.map((kind) => steps.find((step) => step.kind === kind) ?? { kind, skipped: "not reached" });
}

function refuseDocument(question: string): void {
  if (question.length <= QUESTION_LENGTH_MAX) return;
  const [length, most] = [question.length, QUESTION_LENGTH_MAX].map((count) => count.toLocaleString("en-US"));
  throw new FirstfitError(
    "BAD_INPUT",
    `The question has ${length} characters; at most ${most} are read as a question.`,
    "Ask it in a sentence or two.",
  );
}

function interrupted(cause?: unknown): FirstfitError {
  return new FirstfitError("INTERRUPTED", "Stopped before the answer was complete.", "Ask again.", { cause });
}

async function draftOf(
  question: string,
  evidence: readonly Evidence[],
  { index, answerer, signal }: AskOptions,
  onText: (text: string) => void,
): Promise<Draft> {
  let draft: Draft | undefined;
  try {
    for await (const event of answerer.answer({
      question,
      evidence,
      statistics: index.statistics(),
      ...(signal === undefined ? {} : { signal }),
    })) {
      if (event.kind === "text") onText(event.text);
      else draft = event.draft;
    }
  } catch (error) {
    // Whatever an answerer throws when it is told to stop, it was stopped.
    throw signal?.aborted === true ? interrupted(error) : error;
  }
  if (draft === undefined)
    throw new FirstfitError(
      "MODEL_FAILED",
      `${answerer.id} ended without an answer.`,
      "Ask again; if it stays so, check the model's server.",
    );
  return draft;
}

/** An older passage is quoted only if it says so in the document as indexed, like any citation. */
function standing(superseded: readonly Superseded[], index: AskOptions["index"]): Superseded[] {
  return superseded.filter(({ document, quote }) => quote !== "" && index.documentText(document)?.includes(quote) === true);
}

function nothingVerified(rejected: readonly RejectedMark[]): string {
  return `No sentence of the answer could be verified against the sources: ${rejected[0]?.why ?? "it cites none"}.`;
}

function evidenceResult({ n, hit }: Evidence): EvidenceResult {
  const { document, id, start, end, heading, locator, date } = hit.chunk;
  return { n, document, chunk: id, start, end, score: hit.score, heading, locator, ...(date === undefined ? {} : { date }) };
}

/** One line of `ask --file`: the answer with the line's own id, or why that line could not be asked. */
export type AnswerLine =
  | (AnswerResult & { readonly id?: string })
  | {
      readonly kind: "failed";
      readonly line: number;
      readonly id?: string;
      readonly error: { readonly code: string; readonly message: string };
    };

export interface AskManyOptions extends AskOptions {
  readonly onAnswer: (line: AnswerLine) => void;
  readonly report?: Report;
}

/**
 * Asks every line of a JSONL text, in order. A line that is no question, or whose model failed, is reported in its place and the others go on.
 * Throws BAD_INPUT when there is no line.
 */
export async function askMany(jsonl: string, options: AskManyOptions): Promise<ManyAnswers> {
  const lines = jsonl
    .split(/\r?\n/)
    .map((text, i) => ({ text, line: i + 1 }))
    .filter(({ text }) => text.trim() !== "");
  if (lines.length === 0)
    throw new FirstfitError(
      "BAD_INPUT",
      "There is no question in the file.",
      'Write one on each line: {"question": "What is the contingency reserve?"}',
    );
  const counts = { answered: 0, abstained: 0, failed: 0 };
  const orders: OrderPair[] = [];
  const report = options.report ?? (() => {});
  report({ kind: "started", stage: "asking", total: lines.length });
  for (const [i, { text, line }] of lines.entries()) {
    if (options.signal?.aborted === true)
      throw new FirstfitError(
        "INTERRUPTED",
        `Stopped after ${i} of ${lines.length} questions.`,
        "The answers so far are complete; ask the rest in a file of its own.",
      );
    const parsed = questionOf(text);
    const answer =
      typeof parsed === "string"
        ? failure(line, {}, new FirstfitError("BAD_INPUT", parsed, ""))
        : await answerLine(parsed, line, { ...options, onOrder: (order) => orders.push(order) });
    counts[answer.kind] += 1;
    options.onAnswer(answer);
    report({ kind: "advanced", stage: "asking", done: i + 1, total: lines.length });
  }
  report({ kind: "finished", stage: "asking", done: lines.length });
  const reranking = rerankShift(orders);
  if (reranking !== undefined) report({ kind: "note", text: reranking.message });
  return { kind: "many", ...counts, ...(reranking === undefined ? {} : { reranking }) };
}

interface AskedLine {
  readonly id?: string;
  readonly question: string;
}

/** The question of a line, or what is wrong with it. */
function questionOf(text: string): AskedLine | string {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    return `Not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "Not a JSON object.";
  const question = "question" in value ? value.question : "input" in value ? value.input : undefined;
  if (typeof question !== "string") return 'No text under "question" or "input".';
  const id = "id" in value ? value.id : undefined;
  return { question, ...(typeof id === "string" || typeof id === "number" ? { id: String(id) } : {}) };
}

async function answerLine({ question, ...id }: AskedLine, line: number, options: AskManyOptions): Promise<AnswerLine> {
  try {
    return { ...id, ...(await ask(question, options)) };
  } catch (error) {
    // what concerns this question alone; a damaged index or a full disk concerns all of them
    if (isModelFailure(error) || (error instanceof FirstfitError && error.code === "BAD_INPUT")) return failure(line, id, error);
    throw error;
  }
}

function failure(line: number, id: { readonly id?: string }, { code, message }: FirstfitError): AnswerLine {
  return { kind: "failed", line, ...id, error: { code, message } };
}
