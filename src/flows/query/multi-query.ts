import { inputField, planBy, searchableList } from "./plan.ts";
import type { QueryTransform } from "./plan.ts";

/** So many beside the question as typed. */
const VARIANTS = 3;

const TOOL = {
  name: "search",
  description: "Searches the documents with several queries at once.",
  inputSchema: {
    type: "object",
    properties: { queries: { type: "array", items: { type: "string" } } },
    required: ["queries"],
    additionalProperties: false,
  },
};

const TASK = `Do not answer the question. Ask the same in ${VARIANTS} other ways, each as a document on the subject might put it: other words for the same things, the technical term for an everyday one and the other way round. Keep names, numbers and codes as they are. Do not ask anything else.`;

/**
 * The question as typed and the same in other words. Hits are merged by agreement, since all of them ask the same: what
 * several wordings find is more likely meant (Rackauckas 2024, "RAG-Fusion").
 */
export const multiQuery: QueryTransform = (question, model, options = {}) =>
  planBy(question, model, options, {
    method: "multi",
    merge: "agreement",
    task: TASK,
    tool: TOOL,
    outputTokensMax: 400,
    read(completion) {
      const variants = searchableList(inputField(completion, "queries"), question, VARIANTS);
      return variants.length === 0 ? "gave no query that can be searched" : [question, ...variants].map((text) => ({ text }));
    },
  });
