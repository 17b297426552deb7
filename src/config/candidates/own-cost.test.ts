import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cost, ModelCall } from "../../core/calls.ts";
import { FirstfitError } from "../../core/errors.ts";
import { budget } from "../../models/calls/budget.ts";
import { holding } from "./own-cost.ts";

const { signal } = new AbortController();
const usd = (amount: number): Cost => ({ kind: "known", usd: amount });
const atLeast = (amount?: number): Cost => ({ kind: "unknown", reason: "x", ...(amount === undefined ? {} : { usdAtLeast: amount }) });
const call: ModelCall = {
  operation: "complete",
  provider: "p",
  model: "m",
  request: {},
  repeat: 0,
  expected: { inputTokens: 1, outputTokensMax: 1 },
  perform: () => Promise.reject(new Error("not performed")),
};

function capped(usdMax: number) {
  const own = budget(usdMax);
  const held = holding({ hold: own.hold });
  const spends = (cost: Cost | undefined) => held(async () => ({ value: "yes", cost }), signal);
  const fails = () => held(() => Promise.reject(new Error("after it was billed")), signal);
  /** How many it lets through before the cap, 100 at most. */
  const through = async (run: () => Promise<unknown>): Promise<number> => {
    for (let done = 0; done < 100; done += 1) {
      const error: unknown = await run().catch((thrown: unknown) => thrown);
      if (error instanceof FirstfitError && error.code === "CAP_REACHED") return done;
    }
    return 100;
  };
  return { own, held, spends, fails, through };
}

describe("what a run of a candidate cost, and nobody knows", () => {
  test("counts as the dearest before it when it fails", async () => {
    const { spends, fails, through } = capped(2);
    await spends(usd(0.5));
    expect(await through(fails)).toBe(3);
  });

  test("counts as the dearest before it when its answer does not say it", async () => {
    const { spends, through } = capped(2);
    await spends(usd(0.5));
    expect(await through(() => spends(undefined))).toBe(3);
  });

  test("counts as the part that is known where that is more, and so are those after it expected", async () => {
    const { spends, through } = capped(10);
    await spends(usd(0.5));
    await spends(atLeast(3));
    // 3.5 are spent, and each is held with 3 and counts with it
    expect(await through(() => spends(atLeast(0.1)))).toBe(2);
  });

  test("is nothing that a cap holds where no run has said any", async () => {
    const { spends, through } = capped(1);
    expect(await through(() => spends(undefined))).toBe(100);
  });

  test("is what its calls cost where it has said no more before", async () => {
    const { own, held, through } = capped(2);
    const asks = () =>
      held(async () => {
        (await own.reserve(call, usd(1), signal)).settle(usd(0.1));
        throw new Error("no JSON");
      }, signal);
    // a call that could cost 1 fits up to the eleventh
    expect(await through(asks)).toBe(11);
  });
});

describe("runs of a candidate under a cap", () => {
  test("go side by side after the first has ended, also when it failed", async () => {
    const { held } = capped(2);
    const seen: number[] = [];
    let running = 0;
    const fails = () =>
      held(async () => {
        seen.push((running += 1));
        await sleep(5);
        running -= 1;
        throw new Error("down");
      }, signal);
    await Promise.allSettled(Array.from({ length: 8 }, fails));
    expect(seen).toEqual([1, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("make calls through the capped project with what is held for them", { timeout: 2_000 }, async () => {
    const { own, held, through } = capped(2);
    const asks = () =>
      held(async () => {
        const room = await own.reserve(call, usd(0.5), signal);
        await sleep(1);
        room.settle(usd(0.3));
        return { value: "yes", cost: usd(0.2) };
      }, signal);
    // 0.5 each, and none waits for another one
    expect(await through(asks)).toBe(4);
    const { held: _, ...other } = capped(2);
    expect(await other.through(() => other.spends(usd(0.5)))).toBe(4);
  });

  test("pass the cap by no more than those under way cost beyond the dearest before them", { timeout: 20_000 }, async () => {
    const run = fc.record({
      usd: fc.integer({ min: 0, max: 40 }).map((cents) => cents / 100),
      ends: fc.constantFrom("known", "partly", "throws"),
      turns: fc.integer({ min: 0, max: 4 }),
      // how much of it are calls through the capped project, and what is held for them
      calls: fc.constantFrom(0, 0.5),
      bound: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(run, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 300 }),
        async (runs, workers, cents) => {
          const usdMax = cents / 100;
          const { own, held } = capped(usdMax);
          let spentUsd = 0;
          const dearest = { usd: 0, ownUsd: 0 };
          const seen: number[] = [];
          let unseenUsd = 0;
          const queue = [...runs];
          const one = async ({ usd: cost, ends, turns, calls, bound }: (typeof runs)[number]) => {
            const beyondUsd = Math.max(0, cost - dearest.usd);
            const rest = cost * (1 - calls);
            await held(async () => {
              spentUsd += cost;
              // what a run that throws cost beside its calls, nobody says
              if (ends === "throws") unseenUsd += Math.max(0, rest - dearest.ownUsd);
              seen.push(beyondUsd);
              if (calls > 0) (await own.reserve(call, usd(cost * calls * bound), signal)).settle(usd(cost * calls));
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
              if (ends === "throws") throw new Error("down");
              return { value: "yes", cost: ends === "known" ? usd(rest) : atLeast(rest) };
            }, signal);
            dearest.usd = Math.max(dearest.usd, cost);
            dearest.ownUsd = Math.max(dearest.ownUsd, rest);
          };
          const work = async (): Promise<void> => {
            for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
              const error: unknown = await one(next).catch((thrown: unknown) => thrown);
              if (error instanceof FirstfitError) {
                expect(error.code).toBe("CAP_REACHED");
                return;
              }
            }
          };
          await Promise.all(Array.from({ length: workers }, work));
          const underWay = seen.toSorted((a, b) => b - a).slice(0, workers);
          const mostUsd = usdMax + unseenUsd + underWay.reduce((sum, part) => sum + part, 0);
          expect(spentUsd).toBeLessThanOrEqual(mostUsd + 1e-9);
        },
      ),
    );
  });
});
