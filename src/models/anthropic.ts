import type { LanguageModelV4CallOptions, LanguageModelV4Message, SharedV4ProviderMetadata } from "@ai-sdk/provider";
import type { AnthropicLanguageModel } from "@ai-sdk/anthropic/internal";
import type { NativeCitation, Usage } from "../core/answer.ts";
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

export interface AnthropicOptions extends ProviderFetchOptions {
  /** "claude-haiku-4-5" */
  readonly model: string;
  readonly apiKey: string;
  readonly calls: CallRunner;
  /** Default https://api.anthropic.com */
  readonly baseUrl?: string;
  /** Default 200,000, which every Claude takes; later ones take more. */
  readonly contextTokensMax?: number;
  /** Tokens that a model which thinks may think, on top of the answer's. Default 4,000 */
  readonly thinkingTokensMax?: number;
}

const MARK: SharedV4ProviderMetadata = { anthropic: { cacheControl: { type: "ephemeral" } } };
/** Models that take no temperature think before they answer, and what they think counts as output. */
const THINKS = /claude-(?:opus-4-[78]|(?:opus|sonnet|haiku|fable)-(?:[5-9]|\d\d))/;
const CITES_NOT = /claude-(?:instant|2|3-haiku|3-opus|3-sonnet)/;
const WEB_SEARCHES_MAX = 5;

/**
 * A Claude model behind the Messages API. Marks the stable prefix for the prompt cache, forces tools where the model lets itself be
 * forced and asks for JSON of the same schema where it does not, and turns Citations into places in `texts`.
 * https://platform.claude.com/docs/en/api/messages
 */
