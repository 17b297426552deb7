import { pieces, tokensOf } from "./minds.ts";
import type { Mind } from "./minds.ts";
import { json, scriptedServer } from "./server.ts";
import type { ScriptedServer, SeenRequest } from "./server.ts";

type Body = SeenRequest["body"];

export interface OllamaScript {
  readonly mind: Mind;
  readonly model?: string;
  /** What the model was trained with; a larger num_ctx is lowered to it without a word. Default 131,072 */
  readonly trainedTokens?: number;
  /** Knows `truncate` and `shift` and refuses a prompt that does not fit; older servers cut it. Default true */
  readonly refusesOverflow?: boolean;
  /** Counts its tokens in the last line. Default true */
  readonly counts?: boolean;
  /** Of the weights, asked each time, so that a test can fetch others under the same name. */
  readonly digest?: () => string;
  /** How long an answer of /api/chat takes. Default 0 */
  readonly waitMs?: number;
}

/** num_ctx of a server with little memory, where the client sends none. */
const CONTEXT_TOKENS = 4_096;

/** Speaks /api/chat in JSON lines, /api/show and /api/tags. https://github.com/ollama/ollama/blob/main/docs/api.md */
export function ollamaServer({
  mind,
  model = "llama3.1:8b",
  trainedTokens = 131_072,
  refusesOverflow = true,
  counts = true,
  digest = () => "42182419e9508c30c4b1fe55015f06b65f4ca4b9e28a744be55008d21998a093",
  waitMs = 0,
}: OllamaScript): Promise<ScriptedServer> {
  return scriptedServer(async ({ path, body }) => {
    if (path === "/api/tags")
      return json({
        models: [
          { name: model, model, digest: digest(), details: { family: "llama", parameter_size: "8.0B", quantization_level: "Q4_K_M" } },
        ],
      });
    if (path !== "/api/show" && path !== "/api/chat")
      return { status: 404, headers: { "content-type": "text/plain" }, body: "404 page not found" };
    if (body.model !== model) return json({ error: `model '${body.model}' not found` }, 404);
    if (path === "/api/show")
      return json({
        details: { family: "llama", parameter_size: "8.0B", quantization_level: "Q4_K_M" },
        model_info: { "general.architecture": "llama", "llama.context_length": trainedTokens, "llama.embedding_length": 4_096 },
        capabilities: ["completion", "tools"],
      });
    const window = Math.min(trainedTokens, body.options?.num_ctx ?? CONTEXT_TOKENS);
    const prompt = tokensOf(JSON.stringify([body.tools ?? [], body.messages]));
    if (prompt >= window && refusesOverflow && body.shift === false)
      return json(
        {
          error:
            "the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the context length in settings, or use a model with a longer context length",
        },
        400,
      );
    if (waitMs > 0) await new Promise((resolve) => void setTimeout(resolve, waitMs));
    const said = mind({
      model,
      system: textOf(body, "system"),
      user: textOf(body, "user"),
      documents: [],
      tools: (body.tools ?? []).map((tool: Body) => tool.function.name),
      ...(body.format === undefined ? {} : { forced: "json" }),
    });
    const line = (message: unknown): unknown => ({ model, created_at: "2026-11-28T12:00:00Z", message, done: false });
    const calls = said.toolCalls ?? [];
    const text = body.format === undefined ? (said.text ?? "") : JSON.stringify(calls[0]?.input ?? {});
    const toolLines =
      body.format !== undefined || calls.length === 0
        ? []
        : [
            line({
              role: "assistant",
              content: "",
              tool_calls: calls.map(({ name, input }) => ({ function: { name, arguments: input } })),
            }),
          ];
    const lines = [
      ...pieces(text).map((content) => line({ role: "assistant", content })),
      ...toolLines,
      {
        ...(line({ role: "assistant", content: "" }) as object),
        done: true,
        done_reason: said.stop === "length" ? "length" : "stop",
        total_duration: 5_000_000,
        // A prompt that was cut fills the window.
        ...(counts ? { prompt_eval_count: Math.min(prompt, window), eval_count: tokensOf(text) + 1 } : {}),
      },
    ];
    return { headers: { "content-type": "application/x-ndjson" }, body: lines.map((each) => `${JSON.stringify(each)}\n`).join("") };
  });
}

function textOf(body: Body, role: string): string {
  return body.messages
    .filter((message: Body) => message.role === role)
    .map(({ content }: Body) => content)
    .join("\n");
}
