import { pieces, tokensOf } from "./minds.ts";
import type { Asked, Mind, Said } from "./minds.ts";
import { eventStream, json, scriptedServer } from "./server.ts";
import type { Reply, ScriptedServer, SeenRequest } from "./server.ts";

export interface AnthropicScript {
  readonly key?: string;
  readonly mind: Mind;
  /** A shorter marked prefix is not cached. The real figure is 512 to 4,096 by model. Default 16 */
  readonly cacheTokensMin?: number;
  /** How long an answer of /v1/messages takes. Default 0 */
  readonly waitMs?: number;
  /** The dated model that a name stands for, asked each time. Absent: /v1/models is not served. */
  readonly dated?: (model: string) => string;
}

/**
 * Speaks the Messages API: JSON and streams, tools, citations, a prompt cache that lasts as long as the server, count_tokens, the models that names
 * stand for, and the errors of the real one. https://platform.claude.com/docs/en/api/messages, https://platform.claude.com/docs/en/build-with-claude/streaming
 */
export function anthropicServer({
  key = "sk-ant-test-0123456789",
  mind,
  cacheTokensMin = 16,
  waitMs = 0,
  dated,
}: AnthropicScript): Promise<ScriptedServer> {
  const cached = new Set<string>();
  return scriptedServer(async (request) => {
    if (request.headers["x-api-key"] !== key) return failure(401, "authentication_error", "invalid x-api-key");
    if (request.headers["anthropic-version"] === undefined)
      return failure(400, "invalid_request_error", "anthropic-version: header is required");
    const [, named] = /^\/v1\/models\/(.+)$/.exec(request.path) ?? [];
    if (named !== undefined && dated !== undefined) return json({ type: "model", id: dated(decodeURIComponent(named)) });
    const wrong = refusalOf(request);
    if (wrong !== undefined) return failure(400, "invalid_request_error", wrong);
    if (request.path === "/v1/messages/count_tokens") return json({ input_tokens: inputTokens(request.body) });
    if (request.path !== "/v1/messages") return failure(404, "not_found_error", "Not Found");
    if (/unknown/.test(request.body.model)) return failure(404, "not_found_error", `model: ${request.body.model}`);
    const usage = usageOf(request.body, cached, cacheTokensMin);
    const said = mind(asked(request.body));
    if (waitMs > 0) await new Promise((resolve) => void setTimeout(resolve, waitMs));
    return request.body.stream === true ? stream(request.body, said, usage) : whole(request.body, said, usage);
  });
}

function failure(status: number, type: string, message: string): Reply {
  return json({ type: "error", error: { type, message }, request_id: "req_scripted" }, status, { "request-id": "req_scripted" });
}

const TAKES_NO_TEMPERATURE = /claude-(?:opus-4-[78]|(?:opus|sonnet|haiku|fable)-5)/;
const CANNOT_BE_FORCED = /claude-(?:opus-5-5|sonnet-5-5|fable-5-1)/;

function refusalOf({ path, body }: SeenRequest): string | undefined {
  if (body === undefined) return "a body is required";
  if (path === "/v1/messages" && !Number.isInteger(body.max_tokens)) return "max_tokens: Field required";
  if (!Array.isArray(body.messages) || body.messages.length === 0) return "messages: at least one message is required";
  if (TAKES_NO_TEMPERATURE.test(body.model) && body.temperature !== undefined) return "`temperature` is deprecated for this model.";
  if (CANNOT_BE_FORCED.test(body.model) && ["tool", "any"].includes(body.tool_choice?.type))
    return "tool_choice: this model does not support forced tool use";
  if (path.endsWith("count_tokens") && body.max_tokens !== undefined) return "max_tokens: Extra inputs are not permitted";
  const marks = JSON.stringify(body).split('"cache_control"').length - 1;
  return marks > 4 ? `A maximum of 4 blocks with cache_control may be provided. Found ${marks}.` : undefined;
}

type Body = SeenRequest["body"];

function blocks(content: unknown): readonly Body[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : Array.isArray(content) ? content : [];
}

function asked(body: Body): Asked {
  const last = blocks(body.messages.at(-1)?.content);
  const forced = body.tool_choice?.type === "tool" ? body.tool_choice.name : body.output_config?.format === undefined ? undefined : "json";
  return {
    model: body.model,
    system: blocks(body.system)
      .map(({ text }) => text)
      .join("\n"),
    user: last
      .filter(({ type }) => type === "text")
      .map(({ text }) => text)
      .join("\n"),
    documents: last.filter(({ type, citations }) => type === "document" && citations?.enabled === true).map(({ source }) => source.data),
    tools: (body.tools ?? []).map(({ name }: Body) => name),
    ...(forced === undefined ? {} : { forced }),
  };
}

function inputTokens(body: Body): number {
  return tokensOf(JSON.stringify([body.tools ?? [], body.system ?? "", body.messages]));
}

