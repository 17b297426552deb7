import type { Usage } from "../../core/answer.ts";
import type { CallRunner, ModelCall } from "../../core/calls.ts";
import type { Completion, CompletionRequest, Model } from "../../core/model.ts";
import type { Reranker } from "../../core/reranker.ts";
import type { Embedder, Hit } from "../../core/retrieval.ts";
import { estimateTokens } from "../../text/tokens.ts";

// A configuration may bring values of its own, which make their calls themselves. They run through the runner all the same: to be
// counted, capped and left alone in a dry run. Their answers are not kept, because nobody here knows what decides them.

interface Named {
  readonly provider: string;
  readonly model: string;
}

/** "own/name" for an id without a provider. */
function named(id: string): Named {
  const slash = id.indexOf("/");
  return slash <= 0 ? { provider: "own", model: id } : { provider: id.slice(0, slash), model: id.slice(slash + 1) };
}

function ownCall(id: string, call: Pick<ModelCall<null>, "operation" | "request" | "expected" | "perform">): ModelCall<null> {
  return { ...named(id), repeat: 0, isKept: false, ...call };
}

/** A model of the configuration; what it hands out as text comes through as it comes. */
export function meteredModel(model: Model, calls: CallRunner): Model {
  return {
    ...model,
    id: model.id,
    contextTokensMax: model.contextTokensMax,
    count: (request) => model.count(request),
    async complete(request) {
      let completion: Completion | undefined;
      await calls.run(
        modelCall(model, request, async (signal) => {
          completion = await model.complete({ ...request, signal });
          return completion;
        }),
        signalOf(request),
      );
      // the runner has performed the call when it returns
      return completion as Completion;
    },
    async *stream(request) {
      const queue = textQueue();
      let completion: Completion | undefined;
      const running = calls
        .run(
          modelCall(model, request, async (signal, onText) => {
            for await (const event of model.stream({ ...request, signal })) {
              if (event.kind === "text") onText?.(event.text);
              else ({ completion } = event);
            }
            return completion;
          }),
          { ...signalOf(request), onText: (text) => queue.push(text) },
        )
        .finally(() => queue.end());
      running.catch(() => {}); // awaited below, after what was said before it failed
      for await (const text of queue.read()) yield { kind: "text", text };
      await running;
      if (completion !== undefined) yield { kind: "done", completion };
    },
  };
}

function modelCall(
  model: Model,
  request: CompletionRequest,
  perform: (signal: AbortSignal, onText?: (text: string) => void) => Promise<Completion | undefined>,
): ModelCall<null> {
  const texts = [request.system, ...request.messages.map(({ text }) => text)];
  return ownCall(model.id, {
    operation: "complete",
    request: texts,
    expected: { inputTokens: estimateTokens(texts.join("\n")), outputTokensMax: request.outputTokensMax },
    async perform({ signal, onText }) {
      const completion = await perform(signal, onText);
      return { response: null, usage: completion?.usage ?? { source: "none" } };
    },
  });
}

const signalOf = ({ signal }: { readonly signal?: AbortSignal }): { readonly signal?: AbortSignal } =>
  signal === undefined ? {} : { signal };

export function meteredEmbedder(embedder: Embedder, calls: CallRunner): Embedder {
  return {
    ...embedder,
    id: embedder.id,
    dimensions: embedder.dimensions,
    async embedBatch(texts, options) {
      let vectors: readonly Float32Array[] = [];
      await calls.run(
        ownCall(embedder.id, {
          operation: "embed",
          request: [...texts],
          expected: { inputTokens: texts.reduce((sum, text) => sum + estimateTokens(text), 0), outputTokensMax: 0 },
          async perform({ signal }) {
            vectors = await embedder.embedBatch(texts, { ...options, signal });
            return { response: null, usage: { source: "none" } };
          },
        }),
        signalOf(options),
      );
      return vectors;
    },
  };
}

export function meteredReranker(reranker: Reranker, calls: CallRunner): Reranker {
  return {
    ...reranker,
    id: reranker.id,
    async rerank(query, hits, options) {
      let ordered: readonly Hit[] = [];
      const request: readonly string[] = [query, ...hits.map(({ chunk }) => chunk.text)];
      await calls.run(
        ownCall(reranker.id, {
          operation: "rerank",
          request,
          expected: { inputTokens: estimateTokens(request.join("\n")), outputTokensMax: 0 },
          async perform({ signal }) {
            let usage: Usage = { source: "none" };
            const onUsage = (used: Usage): void => {
              usage = used;
              options.onUsage?.(used);
            };
            ordered = await reranker.rerank(query, hits, { ...options, signal, onUsage });
            return { response: null, usage };
          },
        }),
        signalOf(options),
      );
      return ordered;
    },
  };
}

interface TextQueue {
  push(text: string): void;
  end(): void;
  read(): AsyncIterable<string>;
}

function textQueue(): TextQueue {
  const texts: string[] = [];
  let isEnded = false;
  let wake = (): void => {};
  return {
    push(text) {
      texts.push(text);
      wake();
    },
    end() {
      isEnded = true;
      wake();
    },
    async *read() {
      for (;;) {
        const text = texts.shift();
        if (text !== undefined) yield text;
        else if (isEnded) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
