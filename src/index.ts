// The public list, by hand. Importing it loads no provider, no store and no parser.
export { defineConfig, openProject } from "./config.ts";
export type { Config } from "./config.ts";
export { FirstfitError, ProviderError } from "./core/errors.ts";
export type { ErrorCode, ProviderErrorCode, ProviderFacts } from "./core/errors.ts";
export type * from "./core/answer.ts";
export type * from "./core/calls.ts";
export type * from "./core/document.ts";
export type * from "./core/model.ts";
export type * from "./core/pipeline.ts";
export type * from "./core/progress.ts";
export type * from "./core/reranker.ts";
export type * from "./core/results.ts";
export type * from "./core/retrieval.ts";
export { directCalls } from "./models/direct-calls.ts";
export { operations, runOperation } from "./operations.ts";
export type { App, Context, Operation } from "./operations.ts";
