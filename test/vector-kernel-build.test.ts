import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kernelBytesSource } from "../scripts/kernel/assemble.ts";
import { kernelText } from "../scripts/kernel/text.ts";

test("the kernel's bytes are what its text assembles to", async () => {
  const file = new URL("../src/search/vector-kernel-bytes.ts", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(await kernelBytesSource());
});

test("only the one kernel needs relaxed instructions", () => {
  expect(kernelText("relaxed")).toContain("relaxed_dot");
  expect(kernelText("widening")).not.toContain("relaxed");
});
