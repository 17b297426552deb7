// The public list, by hand. Importing it loads no provider, no store and no parser.
export { defineConfig, openProject } from "./config.ts";
export type { Config } from "./config.ts";
export type {
  CandidateAnswer,
  CandidateConfig,
  CandidateFunction,
  CommandCandidate,
  HttpCandidate,
  PromptCandidate,
  RetrievalCandidate,
} from "./config/candidate-schema.ts";
export { FirstfitError, ProviderError } from "./core/errors.ts";
export type { ErrorCode, ProviderErrorCode, ProviderFacts } from "./core/errors.ts";
export type * from "./core/answer.ts";
export type * from "./core/ask.ts";
export type * from "./core/budget.ts";
export type * from "./core/calls.ts";
export type * from "./core/dataset-results.ts";
export type * from "./core/decision.ts";
export type * from "./core/document.ts";
export type * from "./core/evaluation.ts";
export type * from "./core/evaluation-results.ts";
export type * from "./core/trial-store.ts";
export type * from "./core/judge.ts";
export type * from "./core/judge-calibration.ts";
export type * from "./core/model.ts";
export type * from "./core/pairwise.ts";
export type * from "./core/pipeline.ts";
export type * from "./core/progress.ts";
export type * from "./core/prompt.ts";
export type * from "./core/prompt-definition.ts";
export type * from "./core/reranker.ts";
export type * from "./core/results.ts";
export type * from "./core/retrieval.ts";
export type * from "./core/tokens.ts";
export { decide, decisionForms } from "./decide.ts";
export type { DecideCasesOptions } from "./decide.ts";
export { evaluate, grade } from "./evaluate.ts";
export type { EvaluateCasesOptions, Graded } from "./evaluate.ts";
export type { CaseRow, GradeOptions } from "./config/given-parts.ts";
export { expectTokens } from "./expect-tokens.ts";
export type { ExpectTokensOptions, TokenExpectation } from "./expect-tokens.ts";
export { modelJudge } from "./flows/judge.ts";
export type { Judge, JudgeOptions, Preference } from "./flows/judge.ts";
export { pairwise } from "./flows/pairwise.ts";
export type { OutputsByCase, PairwiseOptions } from "./flows/pairwise.ts";
export { buildPrompt } from "./flows/prompt.ts";
export type { BuildPromptOptions, PromptInput } from "./flows/prompt.ts";
export { directCalls } from "./models/direct-calls.ts";
export { operations, runOperation } from "./operations.ts";
export type { App, AskedCandidates, Context, Operation } from "./operations.ts";
