import { dirname } from "node:path";
import type { Encoded, Tokenizer } from "@huggingface/transformers";
import { FirstfitError } from "../core/errors.ts";
import { importOptional } from "./import-optional.ts";
import type { OnnxFacts } from "./onnx-files.ts";

export interface OnnxEngine {
  readonly tokenizer: Tokenizer;
  readonly run: (inputs: Encoded) => Promise<Encoded>;
}

/** The package has one setting for where local models are, so that one is loaded after the other. */
let loading: Promise<unknown> = Promise.resolve();

/**
 * Loads an export into onnxruntime, on the processor, and never from the network. Throws MISSING_DEPENDENCY, and MODEL_FAILED for files that
 * the engine cannot load.
 */
export async function onnxEngine(facts: OnnxFacts, kind: "embedder" | "cross-encoder"): Promise<OnnxEngine> {
  const transformers = await importOptional("@huggingface/transformers", "An ONNX model", () => import("@huggingface/transformers"));
  const load = loading.then(async () => {
    const { env, AutoTokenizer, AutoModel, AutoModelForSequenceClassification } = transformers;
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    env.localModelPath = dirname(facts.folder);
    const options = { local_files_only: true, device: "cpu", dtype: facts.precision };
    const model = kind === "embedder" ? AutoModel : AutoModelForSequenceClassification;
    try {
      const tokenizer = await AutoTokenizer.from_pretrained(facts.name, options);
      return { tokenizer, run: await model.from_pretrained(facts.name, options) };
    } catch (cause) {
      throw new FirstfitError(
        "MODEL_FAILED",
        `${facts.folder} (${facts.precision}) cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
        "Check that the export is whole: config.json, tokenizer.json, tokenizer_config.json and onnx/model.onnx.",
        { cause },
      );
    }
  });
  loading = load.catch(() => undefined);
  return await load;
}
