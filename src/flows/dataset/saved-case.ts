import type { AnswerResult } from "../../core/results.ts";
import { textHash } from "../../search/text-hash.ts";
import type { Fields } from "./json-objects.ts";

/** What a person says a right answer has; empty where they say nothing yet. */
export interface SavedExpectation {
  readonly texts: readonly string[];
  readonly documents: readonly string[];
  readonly abstain: boolean;
}

/**
 * An answer as a case: the question, what was answered beside it, and what is expected. Where a person says what that is, the case is theirs; else it is unreviewed, with
 * nothing expected of a question that was answered, and an answer of one that was not.
 */
export function savedCase(answer: AnswerResult, { texts, documents, abstain }: SavedExpectation): Fields {
  const isSaid = texts.length + documents.length > 0 || abstain;
  return {
    id: `asked-${textHash(answer.question).toString(16).padStart(12, "0")}`,
    input: answer.question,
    ...(texts.length === 0 ? {} : { expected_substr: texts.length === 1 ? texts[0] : texts }),
    ...(documents.length === 0 ? {} : { expected_documents: documents }),
    ...(abstain ? { expected_abstain: true } : {}),
    ...(!isSaid && answer.kind === "abstained" ? { expected_abstain: false } : {}),
    tags: ["saved"],
    ...(isSaid ? { source: "hand" } : { source: "log", review: "unreviewed" }),
    metadata: { answered: answeredOf(answer) },
  };
}

function answeredOf(answer: AnswerResult): Fields {
  const { model, confidence } = answer;
  const common = { model, ...(confidence === undefined ? {} : { confidence }) };
  return answer.kind === "abstained"
    ? { abstained: true, reason: answer.reason, ...common }
    : { text: answer.text, citations: answer.citations.map(({ document, quote }) => ({ document, quote })), ...common };
}
