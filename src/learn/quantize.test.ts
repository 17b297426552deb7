import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lloydMaxLevels, nearestLevel, packCodes, packedBytes, unpackCodes } from "./quantize.ts";

const evenly = (count: number): Float64Array => Float64Array.from({ length: count }, (_, at) => (at + 0.5) / count);

describe("number quantization", () => {
  test("the levels of evenly spread numbers are the middles of equal parts, and the error is that of theory", () => {
    const sample = evenly(8000);
    const levels = lloydMaxLevels(sample, 4);
    expect(Array.from(levels)).toEqual([0.125, 0.375, 0.625, 0.875].map((level) => expect.closeTo(level, 3)));
    const error = sample.reduce((sum, value) => sum + (value - levels[nearestLevel(levels, value)]!) ** 2, 0) / sample.length;
    // A uniform quantizer of n levels over a range of 1 has the mean squared error 1 / (12 n^2).
    expect(error).toBeCloseTo(1 / (12 * 16), 6);
  });

  test("the levels of normally spread numbers are those of Max 1960, table I", () => {
    // The sum of twelve evenly spread numbers is normal to two digits; a fixed generator stands for chance.
    let state = 1;
    const uniform = (): number => (state = (state * 48271) % 0x7fffffff) / 0x7fffffff;
    const sample = Float64Array.from({ length: 40_000 }, () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6));
    expect(Array.from(lloydMaxLevels(sample, 4))).toEqual([-1.51, -0.4528, 0.4528, 1.51].map((level) => expect.closeTo(level, 1)));
  });

  test("no level is nearer than the one that is returned", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 16 }),
        fc.double({ min: -12, max: 12, noNaN: true }),
        (numbers, value) => {
          const levels = Float64Array.from(numbers).sort();
          const distance = Math.abs(levels[nearestLevel(levels, value)]! - value);
          for (const level of levels) expect(distance).toBeLessThanOrEqual(Math.abs(level - value) + 1e-9);
        },
      ),
    );
  });

  test("a number between two levels is off by half their distance at most", () => {
    const levels = lloydMaxLevels(evenly(1000), 8);
    for (const value of evenly(1000)) {
      const code = nearestLevel(levels, value);
      const gap = Math.max((levels[code + 1] ?? 1.0625) - levels[code]!, levels[code]! - (levels[code - 1] ?? -0.0625));
      expect(Math.abs(value - levels[code]!)).toBeLessThanOrEqual(gap / 2 + 1e-9);
    }
  });

  test("codes come back as they were packed, in as few bytes as they need", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.nat(255), { maxLength: 50 }), fc.nat(5), (bits, numbers, offset) => {
        const codes = Uint8Array.from(numbers, (number) => number % (1 << bits));
        const packed = packCodes(codes, bits);
        expect(packed.length).toBe(packedBytes(codes.length, bits));
        const file = new Uint8Array(offset + packed.length);
        file.set(packed, offset);
        const back = new Uint8Array(codes.length);
        unpackCodes(file, offset, bits, back);
        expect(back).toEqual(codes);
      }),
    );
  });

  test("packs the lowest bits first", () => {
    expect(Array.from(packCodes(Uint8Array.of(1, 2, 3, 4), 4))).toEqual([0x21, 0x43]);
    expect(Array.from(packCodes(Uint8Array.of(7, 0, 7), 3))).toEqual([0b11000111, 0b1]);
  });

  test("refuses codes that do not fit, and counts of bits that are none", () => {
    expect(() => packCodes(Uint8Array.of(8), 3)).toThrow(RangeError);
    expect(() => packCodes(Uint8Array.of(1), 0)).toThrow(RangeError);
    expect(() => unpackCodes(new Uint8Array(1), 0, 9, new Uint8Array(1))).toThrow(RangeError);
    expect(() => lloydMaxLevels(new Float64Array(0), 4)).toThrow(RangeError);
  });
});