export function anthropicModel(options: AnthropicOptions): Model {
  const { model, apiKey, calls, contextTokensMax = 200_000 } = options;
  const baseUrl = versioned(options.baseUrl ?? "https://api.anthropic.com");
  const address: ProviderAddress = { provider: "anthropic", baseUrl, keyVariable: "ANTHROPIC_API_KEY", secrets: [apiKey] };
  const thinkingTokensMax = THINKS.test(model) ? (options.thinkingTokensMax ?? 4_000) : 0;
  const fetchWatched = providerFetch(address, options);
  const config: ConstructorParameters<typeof AnthropicLanguageModel>[1] = {
    provider: "anthropic.messages",
    baseURL: baseUrl,
    headers: { "anthropic-version": "2023-06-01", "x-api-key": apiKey },
    fetch: withMendedAnswers(fetchWatched, withCounts),
  };
  const chat = {
    address,
    languageModel: async () => new (await library()).AnthropicLanguageModel(model, config),
    options: (request: CompletionRequest) => callOptions(request, model, thinkingTokensMax),
    usageIn,
    usage,
    citations: citedPlaces,
  };
  return chatModel(
    {
      provider: "anthropic",
      model,
      contextTokensMax,
      citesTexts: !CITES_NOT.test(model),
      thinkingTokensMax,
      perform: (request, context) => performSdkCall(chat, request, context),
      async count(request, signal) {
        try {
          const { AnthropicLanguageModel } = await library();
          const asked = { ...(await callOptions(request, model, thinkingTokensMax)), stream: false, userSuppliedBetas: new Set<string>() };
          const { args } = await AnthropicLanguageModel.prepareRequest({ modelId: model, config, options: asked });
          const { messages, system, tools, tool_choice, thinking } = args;
          const response = await fetchWatched(`${baseUrl}/messages/count_tokens`, {
            method: "POST",
            headers: { "content-type": "application/json", "anthropic-version": "2023-06-01", "x-api-key": apiKey },
            body: JSON.stringify({ model, messages, system, tools, tool_choice, thinking }),
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

/** The package's inner entry: it tells what a model takes, and what it would send. */
const library = () => import("@ai-sdk/anthropic/internal");

async function callOptions(request: CompletionRequest, model: string, thinkingTokensMax: number): Promise<LanguageModelV4CallOptions> {
  const { getModelCapabilities } = await library();
  const unforced = request.tool !== undefined && getModelCapabilities(model).rejectsForcedToolUse ? request.tool : undefined;
  const { tool: _, ...withoutTool } = request;
  const asked =
    unforced === undefined
      ? request
      : {
          ...withoutTool,
          system: `${request.system}\n\nWhere you are told to call the tool ${unforced.name} (${unforced.description}), write its input as JSON.`,
        };
  const plain = sdkOptions(asked, MARK);
  const tools = [...(plain.tools ?? [])];
  const last = tools.at(-1);
  // Tools stand before the system text: a mark of their own keeps them also where that text is another one.
  if (request.stablePrefix === true && last?.type === "function") tools[tools.length - 1] = { ...last, providerOptions: MARK };
  if (request.webSearch === true)
    tools.push({ type: "provider", id: "anthropic.web_search_20250305", name: "web_search", args: { maxUses: WEB_SEARCHES_MAX } });
  return {
    ...plain,
    prompt: withTexts(plain.prompt, request),
    maxOutputTokens: request.outputTokensMax + thinkingTokensMax,
    ...(tools.length === 0 ? {} : { tools }),
    // The schema of a tool is a JSON Schema of an object, as core/model.ts says.
    ...(unforced === undefined ? {} : { responseFormat: { type: "json" as const, name: unforced.name, schema: unforced.inputSchema } }),
  };
}

/** The texts to cite stand in front of the last message's text, each a document of its own. */
function withTexts(prompt: readonly LanguageModelV4Message[], { texts = [] }: CompletionRequest): LanguageModelV4Message[] {
  const last = prompt.at(-1);
  if (texts.length === 0 || last?.role !== "user") return [...prompt];
  const documents = texts.map(({ title, text }) => ({
    type: "file" as const,
    mediaType: "text/plain",
    filename: title,
    data: { type: "text" as const, text },
    providerOptions: { anthropic: { citations: { enabled: true } } },
  }));
  return [...prompt.slice(0, -1), { ...last, content: [...documents, ...last.content] }];
}

function usageIn(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null) return undefined;
  const message: unknown = Reflect.get(raw, "message");
  return Reflect.get(raw, "usage") ?? (typeof message === "object" && message !== null ? Reflect.get(message, "usage") : undefined);
}

function usage(counts: UsageCounts, hasOutput: boolean): Usage {
  return providerUsage(
    {
      inputTokens: counts.sum("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"),
      outputTokens: counts.get("output_tokens"),
      cachedInputTokens: counts.get("cache_read_input_tokens"),
      cacheWriteTokens: counts.get("cache_creation_input_tokens"),
      cacheWriteHourTokens: counts.get("cache_creation.ephemeral_1h_input_tokens"),
      reasoningTokens: counts.get("output_tokens_details.thinking_tokens"),
    },
    hasOutput,
  );
}

/** Counts that are missing are written in as -1, which `UsageCounts` takes for unknown. */
function withCounts(value: Readonly<Record<string, unknown>>): object | undefined {
  const { type, message } = value;
  if (type === "message") return { ...value, usage: counted(value, ["input_tokens", "output_tokens"]) };
  if (type === "message_delta") return { ...value, usage: counted(value, ["output_tokens"]) };
  if (type !== "message_start" || typeof message !== "object" || message === null) return undefined;
  return { ...value, message: { ...message, usage: counted(message, ["input_tokens"]) } };
}

function counted(holder: object, names: readonly string[]): Readonly<Record<string, unknown>> {
  const counts: unknown = Reflect.get(holder, "usage");
  const said = typeof counts === "object" && counts !== null ? { ...counts } : {};
  const missing = names.filter((name) => typeof Reflect.get(said, name) !== "number");
  return { ...said, ...Object.fromEntries(missing.map((name) => [name, -1])) };
}

/** Places as the provider names them, in UTF-16 units of our text; one whose words do not stand there is left out. */
function citedPlaces(metadata: SharedV4ProviderMetadata | undefined, { texts = [] }: CompletionRequest): Omit<NativeCitation, "at">[] {
  const cited: unknown = metadata?.["anthropic"]?.["citations"];
  if (!Array.isArray(cited)) return [];
  return cited.flatMap((citation: unknown) => {
    if (typeof citation !== "object" || citation === null) return [];
    const { document_index: text, start_char_index: start, end_char_index: end, cited_text: quote } = citation as Record<string, unknown>;
    if (typeof text !== "number" || typeof start !== "number" || typeof end !== "number" || typeof quote !== "string") return [];
    const place = placeOf(texts[text]?.text ?? "", { start, end, quote });
    return place === undefined ? [] : [{ text, ...place }];
  });
}

/** The provider counts characters, not UTF-16 units, and cites whole sentences with the white space behind them. */
function placeOf(
  text: string,
  cited: { readonly start: number; readonly end: number; readonly quote: string },
): Omit<NativeCitation, "at" | "text"> | undefined {
  const units = (characters: number): number => Array.from(text).slice(0, characters).join("").length;
  const places = [
    { start: cited.start, end: cited.end },
    { start: units(cited.start), end: units(cited.end) },
    { start: text.indexOf(cited.quote), end: text.indexOf(cited.quote) + cited.quote.length },
  ];
  const place = places.find(({ start, end }) => start >= 0 && text.slice(start, end) === cited.quote);
  if (place === undefined || cited.quote.trim() === "") return undefined;
  const quote = cited.quote.trim();
  const start = place.start + cited.quote.indexOf(quote);
  return { start, end: start + quote.length, quote };
}

function tokensIn(body: unknown, address: ProviderAddress): number {
  const tokens: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "input_tokens") : undefined;
  if (typeof tokens === "number" && Number.isSafeInteger(tokens) && tokens > 0) return tokens;
  throw protocolFailure(address, "counted no tokens");
}

/** The base URL is written with and without its version. */
function versioned(url: string): string {
  const bare = url.replace(/\/+$/, "");
  return /\/v\d+$/.test(bare) ? bare : `${bare}/v1`;
}
