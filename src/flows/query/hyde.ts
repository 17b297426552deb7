import { analyze } from "../../text/analyze.ts";
import { planBy } from "./plan.ts";
import type { QueryTransform } from "./plan.ts";

const TASK =
  "Write the passage of such a document that would answer the question, in three to five plain sentences. Its facts may be invented, because nobody will read it: only its words are compared with real passages. Write the passage alone.";

/** Fewer terms than this are a shrug, not a passage. */
const TERMS_MIN = 5;

/**
 * A hypothetical passage, which the dense legs compare with real ones in place of the question; the words are still looked for as typed,
 * since those of the passage are invented. Gao, Ma, Lin & Callan 2023, "Precise Zero-Shot Dense Retrieval without Relevance Labels".
 */
export const hyde: QueryTransform = (question, model, options = {}) =>
  planBy(question, model, options, {
    method: "hyde",
    merge: "agreement",
    task: TASK,
    outputTokensMax: 250,
    // A passage that was cut off at its limit can be compared as well as a whole one.
    read({ text }) {
      const passage = text.replace(/\s+/gu, " ").trim().toWellFormed();
      return analyze(passage).length < TERMS_MIN ? "wrote no passage" : [{ text: question, denseText: passage }];
    },
  });
