import type { Answerer, AnswerEvent, AnswerRequest, Draft } from "../core/answer.ts";
import { withoutCommands } from "../text/question-commands.ts";
import { COEFFICIENTS } from "./extractive/calibration.ts";
import { compose } from "./extractive/composing.ts";
import { declineReason } from "./extractive/declining.ts";
import { readEvidence } from "./extractive/features.ts";
import type { Reading } from "./extractive/features.ts";
import { scoreChoice } from "./extractive/scoring.ts";
import type { Coefficients, Scored } from "./extractive/scoring.ts";
import { shippedKnowledge } from "./extractive/word-knowledge.ts";
import type { WordKnowledge } from "./extractive/word-knowledge.ts";

export interface ExtractiveOptions {
  /** Least confidence, from 0 to 1, at which it answers. Lower answers more, and more of it wrongly. */
  readonly confidenceMin?: number;
  readonly coefficients?: Coefficients;
  readonly knowledge?: WordKnowledge;
}

/** A longer text is no question, and reading it would take time for nothing. */
const QUESTION_LENGTH_MAX = 4_000;
const EVIDENCE_TOKENS_MAX = 8_000;
const NO_USAGE = { source: "none" } as const;

/**
 * Answers without a model, key or network: cites the one or two sentences that answer the question, word for word, or declines.
 * `confidence` is the calibrated probability that a cited passage holds the answer, and 0 where the sentence lacks what an answer needs.
 * Whatever a passage says is quoted, never obeyed.
 * Question words of English, German, French and Spanish; in other languages only the words are matched. Linear in question and evidence.
 */
export function extractiveAnswerer({
  coefficients = COEFFICIENTS,
  confidenceMin = coefficients.confidenceMin,
  knowledge = shippedKnowledge(),
}: ExtractiveOptions = {}): Answerer {
  return {
    id: "builtin/extractive",
    evidenceTokensMax: EVIDENCE_TOKENS_MAX,
    async *answer(request): AsyncGenerator<AnswerEvent> {
      const draft = draftOf(request, { coefficients, confidenceMin, knowledge });
      if (draft.kind === "claimed") yield { kind: "text", text: draft.text };
      yield { kind: "done", draft };
    },
  };
}

function draftOf(
  { question, evidence, statistics }: AnswerRequest,
  { coefficients, confidenceMin, knowledge }: Required<ExtractiveOptions>,
): Draft {
  const declined = (reason: string, confidence?: number): Draft => ({
    kind: "declined",
    reason,
    usage: NO_USAGE,
    ...(confidence === undefined ? {} : { confidence }),
  });
  if (question.trim() === "") return declined("The question is empty.");
  if (question.length > QUESTION_LENGTH_MAX)
    return declined(
      `The question has ${question.length.toLocaleString("en-US")} characters; the built-in answerer reads up to ${QUESTION_LENGTH_MAX.toLocaleString("en-US")}.`,
    );
  const reading = readEvidence(withoutCommands(question), evidence, statistics, knowledge);
  if (reading.weighted.question.terms.length === 0) return declined("The question has no word to search for.");
  if (reading.candidates.length === 0) return declined(declineReason(reading, undefined));
  const scored = scoreChoice(reading, coefficients);
  if (scored.confidence < confidenceMin) {
    const nearest = { ...reading, candidates: reading.all };
    const among = scoreChoice(nearest, coefficients);
    const isFurther = coverOf(reading, scored) < coverOf(nearest, among);
    return declined(isFurther ? declineReason(nearest, among) : declineReason(reading, scored), scored.confidence);
  }
  const { text, superseded } = compose(reading, scored);
  return { kind: "claimed", text, usage: NO_USAGE, confidence: scored.confidence, superseded };
}

/** The part of the question that the best sentence says. */
function coverOf({ candidates }: Reading, { chosen }: Scored): number {
  return candidates[chosen[0] ?? -1]?.features["cover"] ?? 0;
}
