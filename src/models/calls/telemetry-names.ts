/**
 * Names of the OpenTelemetry semantic conventions for generative AI, in one place because they still change
 * (github.com/open-telemetry/semantic-conventions, docs/gen-ai), and our own beside them.
 */
export const TELEMETRY = {
  tracer: "firstfit",
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  model: "gen_ai.request.model",
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  cacheReadTokens: "gen_ai.usage.cache_read.input_tokens",
  cacheWriteTokens: "gen_ai.usage.cache_creation.input_tokens",
  input: "gen_ai.input.messages",
  output: "gen_ai.output.messages",
  error: "error.type",
  costUsd: "firstfit.cost.usd",
  retries: "firstfit.retries",
} as const;

/** What the conventions call our operations. */
export const TELEMETRY_OPERATIONS = {
  complete: "chat",
  embed: "embeddings",
  rerank: "rerank",
  count: "count_tokens",
  run: "invoke_agent",
} as const;
