import type { NativeCitation, Usage } from "../core/answer.ts";
import type { CallContext, CallRunner, Json, ModelCall } from "../core/calls.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Completion, CompletionEvent, CompletionRequest, Model } from "../core/model.ts";
import { tokenCounter } from "./token-counter.ts";
import { estimateRequestTokens, inputTokensAtMost } from "./request-tokens.ts";

/** A completion as JSON, which is how it is kept and replayed. */
export type ChatResponse = {
  readonly text: string;
  readonly stop: Completion["stop"];
  readonly toolInput?: Json;
  readonly toolCalls?: readonly { readonly name: string; readonly input: Json }[];
  readonly citations?: readonly { readonly [Field in keyof NativeCitation]: NativeCitation[Field] }[];
  readonly notes?: readonly string[];
};

/** What a provider knows of its protocol; all else about a call is the runner's. */
export interface ChatProtocol {
  /** "anthropic" */
  readonly provider: string;
  /** The provider's own name of the model. */
  readonly model: string;
  readonly contextTokensMax: number;
  readonly citesTexts?: boolean;
  /** Tokens that the model may think on top of `outputTokensMax`. */
  readonly thinkingTokensMax?: number;
  /** What besides the request decides the response: the server, where one name means another model on another server. */
  readonly identity?: Json;
  perform(request: CompletionRequest, context: CallContext): Promise<{ readonly response: ChatResponse; readonly usage: Usage }>;
  /** Input tokens by the provider's own counter, where it has one. */
  count?(request: CompletionRequest, signal: AbortSignal): Promise<number>;
}

/** A chat model that speaks this protocol and makes every call through the runner. */
export function chatModel(protocol: ChatProtocol, calls: CallRunner): Model {
  const run = async (request: CompletionRequest, context: Partial<CallContext>): Promise<Completion> => {
    const { response, usage, facts } = await calls.run(completionCall(protocol, request), context);
    return { ...response, usage, facts };
  };
  return {
    id: `${protocol.provider}/${protocol.model}`,
    contextTokensMax: protocol.contextTokensMax,
    ...(protocol.citesTexts === true ? { citesTexts: true } : {}),
    complete: (request) => run(request, request.signal === undefined ? {} : { signal: request.signal }),
    stream: (request) => streamed(request, run),
    async count(request) {
      const counted = await countedByProvider(protocol, calls, request);
      if (counted !== undefined) return counted;
      const { count, source } = tokenCounter(`${protocol.provider}/${protocol.model}`);
      return { tokens: estimateRequestTokens(request, count), source };
    },
  };
}

function completionCall(protocol: ChatProtocol, request: CompletionRequest): ModelCall<ChatResponse> {
  const { signal: _, repeat = 0, ...asked } = request;
  return {
    operation: "complete",
    provider: protocol.provider,
    model: protocol.model,
    request: identified(protocol, asked),
    repeat,
    expected: {
      inputTokens: inputTokensAtMost(request),
      outputTokensMax: request.outputTokensMax + (protocol.thinkingTokensMax ?? 0),
    },
    perform: (context) => protocol.perform(request, context),
  };
}

function identified(protocol: ChatProtocol, asked: Omit<CompletionRequest, "signal" | "repeat">): Json {
  // A request is plain data; the round trip leaves out what is undefined.
  const request = JSON.parse(JSON.stringify(asked)) as Json;
  return protocol.identity === undefined ? request : { asked: request, of: protocol.identity };
}

/** Pieces as they come, and after a replay, which says nothing while it runs, the whole at once. */
async function* streamed(
  request: CompletionRequest,
  run: (request: CompletionRequest, context: Partial<CallContext>) => Promise<Completion>,
): AsyncGenerator<CompletionEvent> {
  const stop = new AbortController();
  const pieces: Extract<CompletionEvent, { readonly kind: "text" }>[] = [];
  let wake = (): void => {};
  let ended = false;
  const running = run(request, {
    signal: request.signal === undefined ? stop.signal : AbortSignal.any([request.signal, stop.signal]),
    onText(text, cites) {
      pieces.push({ kind: "text", text, ...(cites === undefined ? {} : { cites }) });
      wake();
    },
  }).finally(() => {
    ended = true;
    wake();
  });
  running.catch(() => {}); // awaited below, after what was said before it failed
  let length = 0;
  try {
    while (!ended || pieces.length > 0) {
      const piece = pieces.shift();
      if (piece === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      length += piece.text.length;
      yield piece;
    }
    const completion = await running;
    if (completion.text.length > length) yield { kind: "text", text: completion.text.slice(length) };
    yield { kind: "done", completion };
  } finally {
    // A reader that stops reading has no use for the rest.
    stop.abort();
  }
}

/** Undefined where there is no counter, or it does not answer: then an estimate, which says that it is one, serves as well. */
async function countedByProvider(
  protocol: ChatProtocol,
  calls: CallRunner,
  request: CompletionRequest,
): Promise<{ readonly tokens: number; readonly source: "provider" } | undefined> {
  const { count } = protocol;
  if (count === undefined) return undefined;
  const { signal, repeat: _, ...asked } = request;
  try {
    const { response } = await calls.run<number>(
      {
        operation: "count",
        provider: protocol.provider,
        model: protocol.model,
        request: identified(protocol, asked),
        repeat: 0,
        expected: { inputTokens: 0, outputTokensMax: 0 },
        perform: async (context) => ({ response: await count(request, context.signal), usage: { source: "none" } }),
      },
      signal === undefined ? {} : { signal },
    );
    return { tokens: response, source: "provider" };
  } catch (error) {
    if (error instanceof FirstfitError && error.code !== "INTERRUPTED") return undefined;
    throw error;
  }
}
