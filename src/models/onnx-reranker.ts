import { FirstfitError } from "../core/errors.ts";
import type { Reranker } from "../core/reranker.ts";
import { searchText } from "../text/chunk.ts";
import { withOrder } from "./api-reranker.ts";
import type { OnnxOptions } from "./onnx-embedder.ts";
import { onnxEngine } from "./onnx-engine.ts";
import type { OnnxEngine } from "./onnx-engine.ts";
import { onnxFacts } from "./onnx-files.ts";

/**
 * A cross-encoder in this process: it reads the question and each passage together and gives one number, its score. What is longer than it
 * reads is cut at the end of the passage. Throws BAD_CONFIG, MISSING_DEPENDENCY, MODEL_FAILED.
 */
export function onnxReranker({ folder, precision }: OnnxOptions): Reranker {
  const facts = onnxFacts(folder, precision);
  let loaded: Promise<OnnxEngine> | undefined;
  return {
    id: `onnx/${facts.name} ${facts.precision} ${facts.mark}`,
    precision: facts.precision,
    async rerank(query, hits, { k, signal }) {
      signal?.throwIfAborted();
      if (hits.length === 0) return [];
      const { tokenizer, run } = await (loaded ??= onnxEngine(facts, "cross-encoder"));
      const scores: { readonly at: number; readonly score: number }[] = [];
      for (const [at, { chunk }] of hits.entries()) {
        signal?.throwIfAborted();
        const pair = { text_pair: [searchText(chunk)], padding: false, truncation: true, max_length: facts.tokensMax };
        const { logits } = await run(tokenizer([query], pair));
        if (logits === undefined || logits.data.length !== 1)
          throw new FirstfitError(
            "MODEL_FAILED",
            `The ONNX model ${facts.name} gave ${logits === undefined ? "no scores" : `${logits.data.length} scores`} for one passage.`,
            "Use a cross-encoder with one output, such as ms-marco-MiniLM-L-6-v2 or bge-reranker-base.",
          );
        scores.push({ at, score: Number(logits.data[0]) });
      }
      return withOrder(hits, scores).slice(0, k);
    },
  };
}
