import { resolve } from "node:path";
import type { CallRunner } from "../core/calls.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Model } from "../core/model.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Embedder } from "../core/retrieval.ts";
import { addressOf } from "./addresses.ts";
import type { Keys } from "./keys.ts";
import type { Config } from "./schema.ts";

/** What a name of the command line or the configuration is made into a model with. */
export interface NameParts {
  readonly config: Config;
  /** What names of local files are relative to. */
  readonly folder: string;
  readonly keys: Keys;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly calls: CallRunner;
  /** No call leaves this process: what is not kept gets something empty in its place. */
  readonly isDryRun: boolean;
}

/** How models of a provider are made, by the first part of their names. A provider's file is loaded when a name of it is used. */
export type ProviderMakers<T> = Readonly<Record<string, (model: string, parts: NameParts) => Promise<T>>>;

export const chatProviders: ProviderMakers<Model> = {
  async gguf(name, parts) {
    const { ggufModel } = await import("../models/gguf-model.ts");
    return ggufModel({ file: resolve(parts.folder, name), calls: parts.calls, ...window("gguf", parts) });
  },
  async anthropic(model, parts) {
    const { anthropicModel } = await import("../models/anthropic.ts");
    return anthropicModel({ model, ...keyed("anthropic", parts), ...window("anthropic", parts) });
  },
  async openai(model, parts) {
    const { openAiModel } = await import("../models/openai.ts");
    return openAiModel({ model, ...keyed("openai", parts), ...window("openai", parts) });
  },
  async ollama(model, parts) {
    const { ollamaModel } = await import("../models/ollama.ts");
    return ollamaModel({ model, ...common("ollama", parts), ...window("ollama", parts) });
  },
  async "openai-compatible"(model, parts) {
    const { openAiCompatibleModel } = await import("../models/openai-compatible.ts");
    return openAiCompatibleModel({ model, ...compatible(parts), ...window("openai-compatible", parts) });
  },
};

export const embedderProviders: ProviderMakers<Embedder> = {
  async onnx(name, { folder }) {
    const { onnxEmbedder } = await import("../models/onnx-embedder.ts");
    return onnxEmbedder(exported(name, folder));
  },
  async gguf(name, { folder }) {
    const { ggufEmbedder } = await import("../models/gguf-retrieval.ts");
    return ggufEmbedder({ file: resolve(folder, name) });
  },
  async openai(name, parts) {
    const { openaiEmbedder } = await import("../models/openai-embedder.ts");
    return openaiEmbedder({ ...sized(name), ...keyed("openai", parts) });
  },
  async voyage(name, parts) {
    const { voyageEmbedder } = await import("../models/voyage.ts");
    return voyageEmbedder({ ...sized(name), ...keyed("voyage", parts) });
  },
  async ollama(name, parts) {
    const { ollamaEmbedder } = await import("../models/ollama-embedder.ts");
    return ollamaEmbedder({ ...sized(name), ...common("ollama", parts) });
  },
  async "openai-compatible"(name, parts) {
    const { compatibleEmbedder } = await import("../models/openai-embedder.ts");
    const { model, dimensions } = sized(name);
    if (dimensions === undefined)
      throw new FirstfitError(
        "BAD_CONFIG",
        `How many numbers a vector of openai-compatible/${name} has cannot be asked.`,
        `Say it: openai-compatible/${name}@768`,
      );
    return compatibleEmbedder({ model, dimensions, ...compatible(parts) });
  },
};

export const rerankerProviders: ProviderMakers<Reranker> = {
  async onnx(name, { folder }) {
    const { onnxReranker } = await import("../models/onnx-reranker.ts");
    return onnxReranker(exported(name, folder));
  },
  async gguf(name, { folder }) {
    const { ggufReranker } = await import("../models/gguf-retrieval.ts");
    return ggufReranker({ file: resolve(folder, name) });
  },
  async cohere(model, parts) {
    const { cohereReranker } = await import("../models/cohere.ts");
    return cohereReranker({ model, ...keyed("cohere", parts) });
  },
  async voyage(model, parts) {
    const { voyageReranker } = await import("../models/voyage.ts");
    return voyageReranker({ model, ...keyed("voyage", parts) });
  },
};

/** "models/bge-large-en#q8": which precision of the folder's stands behind the #. */
export function exported(name: string, folder: string): { readonly folder: string; readonly precision?: string } {
  const [, path, precision] = /^(.+)#(\w+)$/.exec(name) ?? [];
  return path === undefined || precision === undefined ? { folder: resolve(folder, name) } : { folder: resolve(folder, path), precision };
}

/** "bge-m3:567m@1024": how many numbers the vectors have stands behind the last @. */
function sized(name: string): { readonly model: string; readonly dimensions?: number } {
  const [, model, dimensions] = /^(.+)@(\d{1,5})$/.exec(name) ?? [];
  return model === undefined ? { model: name } : { model, dimensions: Number(dimensions) };
}

interface Common {
  readonly calls: NameParts["calls"];
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
}

function common(provider: string, { config, environment, calls, isDryRun }: NameParts): Common {
  const baseUrl = config.providers?.[provider]?.baseUrl ?? addressOf(provider, environment);
  return { calls, ...(baseUrl === undefined ? {} : { baseUrl }), ...(isDryRun ? { fetch: noFetch } : {}) };
}

function keyed(provider: string, parts: NameParts): Common & { readonly apiKey: string } {
  return { ...common(provider, parts), apiKey: keyOf(provider, parts) };
}

/** Tokens that a model takes, where the configuration says so. */
function window(provider: string, { config }: NameParts): { readonly contextTokensMax?: number } {
  const contextTokensMax = config.providers?.[provider]?.contextTokensMax;
  return contextTokensMax === undefined ? {} : { contextTokensMax };
}

/** A dry run sends no key, so it needs none. */
function keyOf(provider: string, { keys, isDryRun }: NameParts): string {
  return isDryRun ? "" : keys.required(provider);
}

/** A server of one's own, whose address nobody can guess and which may ask for a key. */
function compatible(parts: NameParts): Common & { readonly baseUrl: string; readonly apiKey?: string } {
  const { baseUrl, ...rest } = common("openai-compatible", parts);
  if (baseUrl === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      "Where the openai-compatible server is, is not said.",
      'In firstfit.config.ts write `providers: { "openai-compatible": { baseUrl: "http://127.0.0.1:8080/v1" } }`; or set OPENAI_COMPATIBLE_BASE_URL.',
    );
  const key = parts.keys.find("openai-compatible")?.key;
  return { ...rest, baseUrl, ...(key === undefined ? {} : { apiKey: key }) };
}

/** What a dry run has in place of the network. Calls end before they come here; what asks a server about itself does. */
const noFetch: typeof fetch = () =>
  Promise.reject(
    new FirstfitError(
      "BAD_INPUT",
      "A dry run asks no server, and this model's server would have to be asked what it is.",
      "Say how many numbers its vectors have, for example ollama/nomic-embed-text@768; or run without --dry-run.",
    ),
  );
