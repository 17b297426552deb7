import fc from "fast-check";
import { expect, test } from "vitest";
import { bestScores } from "./best-scores.ts";

test("keeps the best and all that are within the margin of the last of them, in whatever parts they come", () => {
  const score = fc.integer({ min: -40, max: 40 }).map((number) => number / 8);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 8 }),
      fc.array(fc.array(score, { maxLength: 60 }), { maxLength: 6 }),
      (wanted, eighths, parts) => {
        const best = bestScores(wanted, eighths / 8);
        let offset = 0;
        for (const part of parts) {
          best.add(Uint32Array.from(part.keys()), Float32Array.from(part), { count: part.length, offset });
          offset += part.length;
        }
        const all = parts.flat();
        const last = (all.toSorted((a, b) => b - a)[wanted - 1] ?? -Infinity) - eighths / 8;
        const { numbers, scores } = best.chosen();
        expect([...numbers]).toEqual([...all.keys()].filter((i) => (all[i] ?? 0) >= last));
        expect([...scores]).toEqual(all.filter((one) => one >= last));
        expect(best.threshold).toBeLessThanOrEqual(last);
      },
    ),
  );
});
