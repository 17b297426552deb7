import type { Answerer } from "../core/answer.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Model } from "../core/model.ts";
import type { Embedder } from "../core/retrieval.ts";
import type { Config } from "./schema.ts";
import { isAnswerer, isModel } from "./values.ts";

/** Short names of the command line and the configuration. One map; a provider's file is loaded when its name is used. */
const embedders: Readonly<Record<string, () => Promise<Embedder>>> = {
  "builtin/wordnet": async () => (await import("../models/builtin-embedder.ts")).builtinEmbedder(),
};
const answerers: Readonly<Record<string, () => Promise<Answerer>>> = {
  "builtin/extractive": async () => (await import("../models/extractive.ts")).extractiveAnswerer(),
};

export async function resolveEmbedder(embedder: Config["embedder"]): Promise<Embedder> {
  if (typeof embedder === "object") return embedder;
  return named(embedders, embedder ?? "builtin/wordnet", "embedder");
}

export async function resolveAnswerer(model: Config["model"]): Promise<Answerer> {
  if (typeof model === "object") return isAnswerer(model) ? model : (await import("../flows/model-answerer.ts")).modelAnswerer(model);
  return named(answerers, model ?? "builtin/extractive", "model");
}

export function noReranker(): never {
  throw new FirstfitError(
    "BAD_CONFIG",
    "--rerank configured needs a reranker, and none is configured.",
    "In firstfit.config.ts write `reranker: myReranker`, where myReranker is a `Reranker` with id and rerank; or use --rerank builtin.",
  );
}

export function chatModel(model: Config["model"], purpose: string): Model {
  if (isModel(model)) return model;
  throw new FirstfitError(
    "BAD_CONFIG",
    `${purpose} needs a chat model, and ${model === undefined ? "none is configured" : `${typeof model === "string" ? model : model.id}, which is configured, is none`}.`,
    "In firstfit.config.ts write `model: myModel`, where myModel is a `Model` with complete, stream and count: docs/query-rewriting.md shows one.",
  );
}

async function named<T>(table: Readonly<Record<string, () => Promise<T>>>, name: string, what: string): Promise<T> {
  const make = Object.hasOwn(table, name) ? table[name] : undefined;
  if (make === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      `There is no ${what} named "${name}".`,
      `Known names: ${Object.keys(table).join(", ")}; or pass a value of your own in firstfit.config.ts.`,
    );
  return make();
}
