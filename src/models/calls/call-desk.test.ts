import { expect, it } from "vitest";
import { fakeClock } from "../../../test/fixtures/fake-clock.ts";
import { memoryCalls } from "../../stores/memory-calls.ts";
import type { SpendingPolicy } from "../../core/bill.ts";
import type { Json, ModelCall } from "../../core/calls.ts";
import { ProviderError } from "../../core/errors.ts";
import type { ProviderErrorCode, ProviderFacts } from "../../core/errors.ts";
import { callDesk, DEFAULT_LIMITS } from "./call-desk.ts";
import type { CallLimits } from "./call-desk.ts";

const POLICY: SpendingPolicy = { isDryRun: false, useCache: true };
/** A dollar a token, so that sums are read at once. */
const pricing = {
  costOf: (_: ModelCall, { inputTokens, outputTokens }: { readonly inputTokens?: number; readonly outputTokens?: number }) =>
    inputTokens === undefined || outputTokens === undefined
      ? ({ kind: "unknown", reason: "no usage came" } as const)
      : ({ kind: "known", usd: inputTokens + outputTokens } as const),
  bounds: ({ expected }: ModelCall) => ({
    low: { kind: "known", usd: expected.inputTokens } as const,
    high: { kind: "known", usd: expected.inputTokens + expected.outputTokensMax } as const,
  }),
};

function desk(limits: Partial<CallLimits> = {}, redact?: (text: string) => string) {
  const clock = fakeClock();
  const store = memoryCalls();
  const own = callDesk({
    store,
    clock,
    pricing,
    limitsOf: () => ({ ...DEFAULT_LIMITS, ...limits }),
    ...(redact === undefined ? {} : { redact }),
  });
  return { clock, store, session: (policy: Partial<SpendingPolicy> = {}) => own.session({ ...POLICY, ...policy }) };
}

type Reply = Json | Error;

/** A call that plays these replies, one a try, and counts its tries. */
function scripted(replies: readonly Reply[], change: Partial<ModelCall> = {}) {
  let tries = 0;
  const call: ModelCall = {
    operation: "complete",
    provider: "p",
    model: "m",
    request: { text: "hello" },
    repeat: 0,
    expected: { inputTokens: 2, outputTokensMax: 8 },
    async perform() {
      const reply = replies[tries];
      tries += 1;
      if (reply === undefined) throw new Error("asked once too often");
      if (reply instanceof Error) throw reply;
      return { response: reply, usage: { inputTokens: 2, outputTokens: 3, source: "provider" } };
    },
    ...change,
  };
  return { call, tries: () => tries };
}

const failure = (code: ProviderErrorCode, facts: Partial<ProviderFacts> = {}) =>
  new ProviderError(code, `${code} sk-secret`, "try", { provider: "p", ...facts });

it("makes a call once, and replays it with its first latency and cost", async () => {
  const { clock, session } = desk();
  const { call, tries } = scripted(["yes"]);
  const first = session();
  const made = await clock.finish(first.run(call));
  const second = session();
  const replayed = await clock.finish(second.run(call));
  expect(tries()).toBe(1);
  expect(replayed).toEqual({ ...made, facts: { ...made.facts, replayed: true } });
  expect(first.bill()).toMatchObject({ calls: 1, replayed: 0, cost: { usd: 5 } });
  expect(second.bill()).toMatchObject({
    calls: 0,
    replayed: 1,
    cost: { kind: "known", usd: 0 },
    costSaved: { usd: 5 },
    usage: { source: "none" },
  });
});

it.for([
  ["another repeat", { repeat: 1 }],
  ["another parameter", { request: { text: "hello", temperature: 1 } }],
] as const)("makes %s as a call of its own", async ([, change]) => {
  const { clock, session } = desk();
  await clock.finish(session().run(scripted(["yes"]).call));
  const other = scripted(["no"], change);
  expect((await clock.finish(session().run(other.call))).response).toBe("no");
  expect(other.tries()).toBe(1);
});

it("keeps no answer of a call that is kept elsewhere, and none without the cache, but records both", async () => {
  const { clock, session, store } = desk();
  const twice = scripted(["yes", "yes"], { isKept: false });
  await clock.finish(session().run(twice.call));
  await clock.finish(session().run(twice.call));
  await clock.finish(session({ useCache: false }).run(scripted(["yes"], { model: "n" }).call));
  expect(twice.tries()).toBe(2);
  expect(store.rows.map(({ answer }) => [answer?.response, answer?.cost])).toEqual(
    [1, 2, 3].map(() => [undefined, { kind: "known", usd: 5 }]),
  );
});

it("makes one call of the same one asked twice at once", async () => {
  const { clock, session } = desk();
  const { call, tries } = scripted(["yes"]);
  const own = session();
  const [a, b] = await clock.finish(Promise.all([own.run(call), own.run(call)]));
  expect(tries()).toBe(1);
  expect([a?.facts.replayed, b?.facts.replayed]).toEqual([false, true]);
  expect(own.bill()).toMatchObject({ calls: 1, replayed: 1, cost: { usd: 5 } });
});