interface Counts {
  readonly input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation: { readonly ephemeral_5m_input_tokens: number; readonly ephemeral_1h_input_tokens: number };
}

/** The prompt cache: everything up to the last mark, tools before system before messages. */
function usageOf(body: Body, cached: Set<string>, cacheTokensMin: number): Counts {
  const parts: readonly Body[] = [
    ...(body.tools ?? []),
    ...blocks(body.system),
    ...body.messages.flatMap(({ content }: Body) => blocks(content)),
  ];
  const end = parts.findLastIndex((part) => part.cache_control !== undefined) + 1;
  const prefix = JSON.stringify([body.model, ...parts.slice(0, end)]);
  const prefixTokens = end === 0 || tokensOf(prefix) < cacheTokensMin ? 0 : tokensOf(prefix);
  const read = prefixTokens > 0 && cached.has(prefix);
  if (prefixTokens > 0) cached.add(prefix);
  const written = prefixTokens > 0 && !read ? prefixTokens : 0;
  return {
    input_tokens: Math.max(1, inputTokens(body) - prefixTokens),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read ? prefixTokens : 0,
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
  };
}

interface Block {
  readonly type: "text" | "tool_use";
  readonly text?: string;
  readonly citations?: readonly unknown[];
  readonly name?: string;
  readonly input?: unknown;
  readonly id?: string;
}

/** The text is torn where something is cited: a sentence with a citation is a block of its own. */
function blocksOf(body: Body, { text = "", toolCalls = [], citations = [] }: Said): readonly Block[] {
  const { documents } = asked(body);
  const found: Block[] = [];
  let from = 0;
  for (const { sentence, document, quote } of citations) {
    const at = text.indexOf(sentence, from);
    if (at < 0) throw new Error(`The script cites in a sentence that its text does not have: ${sentence}`);
    if (at > from) found.push({ type: "text", text: text.slice(from, at) });
    // Counted in characters, as the vendor does, not in UTF-16 units.
    const start = Array.from((documents[document] ?? "").slice(0, (documents[document] ?? "").indexOf(quote))).length;
    const citation = {
      type: "char_location",
      cited_text: quote,
      document_index: document,
      document_title: null,
      start_char_index: start,
      end_char_index: start + Array.from(quote).length,
    };
    found.push({ type: "text", text: sentence, citations: [citation] });
    from = at + sentence.length;
  }
  if (from < text.length) found.push({ type: "text", text: text.slice(from) });
  return [...found, ...toolCalls.map(({ name, input }, i): Block => ({ type: "tool_use", id: `toolu_${i}`, name, input }))];
}

const STOP = { end: "end_turn", length: "max_tokens", refusal: "refusal" } as const;

function stopReason({ stop = "end", toolCalls = [] }: Said): string {
  return stop === "end" && toolCalls.length > 0 ? "tool_use" : STOP[stop];
}

function outputTokens({ text = "", toolCalls = [] }: Said): number {
  return tokensOf(text) + tokensOf(toolCalls.length === 0 ? "" : JSON.stringify(toolCalls)) + 1;
}

function whole(body: Body, said: Said, usage: Counts): Reply {
  return json({
    id: "msg_scripted",
    type: "message",
    role: "assistant",
    model: body.model,
    content: blocksOf(body, said),
    stop_reason: stopReason(said),
    stop_sequence: null,
    usage: { ...usage, output_tokens: outputTokens(said), service_tier: "standard" },
  });
}

function stream(body: Body, said: Said, usage: Counts): Reply {
  const content = blocksOf(body, said).flatMap((block, index) => {
    const delta = (part: unknown): unknown => ({ type: "content_block_delta", index, delta: part });
    const [start, deltas] =
      block.type === "text"
        ? [
            { type: "text", text: "" },
            [
              ...pieces(block.text ?? "").map((text) => ({ type: "text_delta", text })),
              ...(block.citations ?? []).map((citation) => ({ type: "citations_delta", citation })),
            ],
          ]
        : [
            { type: "tool_use", id: block.id, name: block.name, input: {} },
            ["", ...pieces(JSON.stringify(block.input))].map((partial_json) => ({ type: "input_json_delta", partial_json })),
          ];
    return [{ type: "content_block_start", index, content_block: start }, ...deltas.map(delta), { type: "content_block_stop", index }];
  });
  return eventStream(
    [
      {
        type: "message_start",
        message: {
          id: "msg_scripted",
          type: "message",
          role: "assistant",
          model: body.model,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { ...usage, output_tokens: 1, service_tier: "standard" },
        },
      },
      { type: "ping" },
      ...content,
      {
        type: "message_delta",
        delta: { stop_reason: stopReason(said), stop_sequence: null },
        usage: { output_tokens: outputTokens(said) },
      },
      { type: "message_stop" },
    ],
    { named: true },
  );
}
