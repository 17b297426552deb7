import { expect, it } from "vitest";
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
const usd = (amount: number) => ({ kind: "known", usd: amount }) as const;

it("stops before the call that could pass the cap", async () => {
  const own = budget(1);
  (await own.reserve(call, usd(0.6))).settle(usd(0.6));
  await expect(own.reserve(call, usd(0.5))).rejects.toMatchObject({ code: "CAP_REACHED" });
  await expect(own.reserve(call, usd(0.4))).resolves.toBeDefined();
});

it("waits for calls in flight, whose bounds are higher than what they come to", async () => {
  const own = budget(1);
  const first = await own.reserve(call, usd(0.6));
  let isIn = false;
  const second = own.reserve(call, usd(0.6)).then(() => (isIn = true));
  await Promise.resolve();
  expect(isIn).toBe(false);
  first.settle(usd(0.2));
  await second;
  expect(isIn).toBe(true);
});

it("counts a call whose cost is not known with its upper bound", async () => {
  const own = budget(1);
  (await own.reserve(call, usd(0.6))).settle({ kind: "unknown", reason: "no usage" });
  await expect(own.reserve(call, usd(0.5))).rejects.toMatchObject({ code: "CAP_REACHED" });
});

it("refuses another try when one that may have been billed has used the rest", async () => {
  const own = budget(1);
  const held = await own.reserve(call, usd(0.6));
  expect(() => held.lost()).toThrow("Stopped before a call that could bring the run above --max-cost $1.00: $0.60 is spent");
});

it("refuses a call without a price under a cap, and only there", async () => {
  const unknown = { kind: "unknown", reason: "no row" } as const;
  await expect(budget(1).reserve(call, unknown)).rejects.toMatchObject({ code: "UNKNOWN_PRICE" });
  await expect(budget(undefined).reserve(call, unknown)).resolves.toBeDefined();
});

it("holds room for work that is called elsewhere, and counts what its answer says, or nothing", async () => {
  const own = budget(1);
  (await own.hold(0)).settle(usd(0.7));
  await expect(own.hold(0.4)).rejects.toMatchObject({ code: "CAP_REACHED" });
  await expect(own.reserve(call, usd(0.4))).rejects.toMatchObject({ code: "CAP_REACHED" });
  const silent = await own.hold(0.3);
  silent.settle(undefined);
  (await own.hold(0.3)).settle(usd(0.5));
  // it cost more than was expected, and nothing free is stopped before that is known
  await expect(own.hold(0)).rejects.toMatchObject({ code: "CAP_REACHED" });
  (await budget(undefined).hold(5)).settle(usd(5));
});
