import { expect, it } from "vitest";
import type { ModelCall } from "../../core/calls.ts";
import { openTelemetryObserver, spanObserver } from "./telemetry.ts";
import type { SpanMaker } from "./telemetry.ts";

const call: ModelCall = {
  operation: "complete",
  provider: "anthropic",
  model: "claude-haiku-4-5",
  request: { text: "a secret question" },
  repeat: 0,
  expected: { inputTokens: 1, outputTokensMax: 1 },
  perform: () => Promise.reject(new Error("not performed")),
};
const answered = {
  kind: "answered",
  response: "a secret answer",
  usage: { inputTokens: 9, outputTokens: 2, cachedInputTokens: 4, source: "provider" },
  facts: { latencyMs: 1, cost: { kind: "known", usd: 0.5 }, replayed: false, retries: 1 },
} as const;

function tracer() {
  const spans: Record<string, unknown>[] = [];
  const maker: SpanMaker = {
    startSpan(name, { attributes }) {
      const span: Record<string, unknown> = { name, ...attributes };
      spans.push(span);
      return {
        setAttributes: (more) => Object.assign(span, more),
        setStatus: (status) => Object.assign(span, { status: status.code }),
        end: () => void Object.assign(span, { ended: true }),
      };
    },
  };
  return { maker, spans };
}

it("makes one span a call, by the names of the conventions, without a word of what was said", () => {
  const { maker, spans } = tracer();
  spanObserver(maker, { withText: false })(call)(answered);
  expect(spans).toEqual([
    {
      name: "chat claude-haiku-4-5",
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "anthropic",
      "gen_ai.request.model": "claude-haiku-4-5",
      "gen_ai.usage.input_tokens": 9,
      "gen_ai.usage.output_tokens": 2,
      "gen_ai.usage.cache_read.input_tokens": 4,
      "firstfit.cost.usd": 0.5,
      "firstfit.retries": 1,
      ended: true,
    },
  ]);
  expect(JSON.stringify(spans)).not.toContain("secret");
});

it("has no attribute for what is not known, and the code of a failure without its message", () => {
  const { maker, spans } = tracer();
  const observe = spanObserver(maker, { withText: false });
  observe(call)({ ...answered, usage: { source: "none" }, facts: { ...answered.facts, cost: { kind: "unknown", reason: "no price" } } });
  observe(call)({ kind: "failed", code: "NETWORK", message: "a secret message" });
  expect(Object.keys(spans[0] ?? {}).filter((name) => /usage|cost/.test(name))).toEqual([]);
  expect(spans[1]).toMatchObject({ "error.type": "NETWORK", status: 2, ended: true });
  expect(JSON.stringify(spans)).not.toContain("secret");
});

it("holds prompt and answer when they are asked for", () => {
  const { maker, spans } = tracer();
  spanObserver(maker, { withText: true })(call)(answered);
  expect(spans[0]).toMatchObject({
    "gen_ai.input.messages": '{"text":"a secret question"}',
    "gen_ai.output.messages": '"a secret answer"',
  });
});

it("does nothing visible where the process has registered no SDK", async () => {
  const observe = await openTelemetryObserver({ withText: false });
  expect(() => observe(call)(answered)).not.toThrow();
});
