import { pieces, tokensOf } from "./minds.ts";
import type { Asked, Mind, Said } from "./minds.ts";
import { eventStream, json, scriptedServer } from "./server.ts";
import type { Reply, ScriptedServer, SeenRequest } from "./server.ts";

type Body = SeenRequest["body"];

export interface OpenAiScript {
  readonly key?: string;
  readonly mind: Mind;
}

/**
 * Speaks the Responses API: JSON and streams, tools, usage with its details, a prompt cache of whole prompts, and input_tokens.
 * https://platform.openai.com/docs/api-reference/responses, …/responses-streaming
 */
export function openAiServer({ key = "sk-test-0123456789", mind }: OpenAiScript): Promise<ScriptedServer> {
  const cached = new Set<string>();
  return scriptedServer(({ path, headers, body }) => {
    if (headers["authorization"] !== `Bearer ${key}`)
      return failure(401, "invalid_api_key", `Incorrect API key provided: ${String(headers["authorization"]).slice(7)}.`);
    if (path === "/v1/responses/input_tokens") return json({ object: "response.input_tokens", input_tokens: inputTokens(body) });
    if (path !== "/v1/responses") return failure(404, "not_found", `Invalid URL (POST ${path})`);
    if (/^(?:o\d|gpt-5)/.test(body.model) && body.temperature !== undefined)
      return failure(400, "unsupported_parameter", "Unsupported parameter: 'temperature' is not supported with this model.");
    const said = mind(asked(body));
    const prefix = JSON.stringify([body.model, body.tools ?? [], body.input[0]]);
    const response = responseOf(body, said, cached.has(prefix) ? tokensOf(prefix) : 0);
    cached.add(prefix);
    return body.stream === true ? stream(response) : json(response);
  });
}

function failure(status: number, code: string, message: string): Reply {
  return json({ error: { message, type: "invalid_request_error", param: null, code } }, status);
}

function textOf(content: unknown): string {
  return typeof content === "string" ? content : (Array.isArray(content) ? content : []).map(({ text }: Body) => text ?? "").join("\n");
}

function asked(body: Body): Asked {
  const forced = body.tool_choice?.name;
  return {
    model: body.model,
    system: body.input
      .filter(({ role }: Body) => role === "system" || role === "developer")
      .map(({ content }: Body) => textOf(content))
      .join("\n"),
    user: textOf(body.input.at(-1)?.content),
    documents: [],
    tools: (body.tools ?? []).map(({ name, type }: Body) => name ?? type),
    ...(forced === undefined ? {} : { forced }),
  };
}

function inputTokens(body: Body): number {
  return tokensOf(JSON.stringify([body.tools ?? [], body.input]));
}

function responseOf(body: Body, { text = "", toolCalls = [], stop = "end" }: Said, cachedTokens: number): Body {
  const part = stop === "refusal" ? { type: "refusal", refusal: text } : { type: "output_text", text, annotations: [], logprobs: [] };
  const message = text === "" ? [] : [{ id: "msg_1", type: "message", status: "completed", role: "assistant", content: [part] }];
  const calls = toolCalls.map(({ name, input }, i) => ({
    id: `fc_${i}`,
    type: "function_call",
    status: "completed",
    call_id: `call_${i}`,
    name,
    arguments: JSON.stringify(input),
  }));
  const [input_tokens, output_tokens] = [inputTokens(body), tokensOf(text + JSON.stringify(calls)) + 6];
  return {
    id: "resp_scripted",
    object: "response",
    created_at: 1_790_000_000,
    status: stop === "length" ? "incomplete" : "completed",
    error: null,
    incomplete_details: stop === "length" ? { reason: "max_output_tokens" } : null,
    model: body.model,
    output: [...message, ...calls],
    usage: {
      input_tokens,
      input_tokens_details: { cached_tokens: cachedTokens },
      output_tokens,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: input_tokens + output_tokens,
    },
  };
}

function stream(response: Body): Reply {
  const opened = { ...response, status: "in_progress", output: [], usage: null, incomplete_details: null };
  const output = response.output.flatMap((item: Body, output_index: number) => {
    const head = { item_id: item.id, output_index };
    const inner =
      item.type === "message"
        ? item.content.flatMap((part: Body, content_index: number) => {
            const [kind, text] = part.type === "refusal" ? ["refusal", part.refusal] : ["output_text", part.text];
            return [
              {
                type: "response.content_part.added",
                ...head,
                content_index,
                part: { ...part, [kind === "refusal" ? "refusal" : "text"]: "" },
              },
              ...pieces(text).map((delta) => ({ type: `response.${kind}.delta`, ...head, content_index, delta })),
              { type: `response.${kind}.done`, ...head, content_index, [kind === "refusal" ? "refusal" : "text"]: text },
              { type: "response.content_part.done", ...head, content_index, part },
            ];
          })
        : [
            ...pieces(item.arguments).map((delta) => ({ type: "response.function_call_arguments.delta", ...head, delta })),
            { type: "response.function_call_arguments.done", ...head, arguments: item.arguments },
          ];
    const empty =
      item.type === "message" ? { ...item, status: "in_progress", content: [] } : { ...item, status: "in_progress", arguments: "" };
    return [
      { type: "response.output_item.added", output_index, item: empty },
      ...inner,
      { type: "response.output_item.done", output_index, item },
    ];
  });
  const events = [
    { type: "response.created", response: opened },
    { type: "response.in_progress", response: opened },
    ...output,
    { type: response.status === "incomplete" ? "response.incomplete" : "response.completed", response },
  ];
  return eventStream(
    events.map((event, sequence_number) => ({ ...event, sequence_number })),
    { named: true },
  );
}
