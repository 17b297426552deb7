import fc from "fast-check";
import { expect, it } from "vitest";
import { fakeClock } from "../../../test/fixtures/fake-clock.ts";
import { limiter } from "./limiter.ts";
import type { ProviderLimits } from "./limiter.ts";

const never = new AbortController().signal;

/** Sends calls of these tokens, each lasting so long, and tells when each began. */
async function send(limits: ProviderLimits, calls: readonly { readonly tokens: number; readonly lastsMs: number }[]) {
  const clock = fakeClock();
  const own = limiter(limits, clock);
  const began: number[] = [];
  let running = 0;
  let runningMax = 0;
  const work = calls.map(async ({ tokens, lastsMs }, i) => {
    const slot = await own.enter(tokens, never);
    began[i] = clock.monotonicMs();
    running += 1;
    runningMax = Math.max(runningMax, running);
    await clock.sleep(lastsMs);
    running -= 1;
    slot?.release();
  });
  await clock.finish(Promise.all(work));
  return { began, runningMax };
}

it("runs no more at once than it may, first come, first served", async () => {
  const { began, runningMax } = await send(
    { concurrency: 2 },
    [10, 10, 10, 10].map((lastsMs) => ({ tokens: 1, lastsMs })),
  );
  expect(runningMax).toBe(2);
  expect(began).toEqual([0, 0, 10, 10]);
});

it("sends no more requests in any minute than it may", async () => {
  const { began } = await send(
    { concurrency: 9, requestsPerMinute: 2 },
    [1, 1, 1, 1, 1].map((lastsMs) => ({ tokens: 1, lastsMs })),
  );
  expect(began).toEqual([0, 0, 60_000, 60_000, 120_000]);
});

it("counts a call that was cancelled for neither a request nor its tokens", async () => {
  const clock = fakeClock();
  const own = limiter({ concurrency: 1, requestsPerMinute: 1, tokensPerMinute: 100 }, clock);
  const first = await own.enter(100, never);
  first?.cancel();
  first?.release();
  let began: number | undefined;
  const second = own.enter(100, never).then(() => (began = clock.monotonicMs()));
  await clock.finish(second);
  expect(began).toBe(0);
});

it("lets a call that is larger than a minute's tokens go alone", async () => {
  const { began } = await send({ concurrency: 9, tokensPerMinute: 100 }, [
    { tokens: 250, lastsMs: 1 },
    { tokens: 10, lastsMs: 1 },
  ]);
  expect(began).toEqual([0, 60_000]);
});

it("keeps every limit over every minute, for any calls", async () => {
  const call = fc.record({ tokens: fc.integer({ min: 1, max: 60 }), lastsMs: fc.integer({ min: 1, max: 90_000 }) });
  const limits = fc.record({
    concurrency: fc.integer({ min: 1, max: 4 }),
    requestsPerMinute: fc.integer({ min: 1, max: 5 }),
    tokensPerMinute: fc.integer({ min: 60, max: 120 }),
  });
  await fc.assert(
    fc.asyncProperty(limits, fc.array(call, { maxLength: 12 }), async (limit, calls) => {
      const { began, runningMax } = await send(limit, calls);
      expect(began).toHaveLength(calls.length);
      expect(began).toEqual(began.toSorted((a, b) => a - b));
      expect(runningMax).toBeLessThanOrEqual(limit.concurrency);
      for (const startMs of began) {
        const inMinute = calls.filter((_, i) => (began[i] ?? 0) >= startMs && (began[i] ?? 0) < startMs + 60_000);
        expect(inMinute.length).toBeLessThanOrEqual(limit.requestsPerMinute);
        expect(inMinute.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(limit.tokensPerMinute);
      }
    }),
  );
});

it("counts what a call really took once it is known", async () => {
  const clock = fakeClock();
  const own = limiter({ concurrency: 9, tokensPerMinute: 100 }, clock);
  (await own.enter(90, never))?.release(10);
  expect(await clock.finish(own.enter(80, never).then(() => clock.monotonicMs()))).toBe(0);
});

it("lets nobody in while it is paused", async () => {
  const clock = fakeClock();
  const own = limiter({ concurrency: 9 }, clock);
  own.pause(5_000);
  expect(await clock.finish(own.enter(1, never).then(() => clock.monotonicMs()))).toBe(5_000);
});

it("takes whoever gives up out of the queue", async () => {
  const clock = fakeClock();
  const own = limiter({ concurrency: 1 }, clock);
  const first = await own.enter(1, never);
  const stop = new AbortController();
  const second = own.enter(1, stop.signal);
  const third = own.enter(1, never);
  stop.abort();
  expect(await second).toBeUndefined();
  first?.release();
  expect(await third).toBeDefined();
});
