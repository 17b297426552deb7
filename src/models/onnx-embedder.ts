import type { Encoded } from "@huggingface/transformers";
import { FirstfitError } from "../core/errors.ts";
import type { Embedder } from "../core/retrieval.ts";
import { embedWhole } from "./long-texts.ts";
import { onnxEngine } from "./onnx-engine.ts";
import type { OnnxEngine } from "./onnx-engine.ts";
import { onnxFacts } from "./onnx-files.ts";
import type { OnnxFacts, Pooling } from "./onnx-files.ts";
import { promptsMark } from "./retrieval-prompts.ts";

export interface OnnxOptions {
  /** With config.json, tokenizer.json and onnx/model*.onnx. */
  readonly folder: string;
  /** "fp32", "fp16", "q8", "q4", …: which of the files. Default: the most exact that is there */
  readonly precision?: string;
}

/**
 * An embedding model in this process, from any export of sentence-transformers: it pools and prompts as the export's own files say. The engine is
 * loaded at the first text. A text that is longer than the model reads is embedded in parts. Throws BAD_CONFIG, MISSING_DEPENDENCY, MODEL_FAILED.
 */
export function onnxEmbedder({ folder, precision }: OnnxOptions): Embedder {
  const facts = onnxFacts(folder, precision);
  const { prompts, dimensions, pooling } = facts;
  let loaded: Promise<OnnxEngine> | undefined;
  return {
    id: `onnx/${facts.name}@${dimensions} ${facts.precision} ${pooling} ${facts.mark}${promptsMark(prompts)}`,
    dimensions,
    precision: facts.precision,
    async embedBatch(texts, { inputType, signal }) {
      signal?.throwIfAborted();
      if (texts.length === 0) return [];
      const engine = await (loaded ??= onnxEngine(facts, "embedder"));
      const model = {
        tokensMax: facts.tokensMax,
        count: (text: string) => engine.tokenizer.encode(text).length,
        embed: (text: string) => embedOne(engine, facts, text),
      };
      const vectors: Float32Array[] = [];
      // One at a time: a batch is padded to its longest text, and on a processor that costs what the batch saves.
      for (const text of texts) {
        signal?.throwIfAborted();
        vectors.push(await embedWhole(prompts[inputType], text, model));
      }
      return vectors;
    },
  };
}

async function embedOne(
  { tokenizer, run }: OnnxEngine,
  { pooling, dimensions, name, tokensMax }: OnnxFacts,
  text: string,
): Promise<Float32Array> {
  const output: Encoded = await run(tokenizer([text], { padding: false, truncation: true, max_length: tokensMax }));
  // Some exports pool within the graph.
  const pooled = output["sentence_embedding"];
  if (pooled !== undefined) return Float32Array.from(pooled.data, Number);
  const hidden = output["last_hidden_state"] ?? output["token_embeddings"];
  const [, tokens = 0, width = 0] = hidden?.dims ?? [];
  if (hidden === undefined || width !== dimensions || tokens === 0)
    throw new FirstfitError(
      "MODEL_FAILED",
      `The ONNX model ${name} gave ${hidden === undefined ? `no last_hidden_state but ${Object.keys(output).join(", ")}` : `vectors of ${width} numbers instead of ${dimensions}`}.`,
      "Export it for feature extraction.",
    );
  return pool(Float32Array.from(hidden.data, Number), { tokens, width, pooling });
}

/** One text without padding, so that every token counts. */
function pool(
  hidden: Float32Array,
  { tokens, width, pooling }: { readonly tokens: number; readonly width: number; readonly pooling: Pooling },
): Float32Array {
  if (pooling === "cls") return hidden.slice(0, width);
  if (pooling === "lasttoken") return hidden.slice((tokens - 1) * width, tokens * width);
  const pooled = new Float32Array(width).fill(pooling === "max" ? Number.NEGATIVE_INFINITY : 0);
  for (let token = 0; token < tokens; token++)
    for (let i = 0; i < width; i++) {
      const value = hidden[token * width + i]!;
      pooled[i] = pooling === "max" ? Math.max(pooled[i]!, value) : pooled[i]! + value / tokens;
    }
  return pooled;
}
