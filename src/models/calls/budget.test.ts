import { describe, expect, it } from "vitest";
import type { ModelCall } from "../../core/calls.ts";
import { budget } from "./budget.ts";

const call: ModelCall = {
  operation: "complete",
  provider: "p",
  model: "m",
  request: {},
  repeat: 0,
  expected: { inputTokens: 1, outputTokensMax: 1 },
  perform: () => Promise.reject(new Error("not performed")),
};
const { signal } = new AbortController();
const usd = (amount: number) => ({ kind: "known", usd: amount }) as const;

it("stops before the call that could pass the cap", async () => {
  const own = budget(1);
  (await own.reserve(call, usd(0.6), signal)).settle(usd(0.6));
  await expect(own.reserve(call, usd(0.5), signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
  await expect(own.reserve(call, usd(0.4), signal)).resolves.toBeDefined();
});

it("waits for calls in flight, whose bounds are higher than what they come to", async () => {
  const own = budget(1);
  const first = await own.reserve(call, usd(0.6), signal);
  let isIn = false;
  const second = own.reserve(call, usd(0.6), signal).then(() => (isIn = true));
  await Promise.resolve();
  expect(isIn).toBe(false);
  first.settle(usd(0.2));
  await second;
  expect(isIn).toBe(true);
});

it("counts a call whose cost is not known with its upper bound", async () => {
  const own = budget(1);
  (await own.reserve(call, usd(0.6), signal)).settle({ kind: "unknown", reason: "no usage" });
  await expect(own.reserve(call, usd(0.5), signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
});

it("refuses another try when one that may have been billed has used the rest", async () => {
  const own = budget(1);
  const held = await own.reserve(call, usd(0.6), signal);
  expect(() => held.lost()).toThrow("Stopped before a call that could bring the run above --max-cost $1.00: $0.60 is spent");
});

it("refuses a call without a price under a cap, and only there", async () => {
  const unknown = { kind: "unknown", reason: "no row" } as const;
  await expect(budget(1).reserve(call, unknown, signal)).rejects.toMatchObject({ code: "UNKNOWN_PRICE" });
  await expect(budget(undefined).reserve(call, unknown, signal)).resolves.toBeDefined();
});

describe("work that is called elsewhere", () => {
  const unknown = { kind: "unknown", reason: "no row" } as const;

  it("counts with what its answer says", async () => {
    const own = budget(1);
    expect((await own.hold(0, signal)).settle(0.7)).toBe(0.7);
    await expect(own.hold(0.4, signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
    await expect(own.reserve(call, usd(0.4), signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
    (await own.hold(0.3, signal)).settle(0.5);
    // it cost more than was expected, and nothing free is stopped before that is known
    await expect(own.hold(0, signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
    (await budget(undefined).hold(5, signal)).settle(5);
  });

  it("makes its calls with what it holds, and does not pay them twice", async () => {
    const own = budget(1);
    const held = await own.hold(0.8, signal);
    await held.run(async () => (await own.reserve(call, usd(0.7), signal)).settle(usd(0.3)));
    // 0.7 and what was paid before are more than was held, and still fit
    await held.run(async () => (await own.reserve(call, usd(0.7), signal)).settle(usd(0.1)));
    expect(held.settle(0.2)).toBeCloseTo(1, 9);
    (await own.reserve(call, usd(0.4), signal)).settle(usd(0.4));
    await expect(own.hold(0.01, signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
  });

  it("counts its calls through other projects, of which none is capped, before they are made", async () => {
    const [own, other] = [budget(1), budget(undefined)];
    const held = await own.hold(0, signal);
    await held.run(async () => {
      (await other.reserve(call, usd(0.9), signal)).settle(usd(0.6));
      await expect(other.reserve(call, usd(0.5), signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
      await expect(other.reserve(call, unknown, signal)).rejects.toMatchObject({ code: "UNKNOWN_PRICE" });
    });
    held.settle(0);
    await expect(own.hold(0.5, signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
    // outside of the work the other project has no cap
    await expect(other.reserve(call, usd(9), signal)).resolves.toBeDefined();
  });

  it("keeps to its own cap and to that of the project that it calls", async () => {
    const [own, other] = [budget(5), budget(1)];
    const held = await own.hold(0, signal);
    await held.run(async () => {
      (await other.reserve(call, usd(0.9), signal)).settle(usd(0.9));
      await expect(other.reserve(call, usd(0.2), signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
    });
    held.settle(0);
    await expect(own.hold(4.2, signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
    await expect(own.hold(4.1, signal)).resolves.toBeDefined();
  });

  it("never waits for other work, which may be waiting for it", { timeout: 2_000 }, async () => {
    const own = budget(1);
    const [one, other] = [await own.hold(0.4, signal), await own.hold(0.4, signal)];
    await expect(one.run(() => own.reserve(call, usd(0.7), signal))).rejects.toMatchObject({
      code: "CAP_REACHED",
      message: expect.stringContaining("$0.00 is spent, $0.80 is held for what is under way, and the call could cost $0.70") as string,
    });
    // a call ends by itself
    const quick = await other.run(() => own.reserve(call, usd(0.6), signal));
    const waits = one.run(() => own.reserve(call, usd(0.5), signal));
    quick.settle(usd(0.1));
    (await waits).settle(usd(0.5));
  });

  it("ends waiting for room when it is stopped", { timeout: 2_000 }, async () => {
    const own = budget(1);
    await own.hold(1, signal);
    const stop = new AbortController();
    const waits = [own.hold(0.5, stop.signal), own.reserve(call, usd(0.5), stop.signal)];
    stop.abort();
    for (const wait of waits) await expect(wait).rejects.toMatchObject({ code: "INTERRUPTED" });
  });

  it("counts a call that ends after the work that made it", async () => {
    const own = budget(1);
    const held = await own.hold(0.5, signal);
    const late = await held.run(() => own.reserve(call, usd(0.4), signal));
    held.settle(0.1);
    late.settle(usd(0.3));
    await expect(own.hold(0.7, signal)).rejects.toMatchObject({ code: "CAP_REACHED" });
    await expect(own.hold(0.6, signal)).resolves.toBeDefined();
  });
});
