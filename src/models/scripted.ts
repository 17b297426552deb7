import { FirstfitError } from "../core/errors.ts";
import type { Completion, CompletionEvent, CompletionRequest, Model } from "../core/model.ts";
import { estimateTokens } from "../text/tokens.ts";

/** What the model does with one request. */
export type ScriptedReply =
  | { readonly text: string; readonly stop?: Completion["stop"] }
  /** Calls the request's tool with this. */
  | { readonly toolInput: unknown }
  /** Fails after these words; without words before the first. */
  | { readonly fails: Error; readonly after?: string }
  /** Says these words and then nothing more until the request is aborted. */
  | { readonly hangs: true; readonly after?: string };

export interface ScriptedStep {
  /** Words that the request must hold somewhere, or a test of it. Without it any request is meant. */
  readonly when?: string | RegExp | ((request: CompletionRequest) => boolean);
  readonly reply: ScriptedReply | ((request: CompletionRequest) => ScriptedReply);
  /** How many requests the step serves. Default 1. */
  readonly times?: number;
}

export interface ScriptedOptions {
  readonly id?: string;
  readonly contextTokensMax?: number;
  /** UTF-16 units a streamed piece. Default 7, so that words and marks are torn. */
  readonly pieceLength?: number;
}

/** A model that plays a script, with what it was asked. */
export interface ScriptedModel extends Model {
  /** Every request so far, in order. */
  readonly requests: readonly CompletionRequest[];
  /** Requests that the script still waits for. */
  readonly left: number;
}

/**
 * Plays a script instead of thinking: each request is served by the first step that means it and is not used up. A request that
 * no step means is an error, so that a test notices a call it did not foresee. Counts tokens by estimate, and says so.
 */
export function scriptedModel(script: readonly ScriptedStep[], options: ScriptedOptions = {}): ScriptedModel {
  const { id = "scripted", contextTokensMax = 32_000, pieceLength = 7 } = options;
  const served = script.map(() => 0);
  const requests: CompletionRequest[] = [];
  async function* stream(request: CompletionRequest): AsyncGenerator<CompletionEvent> {
    request.signal?.throwIfAborted();
    requests.push(request);
    const reply = replyTo(request, script, served, id);
    const text = "text" in reply ? reply.text : "toolInput" in reply ? "" : (reply.after ?? "");
    for (let at = 0; at < text.length; at += pieceLength) {
      // A turn of the loop between two pieces, as a network would give, so that an abort can come between them.
      await Promise.resolve();
      request.signal?.throwIfAborted();
      yield { kind: "text", text: text.slice(at, at + pieceLength) };
    }
    if ("fails" in reply) throw reply.fails;
    if ("hangs" in reply) await untilAborted(request.signal, id);
    if ("toolInput" in reply) yield { kind: "done", completion: calledWith(reply.toolInput, request, id) };
    if ("text" in reply) yield { kind: "done", completion: { text, stop: reply.stop ?? "end", usage: usageOf(request, text) } };
  }
  return {
    id,
    contextTokensMax,
    requests,
    get left() {
      return script.reduce((sum, { times = 1 }, i) => sum + Math.max(0, times - (served[i] ?? 0)), 0);
    },
    stream,
    async complete(request) {
      for await (const event of stream(request)) if (event.kind === "done") return event.completion;
      throw new FirstfitError("MODEL_FAILED", `The script of ${id} ended without an answer.`, "Give the step a text.");
    },
    count: async (request) => ({ tokens: inputTokens(request), source: "estimate" }),
  };
}

function replyTo(request: CompletionRequest, script: readonly ScriptedStep[], served: number[], id: string): ScriptedReply {
  const at = script.findIndex(({ when, times = 1 }, i) => (served[i] ?? 0) < times && isMeant(request, when));
  const step = script[at];
  if (step === undefined) {
    const asked = request.messages.at(-1)?.text ?? "";
    throw new FirstfitError(
      "MODEL_FAILED",
      `The script of ${id} has no step for this request: ${asked.slice(0, 200)}`,
      "Add a step whose `when` means it.",
    );
  }
  served[at] = (served[at] ?? 0) + 1;
  return typeof step.reply === "function" ? step.reply(request) : step.reply;
}

function isMeant(request: CompletionRequest, when: ScriptedStep["when"]): boolean {
  if (when === undefined) return true;
  if (typeof when === "function") return when(request);
  const texts = [request.system, ...request.messages.map(({ text }) => text)];
  return texts.some((text) =>
    typeof when === "string" ? text.includes(when) : new RegExp(when.source, when.flags.replace(/[gy]/g, "")).test(text),
  );
}

function calledWith(toolInput: unknown, request: CompletionRequest, id: string): Completion {
  if (request.tool === undefined)
    throw new FirstfitError(
      "MODEL_FAILED",
      `The script of ${id} calls a tool, and the request has none.`,
      "Give the step a text, or the request a tool.",
    );
  return { text: "", toolInput, stop: "end", usage: usageOf(request, JSON.stringify(toolInput) ?? "") };
}

function inputTokens({ system, messages, tool }: CompletionRequest): number {
  return estimateTokens([system, ...messages.map(({ text }) => text), ...(tool === undefined ? [] : [JSON.stringify(tool)])].join("\n"));
}

function usageOf(request: CompletionRequest, text: string): Completion["usage"] {
  return { inputTokens: inputTokens(request), outputTokens: estimateTokens(text), source: "estimate" };
}

async function untilAborted(signal: AbortSignal | undefined, id: string): Promise<never> {
  if (signal === undefined)
    throw new FirstfitError("MODEL_FAILED", `${id} was told to hang, and the request has no signal to end it.`, "Pass a signal.");
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  throw signal.reason;
}
