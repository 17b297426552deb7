import type { Candidate } from "../../core/evaluation.ts";
import { TEXT_CLASSIFIER, trainTextClassifier } from "../../learn/text-classifier.ts";
import type { TextClassifier } from "../../learn/text-classifier.ts";
import { inputText } from "../../core/evaluation.ts";
import { metered } from "../trial-calls.ts";
import type { LabelledExamples } from "../../core/labelled-examples.ts";

/**
 * The classical baseline that needs no model at all: TF-IDF and a softmax regression, trained on the labelled examples when the first case asks, once.
 * It says a label and no confidence: its probabilities are not calibrated.
 */
export function softmaxCandidate(name: string, { file, hash, rows }: LabelledExamples): Candidate {
  let classifier: TextClassifier | undefined;
  return {
    name,
    definition: { kind: "TF-IDF and softmax", classifier: TEXT_CLASSIFIER, examples: { file, hash, rows: rows.length } },
    models: [],
    async run(input) {
      classifier ??= trainTextClassifier(rows.map((row) => ({ text: row.input, label: row.output })));
      const { labelOf, trainedOn } = classifier;
      const { value, latencyMs, cost } = await metered(async () => labelOf(inputText(input)));
      const notes = trainedOn === rows.length ? [] : [`trained on ${trainedOn} of ${rows.length} examples, to be done in time`];
      return { text: value, latencyMs, cost, ...(notes.length === 0 ? {} : { notes }) };
    },
  };
}
