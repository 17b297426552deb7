import type { Usage } from "../core/answer.ts";
import type { CallRunner } from "../core/calls.ts";
import type { CompletionRequest, Model } from "../core/model.ts";
import { chatModel } from "./chat-model.ts";
import type { ProviderAddress } from "./provider-failure.ts";
import { providerFetch } from "./provider-fetch.ts";
import type { ProviderFetchOptions } from "./provider-fetch.ts";
import { performSdkCall, sdkOptions } from "./sdk-chat.ts";
import { providerUsage } from "./usage-counts.ts";
import type { UsageCounts } from "./usage-counts.ts";

export interface OpenAiCompatibleOptions extends ProviderFetchOptions {
  readonly model: string;
  /** With its version: "http://127.0.0.1:8080/v1" */
  readonly baseUrl: string;
  /** Where the server asks for one. */
  readonly apiKey?: string;
  readonly calls: CallRunner;
  /** What the server was started with (llama.cpp -c, vLLM --max-model-len). Default 8,192 */
  readonly contextTokensMax?: number;
}

/**
 * Any server that speaks Chat Completions: llama.cpp, vLLM, LM Studio and others. A tool is forced as `required` beside one tool, which
 * more servers understand than the tool's name. https://platform.openai.com/docs/api-reference/chat
 */
export function openAiCompatibleModel(options: OpenAiCompatibleOptions): Model {
  const { model, calls, apiKey } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const address: ProviderAddress = {
    provider: "openai-compatible",
    baseUrl,
    keyVariable: "OPENAI_COMPATIBLE_API_KEY",
    secrets: apiKey === undefined ? [] : [apiKey],
    startFix: `Start the server that is to answer at ${baseUrl}, or correct the address.`,
  };
  const fetchWatched = providerFetch(address, options);
  const chat = {
    address,
    async languageModel() {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      return createOpenAICompatible({
        name: "openaiCompatible",
        baseURL: baseUrl,
        includeUsage: true,
        fetch: fetchWatched,
        ...(apiKey === undefined ? {} : { apiKey }),
      }).chatModel(model);
    },
    options: async (request: CompletionRequest) => ({
      ...sdkOptions(request),
      ...(request.tool === undefined ? {} : { toolChoice: { type: "required" as const } }),
    }),
    usageIn: (raw: unknown): unknown => (typeof raw === "object" && raw !== null ? Reflect.get(raw, "usage") : undefined),
    usage,
  };
  return chatModel(
    {
      provider: "openai-compatible",
      model,
      contextTokensMax: options.contextTokensMax ?? 8_192,
      // One name is another model on another server.
      identity: { server: baseUrl },
      perform: (request, context) => performSdkCall(chat, request, context),
    },
    calls,
  );
}

function usage(counts: UsageCounts, hasOutput: boolean): Usage {
  return providerUsage(
    {
      inputTokens: counts.get("prompt_tokens"),
      outputTokens: counts.get("completion_tokens"),
      cachedInputTokens: counts.get("prompt_tokens_details.cached_tokens"),
      reasoningTokens: counts.get("completion_tokens_details.reasoning_tokens"),
    },
    hasOutput,
  );
}
