import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { CallRunner, Cost, Json, ModelCall } from "../core/calls.ts";
import { ProviderError } from "../core/errors.ts";
import { metered, trialCalls } from "./trial-calls.ts";

interface Played {
  /** How long the runner takes now. */
  readonly takesMs: number;
  /** How long the call took when it was made first. */
  readonly latencyMs: number;
  readonly cost: Cost;
}

const call = (played: Played): ModelCall => ({
  operation: "complete",
  provider: "p",
  model: "m",
  request: { ...played },
  repeat: 0,
  expected: { inputTokens: 0, outputTokensMax: 0 },
  perform: () => Promise.reject(new Error("not performed here")),
});

const runner = trialCalls({
  async run({ request }) {
    const { takesMs, latencyMs, cost } = request as unknown as Played; // as `call` wrote it
    await sleep(takesMs);
    return { response: null as never, usage: { source: "none" }, facts: { latencyMs, cost, replayed: false, retries: 0 } };
  },
} satisfies CallRunner);

const usd = (amount: number): Cost => ({ kind: "known", usd: amount });
const ask = (played: Played): Promise<Json> => runner.run(call(played)).then(({ response }) => response);

describe("a trial's own latency and cost", () => {
  test("are those of its calls as they were made first, and its own time beside them", async () => {
    const { latencyMs, cost, calls } = await metered(async () => {
      await sleep(20);
      await ask({ takesMs: 1, latencyMs: 4_000, cost: usd(0.5) });
      await ask({ takesMs: 1, latencyMs: 2_000, cost: usd(0.25) });
      await sleep(20);
    });
    expect(latencyMs).toBeGreaterThanOrEqual(6_035);
    expect(latencyMs).toBeLessThan(7_000);
    expect({ cost, calls }).toEqual({ cost: usd(0.75), calls: 2 });
  });

  test("do not count the time for which a call waited for its turn", async () => {
    const { latencyMs } = await metered(() => ask({ takesMs: 120, latencyMs: 5, cost: usd(0) }));
    expect(latencyMs).toBeLessThan(100);
  });

  test("count calls at the same time once", async () => {
    const { latencyMs, cost } = await metered(() =>
      Promise.all([ask({ takesMs: 5, latencyMs: 900, cost: usd(1) }), ask({ takesMs: 1, latencyMs: 300, cost: usd(1) })]),
    );
    expect(latencyMs).toBeGreaterThanOrEqual(900);
    expect(latencyMs).toBeLessThan(1_100);
    expect(cost).toEqual(usd(2));
  });

  test("do not mix between trials at the same time", async () => {
    const trials = await Promise.all(
      [1, 2, 3].map((n) =>
        metered(async () => {
          await sleep(n);
          return await ask({ takesMs: 10, latencyMs: n * 1_000, cost: usd(n) });
        }),
      ),
    );
    expect(trials.map(({ cost }) => cost)).toEqual([usd(1), usd(2), usd(3)]);
    expect(trials.map(({ latencyMs }) => Math.floor(latencyMs / 1_000))).toEqual([1, 2, 3]);
  });

  test("leave out what is called after the trial, as a judge does", async () => {
    const { calls } = await metered(() => ask({ takesMs: 1, latencyMs: 1, cost: usd(1) }));
    await ask({ takesMs: 1, latencyMs: 1, cost: usd(5) });
    expect(calls).toBe(1);
  });

  test("are not known where a call failed that may have been billed", async () => {
    const failing = trialCalls({
      run: () => Promise.reject(new ProviderError("NETWORK", "broke", "again", { provider: "p", maybeBilled: true })),
    });
    const { cost } = await metered(async () => {
      await failing.run(call({ takesMs: 0, latencyMs: 0, cost: usd(0) })).catch(() => {});
    });
    expect(cost.kind).toBe("unknown");
  });
});

test("a repeat of a trial asks each completion anew, and what does not vary not", async () => {
  const seen: number[] = [];
  const counting = trialCalls({
    async run({ repeat }) {
      seen.push(repeat);
      return {
        response: null as never,
        usage: { source: "none" },
        facts: { latencyMs: 0, cost: usd(0), replayed: false, retries: 0 },
      };
    },
  });
  const completion = call({ takesMs: 0, latencyMs: 0, cost: usd(0) });
  await metered(() => counting.run(completion), 2);
  await metered(() => counting.run({ ...completion, operation: "embed" }), 2);
  expect(seen).toEqual([2, 0]);
});
