import type { LanguageModelV4CallOptions } from "@ai-sdk/provider";
import type { Usage } from "../core/answer.ts";
import type { CallRunner } from "../core/calls.ts";
import type { CompletionRequest, Model } from "../core/model.ts";
import { chatModel } from "./chat-model.ts";
import { withMendedAnswers } from "./mended-answers.ts";
import { failureOf, protocolFailure } from "./provider-failure.ts";
import type { ProviderAddress } from "./provider-failure.ts";
import { providerFetch } from "./provider-fetch.ts";
import type { ProviderFetchOptions } from "./provider-fetch.ts";
import { performSdkCall, sdkOptions } from "./sdk-chat.ts";
import { providerUsage } from "./usage-counts.ts";
import type { UsageCounts } from "./usage-counts.ts";

export interface OpenAiOptions extends ProviderFetchOptions {
  /** "gpt-5.4-mini" */
  readonly model: string;
  readonly apiKey: string;
  readonly calls: CallRunner;
  /** Default https://api.openai.com/v1 */
  readonly baseUrl?: string;
  /** Default 128,000; of the oldest models, 8,000 and 16,000 */
  readonly contextTokensMax?: number;
  /** Tokens that a model which reasons may reason, on top of the answer's. Default 4,000 */
  readonly thinkingTokensMax?: number;
}

/** GPT-5 and later and the o models reason before they answer, and take no temperature. */
const REASONS = /^(?:o\d|gpt-(?:[5-9]|\d\d)(?!.*-chat))/;

/**
 * A model of OpenAI behind the Responses API. Nothing is stored there: `store` is false. Prefixes are cached by OpenAI without a mark.
 * https://platform.openai.com/docs/api-reference/responses
 */
export function openAiModel(options: OpenAiOptions): Model {
  const { model, apiKey, calls } = options;
  const baseUrl = versioned(options.baseUrl ?? "https://api.openai.com/v1");
  const address: ProviderAddress = { provider: "openai", baseUrl, keyVariable: "OPENAI_API_KEY", secrets: [apiKey] };
  const thinkingTokensMax = REASONS.test(model) ? (options.thinkingTokensMax ?? 4_000) : 0;
  const fetchWatched = providerFetch(address, options);
  const headers = { authorization: `Bearer ${apiKey}` };
  const config = {
    provider: "openai.responses",
    url: ({ path }: { readonly path: string }) => `${baseUrl}${path}`,
    headers: () => headers,
    fetch: withMendedAnswers(fetchWatched, withoutHalfUsage),
  };
  const chat = {
    address,
    languageModel: async () => new (await library()).OpenAIResponsesLanguageModel(model, config),
    options: async (request: CompletionRequest) => callOptions(request, thinkingTokensMax),
    usageIn,
    usage,
  };
  return chatModel(
    {
      provider: "openai",
      model,
      contextTokensMax: options.contextTokensMax ?? windowOf(model),
      thinkingTokensMax,
      perform: (request, context) => performSdkCall(chat, request, context),
      async count(request, signal) {
        try {
          const { OpenAIResponsesLanguageModel } = await library();
          const { args } = await OpenAIResponsesLanguageModel.prepareRequest({ modelId: model, config, options: callOptions(request, 0) });
          const { input, tools, tool_choice, text } = args as Readonly<Record<string, unknown>>; // a request body
          const response = await fetchWatched(`${baseUrl}/responses/input_tokens`, {
            method: "POST",
            headers: { ...headers, "content-type": "application/json" },
            body: JSON.stringify({ model, input, tools, tool_choice, text }),
            signal,
          });
          return tokensIn(await response.json(), address);
        } catch (error) {
          throw failureOf(error, address, signal);
        }
      },
    },
    calls,
  );
}

/** The package's inner entry also tells what it would send. */
const library = () => import("@ai-sdk/openai/internal");

function callOptions(request: CompletionRequest, thinkingTokensMax: number): LanguageModelV4CallOptions {
  const plain = sdkOptions(request);
  const search =
    request.webSearch === true ? [{ type: "provider" as const, id: "openai.web_search" as const, name: "web_search", args: {} }] : [];
  const tools = [...(plain.tools ?? []), ...search];
  return {
    ...plain,
    maxOutputTokens: request.outputTokensMax + thinkingTokensMax,
    ...(tools.length === 0 ? {} : { tools }),
    providerOptions: { openai: { store: false } },
  };
}

function usageIn(raw: unknown): unknown {
  const response: unknown = typeof raw === "object" && raw !== null ? Reflect.get(raw, "response") : undefined;
  return typeof response === "object" && response !== null ? Reflect.get(response, "usage") : undefined;
}

function usage(counts: UsageCounts, hasOutput: boolean): Usage {
  return providerUsage(
    {
      inputTokens: counts.get("input_tokens"),
      outputTokens: counts.get("output_tokens"),
      cachedInputTokens: counts.get("input_tokens_details.cached_tokens"),
      cacheWriteTokens: counts.get("input_tokens_details.cache_write_tokens"),
      reasoningTokens: counts.get("output_tokens_details.reasoning_tokens"),
    },
    hasOutput,
  );
}

/** Usage without its two numbers is no usage. */
function withoutHalfUsage(value: Readonly<Record<string, unknown>>): object | undefined {
  const { response } = value;
  if (typeof response === "object" && response !== null) {
    const changed = withoutHalfUsage({ ...response });
    return changed === undefined ? undefined : { ...value, response: changed };
  }
  const { usage: counts } = value;
  if (typeof counts !== "object" || counts === null) return undefined;
  const whole = ["input_tokens", "output_tokens"].every((name) => typeof Reflect.get(counts, name) === "number");
  return whole ? undefined : { ...value, usage: null };
}

function tokensIn(body: unknown, address: ProviderAddress): number {
  const tokens: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "input_tokens") : undefined;
  if (typeof tokens === "number" && Number.isSafeInteger(tokens) && tokens > 0) return tokens;
  throw protocolFailure(address, "counted no tokens");
}

function windowOf(model: string): number {
  if (model.startsWith("gpt-3.5")) return 16_000;
  return /^gpt-4(?:-\d{4})?$/.test(model) ? 8_000 : 128_000;
}

function versioned(url: string): string {
  const bare = url.replace(/\/+$/, "");
  return URL.canParse(bare) && new URL(bare).pathname === "/" ? `${bare}/v1` : bare;
}
