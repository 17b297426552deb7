import { describe, expect, test } from "vitest";
import { adaptQuery } from "../search/query-adapter.ts";
import { fitQueryAdapter } from "./query-adapter.ts";
import type { AdapterExample } from "./query-adapter.ts";

const DIMENSIONS = 6;
const axis = (n: number): Float32Array => Float32Array.from({ length: DIMENSIONS }, (_, i) => (i === n ? 1 : 0));
/** Whoever asks along axis 0 or 1 means what stands along axis 3 or 4, and finds what stands along their own. */
const shifted: AdapterExample[] = [0, 1].map((n) => ({ query: axis(n), right: [axis(n + 3)], wrong: [axis(n), axis(5)] }));
const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const named = (fit: ReturnType<typeof fitQueryAdapter>) => ({ embedder: "e", dimensions: DIMENSIONS, ...fit });

describe("a query adapter", () => {
  test("turns questions towards what they should find, and is small", () => {
    const adapter = named(fitQueryAdapter(shifted, { rank: 2, steps: 200 }));
    for (const { query, right, wrong } of shifted) {
      const adapted = adaptQuery(adapter, query, "e");
      for (const passage of wrong) expect(cosine(adapted, right[0] ?? query)).toBeGreaterThan(cosine(adapted, passage));
      expect(Math.hypot(...adapted)).toBeCloseTo(1, 6);
    }
    expect(adapter.left).toHaveLength(2);
  });

  test("changes nothing before its first step, and is the same for the same examples", () => {
    const none = named(fitQueryAdapter(shifted, { steps: 0 }));
    expect(adaptQuery(none, axis(1), "e")).toEqual(axis(1));
    expect(fitQueryAdapter(shifted)).toEqual(fitQueryAdapter(shifted));
  });

  test("goes towards the right passage from its first step on", () => {
    const adapter = named(fitQueryAdapter(shifted.slice(0, 1), { rank: 1, steps: 1 }));
    expect(cosine(adaptQuery(adapter, axis(0), "e"), axis(3))).toBeGreaterThan(0);
  });

  test("of another embedder is refused", () => {
    const adapter = named(fitQueryAdapter(shifted));
    expect(() => adaptQuery(adapter, axis(0), "other")).toThrow(expect.objectContaining({ code: "BAD_CONFIG" }));
    expect(() => adaptQuery(adapter, new Float32Array(3), "e")).toThrow(expect.objectContaining({ code: "BAD_CONFIG" }));
  });
});
