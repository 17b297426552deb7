import fc from "fast-check";
import { expect, test } from "vitest";
import { coarseBest } from "./coarse-best.ts";
import type { ScanPart } from "./coarse-best.ts";
import { SCAN_ROWS_MAX } from "./vector-kernel.ts";
import type { FoundRows } from "./vector-kernel.ts";

/** Parts that have these scores, some of which may not be found, and how many rows were handed over. */
function partsOf(scores: readonly Float32Array[], allowed?: Uint8Array) {
  const handed = { rows: 0 };
  let from = 0;
  const parts = scores.map((own): ScanPart => {
    const first = from;
    from += own.length;
    const handedOver = (rows: readonly number[]): FoundRows => {
      handed.rows += rows.length;
      return { rows: Uint32Array.from(rows), scores: Float32Array.from(rows, (row) => own[row]!), count: rows.length };
    };
    const refuse = (): never => {
      throw new Error("not asked for");
    };
    return {
      from: first,
      to: from,
      scan: {
        ask: refuse,
        fine: refuse,
        coarse(start, end, threshold) {
          expect(start % 4).toBe(0);
          expect(end - start).toBeLessThanOrEqual(SCAN_ROWS_MAX);
          const rows = [...own.keys()].slice(start, end).filter((row) => own[row]! >= threshold && allowed?.[first + row] !== 0);
          return handedOver(rows);
        },
        sample: () => handedOver([...own.keys()].filter((row) => row % 256 < 4 && allowed?.[first + row] !== 0)),
      },
    };
  });
  return { parts, handed };
}

function slowly(all: readonly number[], { wanted, margin, allowed }: { wanted: number; margin: number; allowed?: Uint8Array }): number[] {
  const rows = [...all.keys()].filter((row) => allowed?.[row] !== 0);
  const last = rows.map((row) => all[row]!).sort((a, b) => b - a)[wanted - 1] ?? -Infinity;
  return rows.filter((row) => all[row]! >= last - margin);
}

/** Numbers that depend on the seed alone. */
function random(seed: number): () => number {
  let state = seed;
  return () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8) / 2 ** 24;
}

test("finds the same rows as a look at all of them, wherever the best lie, in one part and in several, with and without a filter", () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.integer({ min: 1, max: 20_000 }),
      fc.integer({ min: 1, max: 300 }),
      // Evenly; rising to the end; in the first four rows of every 256, which is what the sample sees; nowhere the sample looks.
      fc.constantFrom("even", "rising", "seen", "unseen"),
      fc.constantFrom(undefined, 2, 40, 4_000),
      (seed, rows, wanted, where, oneIn) => {
        const next = random(seed);
        const scores = Float32Array.from({ length: rows }, (_, row) => {
          const high = { even: 0, rising: row / 40, seen: row % 256 < 4 ? 500 : 0, unseen: row % 256 < 4 ? 0 : 500 }[where];
          return 300 + high + 100 * next();
        });
        const allowed = oneIn === undefined ? undefined : Uint8Array.from(scores, () => Number(next() < 1 / oneIn));
        const wish = { wanted, margin: 20 * next() };
        const cut = 4 * Math.floor((rows * next()) / 4);
        const expected = slowly([...scores], { ...wish, ...(allowed === undefined ? {} : { allowed }) });
        for (const parts of [[scores], [scores.subarray(0, cut), scores.subarray(cut)]])
          expect([...coarseBest(partsOf(parts, allowed).parts, wish)]).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test("has few rows handed over, where they lie without order", () => {
  const next = random(7);
  const scores = Float32Array.from({ length: 100_000 }, () => 1000 * next());
  const { parts, handed } = partsOf([scores]);
  expect(coarseBest(parts, { wanted: 200, margin: 1 }).length).toBeGreaterThanOrEqual(200);
  // 1,564 of the sample, and some more than wanted.
  expect(handed.rows).toBeLessThan(4_000);
});

test("finds nothing among no rows", () => {
  expect([...coarseBest([], { wanted: 5, margin: 1 })]).toEqual([]);
  expect([...coarseBest(partsOf([new Float32Array(0)]).parts, { wanted: 5, margin: 1 })]).toEqual([]);
});
