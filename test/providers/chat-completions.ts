import { pieces, tokensOf } from "./minds.ts";
import type { Mind, Said } from "./minds.ts";
import { eventStream, json, scriptedServer } from "./server.ts";
import type { Reply, ScriptedServer, SeenRequest } from "./server.ts";

type Body = SeenRequest["body"];

export interface ChatCompletionsScript {
  /** Where the server asks for one. */
  readonly key?: string;
  readonly mind: Mind;
  /** A longer prompt is refused, as by llama.cpp. Default 8,192 */
  readonly contextTokens?: number;
  /** Some servers count nothing. Default true */
  readonly counts?: boolean;
}

/**
 * Speaks Chat Completions as llama.cpp does: JSON and streams, tools by `required`, usage in a last chunk of its own when asked, and
 * 400 for a prompt that does not fit. https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
export function chatCompletionsServer({ key, mind, contextTokens = 8_192, counts = true }: ChatCompletionsScript): Promise<ScriptedServer> {
  return scriptedServer(({ path, headers, body }) => {
    if (key !== undefined && headers["authorization"] !== `Bearer ${key}`)
      return json({ error: { code: 401, message: "Invalid API Key", type: "authentication_error" } }, 401);
    if (path !== "/v1/chat/completions") return json({ error: { code: 404, message: "File Not Found", type: "not_found_error" } }, 404);
    const prompt = tokensOf(JSON.stringify([body.tools ?? [], body.messages]));
    if (prompt > contextTokens)
      return json(
        {
          error: {
            code: 400,
            message: `request (${prompt} tokens) exceeds the available context size (${contextTokens} tokens), try increasing it`,
            type: "exceed_context_size_error",
            n_prompt_tokens: prompt,
            n_ctx: contextTokens,
          },
        },
        400,
      );
    const text = (role: string): string =>
      body.messages
        .filter((message: Body) => message.role === role)
        .map(({ content }: Body) => (typeof content === "string" ? content : content.map((part: Body) => part.text).join("")))
        .join("\n");
    const tools = (body.tools ?? []).map((tool: Body) => tool.function.name);
    const forced = body.tool_choice === "required" ? tools[0] : undefined;
    const said = mind({
      model: body.model,
      system: text("system"),
      user: text("user"),
      documents: [],
      tools,
      ...(forced === undefined ? {} : { forced }),
    });
    const usage = counts
      ? {
          prompt_tokens: prompt,
          completion_tokens: tokensOf((said.text ?? "") + JSON.stringify(said.toolCalls ?? "")) + 1,
          total_tokens: 0,
          prompt_tokens_details: { cached_tokens: 0 },
        }
      : undefined;
    return body.stream === true ? stream(body, said, usage) : whole(body, said, usage);
  });
}

function reasonOf({ stop = "end", toolCalls = [] }: Said): string {
  if (stop === "refusal") return "content_filter";
  return stop === "length" ? "length" : toolCalls.length > 0 ? "tool_calls" : "stop";
}

function callsOf({ toolCalls = [] }: Said): readonly Body[] {
  return toolCalls.map(({ name, input }, i) => ({
    id: `call_${i}`,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  }));
}

function whole(body: Body, said: Said, usage: unknown): Reply {
  const calls = callsOf(said);
  const message = { role: "assistant", content: said.text ?? null, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
  return json({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_790_000_000,
    model: body.model,
    choices: [{ index: 0, message, finish_reason: reasonOf(said) }],
    ...(usage === undefined ? {} : { usage }),
  });
}

function stream(body: Body, said: Said, usage: unknown): Reply {
  const chunk = (delta: unknown, finish_reason: string | null = null): unknown => ({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model: body.model,
    choices: [{ index: 0, delta, finish_reason }],
  });
  const calls = callsOf(said).flatMap((call, index) => [
    chunk({ tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: "" } }] }),
    ...pieces(call.function.arguments).map((part) => chunk({ tool_calls: [{ index, function: { arguments: part } }] })),
  ]);
  const counted =
    usage === undefined || body.stream_options?.include_usage !== true ? [] : [{ ...(chunk({}) as object), choices: [], usage }];
  return eventStream(
    [
      chunk({ role: "assistant", content: "" }),
      ...pieces(said.text ?? "").map((content) => chunk({ content })),
      ...calls,
      chunk({}, reasonOf(said)),
      ...counted,
    ],
    { last: "data: [DONE]\n\n" },
  );
}
