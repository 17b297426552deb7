import type { LlamaEmbeddingContext, LlamaModel, LlamaRankingContext } from "node-llama-cpp";
import { FirstfitError } from "../core/errors.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Embedder } from "../core/retrieval.ts";
import { searchText } from "../text/chunk.ts";
import { withOrder } from "./api-reranker.ts";
import { ggufEngine, oneAtATime } from "./gguf-engine.ts";
import { ggufFacts } from "./gguf-files.ts";
import type { GgufFacts } from "./gguf-files.ts";
import { embedWhole } from "./long-texts.ts";
import { promptsMark, promptsOf } from "./retrieval-prompts.ts";
import type { RetrievalPrompts } from "./retrieval-prompts.ts";

export interface GgufOptions {
  readonly file: string;
  /** Threads of the engine. Default: one fewer than the machine's processors */
  readonly threads?: number;
}

export interface GgufEmbedderOptions extends GgufOptions {
  /** Put before the texts. Default: those of the model's card, where it is known by the file's name */
  readonly prompts?: RetrievalPrompts;
}

/** Of begin, end and separator, which the engine adds. */
const SPECIAL_TOKENS = 4;

/**
 * An embedding model in this process. It pools as the file says. The engine is loaded at the first text. A text that is longer than the
 * model reads is embedded in parts. Throws BAD_CONFIG, MISSING_DEPENDENCY, MODEL_FAILED.
 */
export function ggufEmbedder({ file, threads, prompts: given }: GgufEmbedderOptions): Embedder {
  const facts = ggufFacts(file);
  const prompts = given ?? promptsOf(facts.name);
  const alone = oneAtATime();
  let opened: Promise<{ readonly model: LlamaModel; readonly context: LlamaEmbeddingContext }> | undefined;
  const open = async (): Promise<{ readonly model: LlamaModel; readonly context: LlamaEmbeddingContext }> => {
    const { model } = await ggufEngine(facts, threads);
    return { model, context: await model.createEmbeddingContext({ contextSize: facts.contextTokensMax }) };
  };
  return {
    id: `gguf/${facts.name}@${facts.dimensions} ${facts.precision} ${facts.mark}${promptsMark(prompts)}`,
    dimensions: facts.dimensions,
    precision: facts.precision,
    async embedBatch(texts, { inputType, signal }) {
      signal?.throwIfAborted();
      if (texts.length === 0) return [];
      const { model, context } = await (opened ??= open());
      const whole = {
        tokensMax: facts.contextTokensMax - SPECIAL_TOKENS,
        count: (text: string) => model.tokenize(text).length,
        embed: async (text: string) => Float32Array.from((await context.getEmbeddingFor(text)).vector),
      };
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        signal?.throwIfAborted();
        vectors.push(await alone(() => embedWhole(prompts[inputType], text, whole)));
      }
      return vectors;
    },
  };
}

/** A reranking model in this process (bge-reranker, Qwen3-Reranker and their likes). A long passage has the score of its best part. */
export function ggufReranker({ file, threads }: GgufOptions): Reranker {
  const facts = ggufFacts(file);
  const alone = oneAtATime();
  let opened: Promise<LlamaRankingContext> | undefined;
  return {
    id: `gguf/${facts.name} ${facts.precision} ${facts.mark}`,
    precision: facts.precision,
    async rerank(query, hits, { k, signal }) {
      signal?.throwIfAborted();
      if (hits.length === 0) return [];
      const context = await (opened ??= rankingContext(facts, threads));
      const scores: { readonly at: number; readonly score: number }[] = [];
      for (const [at, { chunk }] of hits.entries()) {
        signal?.throwIfAborted();
        const [score = Number.NaN] = await alone(() => context.rankAll(query, [searchText(chunk)]));
        scores.push({ at, score });
      }
      return withOrder(hits, scores).slice(0, k);
    },
  };
}

async function rankingContext(facts: GgufFacts, threads: number | undefined): Promise<LlamaRankingContext> {
  const { model } = await ggufEngine(facts, threads);
  try {
    return await model.createRankingContext({ contextSize: facts.contextTokensMax });
  } catch (cause) {
    throw new FirstfitError(
      "BAD_CONFIG",
      `${facts.file} cannot rank: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Name a reranking model, such as bge-reranker-v2-m3 in GGUF.",
      { cause },
    );
  }
}