it("records an answer before the next call begins in its place", async () => {
  const { clock, session, store } = desk({ concurrency: 2 });
  const own = session();
  const open: number[] = [];
  const asks = Array.from({ length: 8 }, (_, repeat) => {
    const perform = async () => {
      open.push(store.rows.filter(({ answer }) => answer === undefined).length);
      return { response: "yes", usage: { source: "none" } as const };
    };
    return own.run(scripted([], { repeat, perform }).call);
  });
  await clock.finish(Promise.all(asks));
  expect([open.length, Math.max(...open)]).toEqual([8, 2]);
});

it("goes on for whoever waited with, when the first one is stopped", async () => {
  const { clock, session } = desk();
  const stop = new AbortController();
  let tries = 0;
  const { call } = scripted([], {
    async perform({ signal }) {
      tries += 1;
      if (tries === 1) await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
      return { response: "yes", usage: { source: "none" } };
    },
  });
  const first = session().run(call, { signal: stop.signal });
  const second = session().run(call);
  await clock.settle();
  stop.abort();
  await expect(first).rejects.toMatchObject({ code: "INTERRUPTED" });
  expect((await clock.finish(second)).response).toBe("yes");
});

it.for([
  ["in seconds", 7_000, 7_000],
  ["absurd", 86_400_000, 60_000],
] as const)("waits as long as the provider asks, %s, up to a limit", async ([, retryAfterMs, waited]) => {
  const { clock, session } = desk();
  const { call, tries } = scripted([failure("RATE_LIMITED", { retryAfterMs }), "yes"]);
  const { facts } = await clock.finish(session().run(call));
  expect(tries()).toBe(2);
  expect(facts.retries).toBe(1);
  expect(clock.monotonicMs()).toBe(waited);
});

it("backs off longer each time, with jitter", async () => {
  const { clock, session } = desk();
  const { call } = scripted([failure("OVERLOADED"), failure("OVERLOADED"), failure("NETWORK"), "yes"]);
  await clock.finish(session().run(call));
  expect(clock.sleeps.filter((ms) => ms < 10_000)).toEqual([250, 500, 1_000]);
});

it("does not wait beyond the deadline of a call", async () => {
  const { clock, session } = desk({ deadlineMs: 5_000 });
  const { call, tries } = scripted([failure("RATE_LIMITED", { retryAfterMs: 6_000 })]);
  await expect(clock.finish(session().run(call))).rejects.toMatchObject({ code: "RATE_LIMITED" });
  expect(tries()).toBe(1);
  expect(clock.monotonicMs()).toBeLessThan(5_000);
});

it("ends a call that never ends, and says that it may have been billed", async () => {
  const { clock, session, store } = desk({ deadlineMs: 5_000 });
  const own = session();
  const run = own.run(scripted([], { perform: () => new Promise(() => {}) }).call);
  await expect(clock.finish(run)).rejects.toMatchObject({
    code: "NETWORK",
    maybeBilled: true,
    message: "p/m did not end its answer within 5 s.",
  });
  expect(store.rows[0]?.failure).toEqual({ code: "NETWORK", maybeBilled: true });
  expect(own.bill()).toMatchObject({ calls: 0, maybeBilled: 1, cost: { kind: "unknown", usdAtLeast: 0 } });
});

it("does not try again once text was handed out", async () => {
  const { clock, session } = desk();
  let tries = 0;
  const { call } = scripted([], {
    async perform({ onText }) {
      tries += 1;
      onText?.("ye");
      throw failure("NETWORK", { maybeBilled: true });
    },
  });
  await expect(clock.finish(session().run(call, { onText: () => {} }))).rejects.toMatchObject({ code: "NETWORK" });
  expect(tries).toBe(1);
});

it.for(["AUTH", "BAD_REQUEST"] as const)("does not try %s again, and keeps no error", async (code) => {
  const { clock, session } = desk();
  const { call, tries } = scripted([failure(code), "yes"]);
  await expect(clock.finish(session().run(call))).rejects.toMatchObject({ code });
  expect(tries()).toBe(1);
  expect((await clock.finish(session().run(call))).response).toBe("yes");
});

it("leaves a provider alone that is down, while others go on", async () => {
  const { clock, session } = desk({ attemptsMax: 1, failuresMax: 3 });
  const down = scripted(Array(9).fill(failure("NETWORK")), { isKept: false });
  for (let i = 0; i < 5; i += 1) await expect(clock.finish(session().run(down.call))).rejects.toBeInstanceOf(ProviderError);
  expect(down.tries()).toBe(3);
  expect((await clock.finish(session().run(scripted(["yes"], { provider: "q" }).call))).response).toBe("yes");
});

