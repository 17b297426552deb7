import type { Answerer, Draft, Evidence, NearMiss, Usage } from "../core/answer.ts";
import { FirstfitError } from "../core/errors.ts";
import type { AnswerResult, EvidenceResult, ManyAnswers } from "../core/results.ts";
import type { Report } from "../core/progress.ts";
import type { Filter, Hit, Index } from "../core/retrieval.ts";
import { analyze } from "../text/analyze.ts";
import { packEvidence } from "../text/pack.ts";
import { sentences } from "../text/sentences.ts";
import { answerVerifier } from "../text/verify.ts";
import type { Verification } from "../text/verify.ts";
import { QUESTION_LENGTH_MAX } from "./search.ts";

export interface AskOptions {
  readonly index: Index;
  readonly answerer: Answerer;
  readonly filter?: Filter;
  /** Passages retrieved. Default 30 */
  readonly retrieveK?: number;
  /** Tokens of evidence handed on, at most; the answerer's own limit holds as well. Default 6,000 */
  readonly evidenceTokensMax?: number;
  /** Drop unsupported sentences instead of marking them. */
  readonly strict?: boolean;
  monotonicMs(): number;
  readonly signal?: AbortSignal;
  /** Verified text, as it becomes certain while the answer is written. */
  readonly onText?: (text: string) => void;
}

/**
 * Retrieve, pack, answer, verify. Every citation of the result stands word for word in the document as indexed; when nothing
 * verified is left, or nothing was found, the result is an abstention with the nearest passages and why they do not count.
 * A question without a word to look for is an abstention too and costs no call. Throws what the index and the answerer throw.
 */
export async function ask(question: string, options: AskOptions): Promise<AnswerResult> {
  const { index, answerer, monotonicMs } = options;
  const startedMs = monotonicMs();
  const finish = (evidence: readonly Evidence[]) => ({ question: question.slice(0, QUESTION_LENGTH_MAX), model: answerer.id, evidence: evidence.map(evidenceResult), tookMs: monotonicMs() - startedMs });
  const abstain = (reason: string, evidence: readonly Evidence[], { usage, nearest, confidence }: { readonly usage: Usage; readonly nearest: readonly NearMiss[]; readonly confidence?: number }): AnswerResult => ({
    kind: "abstained",
    ...finish(evidence),
    reason,
    nearest,
    usage,
    ...(confidence === undefined ? {} : { confidence }),
  });
  const noCall = { usage: { source: "none" }, nearest: [] } as const;

  const unaskable = whyUnaskable(question);
  if (unaskable !== undefined) return abstain(unaskable, [], noCall);
  const hits = await index.search(question, { k: options.retrieveK ?? 30, ...(options.filter === undefined ? {} : { filter: options.filter }) });
  if (hits.length === 0) return abstain("No passage shares a word or a meaning with the question.", [], noCall);

  const tokensMax = Math.min(options.evidenceTokensMax ?? 6_000, answerer.evidenceTokensMax);
  const { evidence } = packEvidence(hits, { tokensMax });
  const verifier = answerVerifier({ question, evidence, documentText: (id) => index.documentText(id), strict: options.strict ?? false });
  const draft = await draftOf(question, evidence, options, (text) => {
    const certain = verifier.push(text);
    if (certain !== "") options.onText?.(certain);
  });
  const { text: rest, verification } = verifier.end();
  if (rest !== "") options.onText?.(rest);

  const confidence = draft.confidence === undefined ? {} : { confidence: draft.confidence };
  const nearest = nearMisses(question, hits, index);
  if (draft.kind === "declined") return abstain(draft.reason, evidence, { usage: draft.usage, nearest, ...confidence });
  if (verification.citations.length === 0) return abstain(nothingVerified(verification), evidence, { usage: draft.usage, nearest, ...confidence });
  const { text, citations } = verification;
  return { kind: "answered", ...finish(evidence), text, sentences: verification.sentences, citations, superseded: draft.superseded ?? [], usage: draft.usage, ...confidence };
}

function whyUnaskable(question: string): string | undefined {
  if (question.trim() === "") return "The question is empty.";
  if (question.length > QUESTION_LENGTH_MAX) return `The question has ${question.length.toLocaleString("en-US")} characters, and at most ${QUESTION_LENGTH_MAX.toLocaleString("en-US")} are read as a question. Ask it in a sentence or two.`;
  if (analyze(question).length === 0) return "The question has no word that could be looked for.";
  return undefined;
}

async function draftOf(question: string, evidence: readonly Evidence[], { index, answerer, signal }: AskOptions, onText: (text: string) => void): Promise<Draft> {
  let draft: Draft | undefined;
  for await (const event of answerer.answer({ question, evidence, statistics: index.statistics(), ...(signal === undefined ? {} : { signal }) })) {
    if (event.kind === "text") onText(event.text);
    else draft = event.draft;
  }
  if (draft === undefined) throw new FirstfitError("MODEL_FAILED", `${answerer.id} ended without an answer.`, "Ask again; if it stays so, check the model's server.");
  return draft;
}

