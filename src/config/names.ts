import type { Answerer } from "../core/answer.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Model } from "../core/model.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Embedder } from "../core/retrieval.ts";
import type { Config } from "./schema.ts";
import { chatProviders, embedderProviders, rerankerProviders } from "./providers.ts";
import type { NameParts, ProviderMakers } from "./providers.ts";
import { isAnswerer, isModel } from "./values.ts";

/** Names of what is built in. A part's file is loaded when its name is used. */
const embedders: Readonly<Record<string, () => Promise<Embedder>>> = {
  "builtin/wordnet": async () => (await import("../models/builtin-embedder.ts")).builtinEmbedder(),
};
const answerers: Readonly<Record<string, () => Promise<Answerer>>> = {
  "builtin/extractive": async () => (await import("../models/extractive.ts")).extractiveAnswerer(),
};

export async function resolveEmbedder(embedder: Config["embedder"], parts: NameParts): Promise<Embedder> {
  const name = embedder ?? "builtin/wordnet";
  if (typeof name === "string" && Object.hasOwn(embedders, name)) return named(embedders, name);
  const made =
    typeof name === "object"
      ? (await import("../models/calls/metered.ts")).meteredEmbedder(name, parts.calls)
      : await fromProvider(embedderProviders, name, { what: "embedder", known: Object.keys(embedders), parts });
  return parts.isDryRun ? (await import("../models/calls/dry-run.ts")).dryEmbedder(made) : made;
}

export async function resolveAnswerer(model: Config["model"], parts: NameParts): Promise<Answerer> {
  const name = model ?? "builtin/extractive";
  if (typeof name === "string" && Object.hasOwn(answerers, name)) return named(answerers, name);
  if (typeof name === "object" && isAnswerer(name)) return name;
  return (await import("../flows/model-answerer.ts")).modelAnswerer(await resolveModel(name, parts));
}

async function resolveModel(model: string | Model, parts: NameParts): Promise<Model> {
  const made =
    typeof model === "object"
      ? (await import("../models/calls/metered.ts")).meteredModel(model, parts.calls)
      : await fromProvider(chatProviders, model, { what: "model", known: Object.keys(answerers), parts });
  return parts.isDryRun ? (await import("../models/calls/dry-run.ts")).dryModel(made) : made;
}

export async function resolveReranker(reranker: Config["reranker"], parts: NameParts): Promise<Reranker> {
  if (reranker === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      "--rerank configured needs a reranker, and none is configured.",
      'In firstfit.config.ts write `reranker: "voyage/rerank-2.5"`, or a `Reranker` of your own with id and rerank; or use --rerank builtin.',
    );
  const made =
    typeof reranker === "object"
      ? (await import("../models/calls/metered.ts")).meteredReranker(reranker, parts.calls)
      : await fromProvider(rerankerProviders, reranker, { what: "reranker", known: [], parts });
  return parts.isDryRun ? (await import("../models/calls/dry-run.ts")).dryReranker(made) : made;
}

/** A name that stands for a chat model, and not for an answerer that is none. */
export function isChatName(name: string): boolean {
  return !Object.hasOwn(answerers, name);
}

export async function chatModel(model: Config["model"], purpose: string, parts: NameParts): Promise<Model> {
  if (isModel(model) || (typeof model === "string" && isChatName(model))) return resolveModel(model, parts);
  throw new FirstfitError(
    "BAD_CONFIG",
    `${purpose} needs a chat model, and ${model === undefined ? "none is configured" : `${typeof model === "string" ? model : model.id}, which is configured, is none`}.`,
    'In firstfit.config.ts write `model: "anthropic/claude-haiku-4-5"`, or `model: myModel`, where myModel is a `Model` with complete, stream and count: docs/query-rewriting.md shows one.',
  );
}

/** The name is one of the table's own. */
async function named<T>(table: Readonly<Record<string, () => Promise<T>>>, name: string): Promise<T> {
  const make = table[name];
  if (make === undefined) throw new Error(`no ${name} in the table`);
  return make();
}

interface Naming {
  readonly what: string;
  /** Names without a provider. */
  readonly known: readonly string[];
  readonly parts: NameParts;
}

/** Up to the first slash a name is its provider's, behind it the provider's own name of the model. */
async function fromProvider<T>(makers: ProviderMakers<T>, name: string, { what, known, parts }: Naming): Promise<T> {
  const slash = name.indexOf("/");
  const provider = name.slice(0, Math.max(0, slash));
  const make = Object.hasOwn(makers, provider) ? makers[provider] : undefined;
  const model = name.slice(slash + 1);
  if (make === undefined || model === "")
    throw new FirstfitError(
      "BAD_CONFIG",
      `There is no ${what} named "${name}".`,
      `Known names: ${[...known, ...Object.keys(makers).map((each) => `${each}/MODEL`)].join(", ")}; or pass a value of your own in firstfit.config.ts.`,
    );
  return make(model, parts);
}