it("says of a cost that is not known why, and what is known beside it", async () => {
  const { clock, session } = desk();
  const own = session();
  await clock.finish(own.run(scripted(["a"]).call));
  await clock.finish(own.run(scripted([], { model: "n", perform: async () => ({ response: "b", usage: { source: "none" } }) }).call));
  expect(own.bill().cost).toEqual({ kind: "unknown", reason: "1 of 2 calls: no usage came", usdAtLeast: 5 });
});

it("lets work that holds room make a call that somebody else has no room for, and pays it once", async () => {
  const { clock, session } = desk();
  const own = session({ usdMax: 15 });
  const { signal } = new AbortController();
  const { call, tries } = scripted(["yes"]);
  const held = await own.hold(10, signal);
  const waiting = own.run(call);
  await Promise.resolve();
  expect((await clock.finish(held.run(() => own.run(call)))).response).toBe("yes");
  held.settle(0);
  expect((await clock.finish(waiting)).facts.replayed).toBe(true);
  expect(tries()).toBe(1);
});

it("stops before the call that could pass the cap, and goes on from there with a higher one", async () => {
  const { clock, session } = desk();
  const calls = Array.from({ length: 5 }, (_, i) => scripted([`answer ${i}`], { request: i }));
  const capped = session({ usdMax: 22 });
  const ask = async (own: typeof capped): Promise<void> => {
    for (const { call } of calls) await own.run(call);
  };
  await expect(clock.finish(ask(capped))).rejects.toMatchObject({ code: "CAP_REACHED" });
  // 5 each; a fourth could have come to 15 + 10
  expect(capped.bill()).toMatchObject({ calls: 3, cost: { usd: 15 } });
  const second = session({ usdMax: 40 });
  await clock.finish(ask(second));
  expect(second.bill()).toMatchObject({ calls: 2, replayed: 3, cost: { usd: 10 }, costSaved: { usd: 15 } });
  expect(calls.map(({ tries }) => tries())).toEqual([1, 1, 1, 1, 1]);
});

it("calls nothing in a dry run, and tells what it would", async () => {
  const { clock, session } = desk();
  await clock.finish(session().run(scripted(["yes"]).call));
  const dry = session({ isDryRun: true });
  expect((await clock.finish(dry.run(scripted([]).call))).response).toBe("yes");
  for (const request of [1, 2]) await expect(clock.finish(dry.run(scripted([], { request }).call))).rejects.toThrow("this is a dry run");
  expect(dry.billBefore()).toEqual({
    kind: "bill",
    cacheHits: 1,
    calls: 2,
    low: { kind: "known", usd: 4 },
    high: { kind: "known", usd: 20 },
    planned: [
      expect.objectContaining({
        provider: "p",
        model: "m",
        calls: 2,
        inputTokens: 4,
        outputTokensMax: 16,
        high: { kind: "known", usd: 20 },
      }),
    ],
  });
});

it("says keys in no error, and keeps no answer that holds one", async () => {
  const { clock, session, store } = desk({}, (text) => text.replaceAll("sk-secret", "…cret"));
  const error = await clock
    .finish(session().run(scripted([failure("AUTH", { cause: new Error("sk-secret") })]).call))
    .catch((caught: unknown) => caught);
  expect((error as Error).message).toBe("AUTH …cret");
  expect((error as Error).cause).toBeUndefined();
  await clock.finish(session().run(scripted(["your key is sk-secret"]).call));
  expect(JSON.stringify(store.rows)).not.toContain("sk-secret");
});

it("hands on a response with a flaw, pays it, and asks again the next time", async () => {
  const { clock, session } = desk();
  let asked = 0;
  const { call } = scripted([], {
    perform: async () => {
      asked += 1;
      return { response: asked, usage: { inputTokens: 2, outputTokens: 3, source: "provider" }, isFlawed: asked === 1 };
    },
  });
  expect(await clock.finish(session().run(call))).toMatchObject({ response: 1, facts: { cost: { kind: "known", usd: 5 } } });
  expect(await clock.finish(session().run(call))).toMatchObject({ response: 2, facts: { replayed: false } });
  expect(await clock.finish(session().run(call))).toMatchObject({ response: 2, facts: { replayed: true } });
});

it("writes a call down before it is sent, and does not send what cannot be written down", async () => {
  const { clock, session, store } = desk();
  let rowsWhenSent = 0;
  const { call } = scripted([], {
    perform: async () => {
      rowsWhenSent = store.rows.length;
      return { response: "yes", usage: { source: "none" } };
    },
  });
  await clock.finish(session().run(call));
  expect(rowsWhenSent).toBe(1);
  store.beginAlone = () => {
    throw new Error("disk full");
  };
  const other = scripted(["no"], { request: "other" });
  await expect(clock.finish(session().run(other.call))).rejects.toThrow("disk full");
  expect(other.tries()).toBe(0);
});