function nothingVerified({ rejected }: Verification): string {
  const reason = rejected[0]?.why;
  return `No sentence of the answer could be verified against the sources${reason === undefined ? "" : `: ${reason}`}.`;
}

function evidenceResult({ n, hit }: Evidence): EvidenceResult {
  const { document, id, start, end, heading, locator, date } = hit.chunk;
  return { n, document, chunk: id, start, end, score: hit.score, heading, locator, ...(date === undefined ? {} : { date }) };
}

const NEAREST = 3;

/** The best passages of an abstention. What they lack is told by the words of the question that stand nowhere in them. */
function nearMisses(question: string, hits: readonly Hit[], index: Index): NearMiss[] {
  const asked = askedWords(question);
  const { documentFrequency } = index.statistics();
  return hits.slice(0, NEAREST).map(({ chunk, score }) => {
    const terms = new Set(analyze(`${chunk.heading.join(" ")} ${chunk.text}`));
    const missing = asked.filter(({ term }) => !terms.has(term));
    const nowhere = missing.filter(({ term }) => documentFrequency(term) === 0);
    return { document: chunk.document, chunk: chunk.id, score, text: nearestSentence(chunk.text, asked), why: whyNot(missing, nowhere) };
  });
}

/** The sentence with the most of the question's words, the first of several; the whole text where it has no sentence. */
function nearestSentence(text: string, asked: readonly AskedWord[]): string {
  let best = text;
  let most = -1;
  for (const { start, end } of sentences(text)) {
    const sentence = text.slice(start, end);
    const terms = new Set(analyze(sentence));
    const shared = asked.filter(({ term }) => terms.has(term)).length;
    if (shared > most) [best, most] = [sentence, shared];
  }
  return best;
}

interface AskedWord {
  readonly word: string;
  readonly term: string;
}

/** The words of the question as written, each with its term; only words that are one term. */
function askedWords(question: string): AskedWord[] {
  const words = question.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  return words.flatMap((word) => {
    const terms = analyze(word);
    return terms.length === 0 ? [] : [{ word, term: terms[0] ?? "" }];
  });
}

function whyNot(missing: readonly AskedWord[], nowhere: readonly AskedWord[]): string {
  const quoted = (words: readonly AskedWord[]): string => [...new Set(words.map(({ word }) => `“${word}”`))].slice(0, 4).join(", ");
  if (nowhere.length > 0) return `Does not mention ${quoted(missing)}; ${quoted(nowhere)} stands in no indexed document.`;
  if (missing.length > 0) return `Does not mention ${quoted(missing)}.`;
  return "Has the words of the question, but no sentence that answers it.";
}

/** One line of `ask --file`: the answer with the line's own id, or why that line could not be asked. */
export type AnswerLine =
  | (AnswerResult & { readonly id?: string })
  | { readonly kind: "failed"; readonly line: number; readonly id?: string; readonly error: { readonly code: string; readonly message: string } };

export interface AskManyOptions extends AskOptions {
  readonly onAnswer: (line: AnswerLine) => void;
  readonly report?: Report;
}

/** Asks every line of a JSONL text, in order. A line that is no question, or whose model failed, is reported in its place and the others go on. */
export async function askMany(jsonl: string, options: AskManyOptions): Promise<ManyAnswers> {
  const lines = jsonl.split(/\r?\n/).map((text, i) => ({ text, line: i + 1 })).filter(({ text }) => text.trim() !== "");
  const counts = { answered: 0, abstained: 0, failed: 0 };
  const report = options.report ?? (() => {});
  report({ kind: "started", stage: "asking", total: lines.length });
  for (const [i, { text, line }] of lines.entries()) {
    if (options.signal?.aborted === true) throw new FirstfitError("INTERRUPTED", `Stopped after ${i} of ${lines.length} questions.`, "The answers so far are complete; ask the rest in a file of its own.");
    const parsed = questionOf(text);
    const answer = typeof parsed === "string" ? failure(line, {}, new FirstfitError("BAD_INPUT", parsed, "")) : await answerLine(parsed, line, options);
    counts[answer.kind] += 1;
    options.onAnswer(answer);
    report({ kind: "advanced", stage: "asking", done: i + 1, total: lines.length });
  }
  report({ kind: "finished", stage: "asking", done: lines.length });
  return { kind: "many", ...counts };
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
  return { question, ...("id" in value && typeof value.id === "string" ? { id: value.id } : {}) };
}

async function answerLine({ question, ...id }: AskedLine, line: number, options: AskManyOptions): Promise<AnswerLine> {
  try {
    return { ...id, ...(await ask(question, options)) };
  } catch (error) {
    // what concerns this question alone; a damaged index or a full disk concerns all of them
    if (error instanceof FirstfitError && error.code === "MODEL_FAILED") return failure(line, id, error);
    throw error;
  }
}

function failure(line: number, id: { readonly id?: string }, { code, message }: FirstfitError): AnswerLine {
  return { kind: "failed", line, ...id, error: { code, message } };
}
