import { inputField, planBy, searchableList } from "./plan.ts";
import type { QueryTransform } from "./plan.ts";

const PARTS_MAX = 4;

const TOOL = {
  name: "search",
  description: "Searches the documents for each part of a question.",
  inputSchema: {
    type: "object",
    properties: { questions: { type: "array", items: { type: "string" } } },
    required: ["questions"],
    additionalProperties: false,
  },
};

const TASK = `Do not answer the question. If the question asks for several things, or can only be answered from several places, ask for each in a question of its own that stands on its own, ${PARTS_MAX} at most. If it asks for one thing, give it back alone. Keep names, numbers and codes as they are.`;

/**
 * The question as typed and the questions that it is made of (Press et al. 2023, "Measuring and Narrowing the Compositionality Gap").
 * Hits are merged by coverage, since each part has its own passages: one that answers only one part must not lose to one
 * that half fits all of them. A question that the model finds whole stays alone.
 */
export const decompose: QueryTransform = (question, model, options = {}) =>
  planBy(question, model, options, {
    method: "decompose",
    merge: "coverage",
    task: TASK,
    tool: TOOL,
    outputTokensMax: 400,
    read(completion) {
      const given = inputField(completion, "questions");
      if (!Array.isArray(given) || given.length === 0) return "gave no question that can be searched";
      return [question, ...searchableList(given, question, PARTS_MAX)].map((text) => ({ text }));
    },
  });
