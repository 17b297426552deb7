import { describe, expect, test } from "vitest";
import { nearestLabel } from "./nearest-neighbours.ts";

const at = (degrees: number): Float32Array => {
  const radians = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(radians), Math.sin(radians));
};

describe("nearest neighbours", () => {
  test("three near votes of one label beat the single nearest of another", () => {
    const examples = { vectors: [at(2), at(10), at(12), at(14), at(90)], labels: ["a", "b", "b", "b", "a"] };
    expect(nearestLabel(examples, at(0), 1)).toBe("a");
    expect(nearestLabel(examples, at(0), 4)).toBe("b");
  });

  test("votes weigh by likeness, and ties go to the nearer and then the earlier example", () => {
    const examples = { vectors: [at(0), at(80), at(85)], labels: ["near", "far", "far"] };
    // 1 against 0.17 + 0.09
    expect(nearestLabel(examples, at(0), 3)).toBe("near");
    expect(nearestLabel({ vectors: [at(5), at(-5)], labels: ["first", "second"] }, at(0), 2)).toBe("first");
  });

  test("nothing to learn from is refused", () => {
    expect(() => nearestLabel({ vectors: [], labels: [] }, at(0), 3)).toThrow(RangeError);
    expect(() => nearestLabel({ vectors: [at(1)], labels: [] }, at(0), 3)).toThrow(RangeError);
  });
});
