import { expect, test } from "vitest";
import { addressOf } from "./addresses.ts";

test.each([
  ["anthropic", { ANTHROPIC_BASE_URL: "http://127.0.0.1:9/" }, "http://127.0.0.1:9/"],
  ["openai-compatible", { OPENAI_COMPATIBLE_BASE_URL: " http://127.0.0.1:8080/v1 " }, "http://127.0.0.1:8080/v1"],
  ["openai", { OPENAI_BASE_URL: "" }, undefined],
  ["openai", {}, undefined],
  ["ollama", { OLLAMA_HOST: "192.168.1.5" }, "http://192.168.1.5:11434"],
  ["ollama", { OLLAMA_HOST: "box:8000" }, "http://box:8000"],
  ["ollama", { OLLAMA_HOST: "0.0.0.0:11500" }, "http://127.0.0.1:11500"],
  ["ollama", { OLLAMA_HOST: "http://box:80" }, "http://box"],
  ["ollama", { OLLAMA_HOST: "https://box" }, "https://box"],
  ["ollama", { OLLAMA_HOST: "box", OLLAMA_BASE_URL: "http://other:1" }, "http://other:1"],
  ["anthropic", { OLLAMA_HOST: "box" }, undefined],
] as const)("the address of %s with %j is %s", (provider, environment, address) => {
  expect(addressOf(provider, environment)).toBe(address);
});

test("what is no address is refused with the variable's name", () => {
  expect(() => addressOf("openai", { OPENAI_BASE_URL: "api.openai.com" })).toThrow("OPENAI_BASE_URL is no address");
  expect(() => addressOf("ollama", { OLLAMA_HOST: "http://[" })).toThrow("OLLAMA_HOST is no address");
});
