import type { CallContext, CallResult, CallRunner, Json, ModelCall } from "../core/calls.ts";

/** Makes every call once, as it comes: no cache, no limits, no price. For a library user who brings all of these, and for tests of a protocol. */
export function directCalls(options: { readonly monotonicMs: () => number }): CallRunner {
  return {
    async run<Response extends Json>(call: ModelCall<Response>, context: Partial<CallContext> = {}): Promise<CallResult<Response>> {
      const startedMs = options.monotonicMs();
      const { response, usage } = await call.perform({
        signal: context.signal ?? new AbortController().signal,
        ...(context.onText === undefined ? {} : { onText: context.onText }),
      });
      const cost = { kind: "unknown", reason: "nobody keeps prices here" } as const;
      return { response, usage, facts: { latencyMs: options.monotonicMs() - startedMs, cost, replayed: false, retries: 0 } };
    },
  };
}
