import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { factorBytesSource, kernelBytesSource, wordBytesSource } from "../scripts/kernel/assemble.ts";
import { PROBE_TEXT, kernelText } from "../scripts/kernel/text.ts";

test.each([
  ["search/vector", kernelBytesSource],
  ["search/factor", factorBytesSource],
  ["models/word", wordBytesSource],
])("the %s kernel's bytes are what its text assembles to", async (name, source) => {
  const file = new URL(`../src/${name}-kernel-bytes.ts`, import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(await source());
});

test("only the widening kernel needs no relaxed instructions", () => {
  for (const text of [kernelText("relaxed"), kernelText("paired"), PROBE_TEXT]) expect(text).toContain("relaxed_dot");
  expect(kernelText("widening")).not.toContain("relaxed");
});
