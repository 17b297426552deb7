import { inputField, planBy, searchable } from "./plan.ts";
import type { QueryTransform } from "./plan.ts";

const TOOL = {
  name: "search",
  description: "Searches the documents.",
  inputSchema: {
    type: "object",
    properties: { query: { type: "string", description: "One question or phrase that stands on its own" } },
    required: ["query"],
    additionalProperties: false,
  },
};

const TASK =
  "Do not answer the question. Search for what the question asks, in one query that stands on its own: say what “it”, “that” and “there” mean, drop greetings and asides, and use the words that a document would use. Keep every name, number, code and quoted word as it is. Add no fact.";

/**
 * A vague question, or one that follows from a conversation, as one that can be searched (Ma et al. 2023, "Query Rewriting for
 * Retrieval-Augmented Large Language Models"). It takes the place of the question as typed. A rewrite that lost a number or a code of
 * the question is not used, because these are what the words are looked for.
 */
export const rewrite: QueryTransform = (question, model, options = {}) =>
  planBy(question, model, options, {
    method: "rewrite",
    merge: "agreement",
    task: TASK,
    tool: TOOL,
    outputTokensMax: 200,
    read(completion) {
      const query = searchable(inputField(completion, "query"));
      if (query === undefined) return "gave no query that can be searched";
      const lost = codes(question).find((code) => !query.toLowerCase().includes(code.toLowerCase()));
      return lost === undefined ? [{ text: query }] : `lost “${lost}” of the question`;
    },
  });

/** Words with a figure in them: numbers, versions, part numbers, error codes. */
function codes(question: string): readonly string[] {
  return question.match(/[\p{L}\p{N}](?:[\p{L}\p{N}.,_/-]*[\p{L}\p{N}])?/gu)?.filter((word) => /\p{N}/u.test(word)) ?? [];
}
