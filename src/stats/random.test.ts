import { expect, test } from "vitest";
import { gammaDraw, seededRandom, shuffled } from "./random.ts";

test("the generator gives the numbers of xoshiro128** from splitmix32's state", () => {
  // computed with unbounded integers from the authors' C source, https://prng.di.unimi.it/xoshiro128starstar.c
  const random = seededRandom(1);
  expect([random(), random(), random(), random()].map((x) => x * 2 ** 32)).toEqual([2442144158, 3238099751, 3819917871, 2104621829]);
});

test("another seed gives other numbers, the same seed the same", () => {
  expect(seededRandom(2)()).not.toBe(seededRandom(1)());
  expect(seededRandom(7)()).toBe(seededRandom(7)());
});

test("a shuffle keeps every item, and every order is about as likely", () => {
  const random = seededRandom(3);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6_000; i++) {
    const order = shuffled(["a", "b", "c"], random).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

test("gamma draws have the mean and the variance of their shape", () => {
  const random = seededRandom(2);
  for (const shape of [0.3, 1, 3.5, 40]) {
    const drawn = Array.from({ length: 20_000 }, () => gammaDraw(shape, random));
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
    const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / drawn.length;
    expect(Math.abs(mean / shape - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / shape - 1)).toBeLessThan(0.08);
  }
});
