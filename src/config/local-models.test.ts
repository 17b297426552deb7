import { expect, test } from "vitest";
import { isLocalModel } from "./local-models.ts";

test.for([
  ["builtin/extractive", {}, true],
  ["gguf/models/tiny.gguf", {}, true],
  ["ollama/llama3.1:8b", {}, true],
  ["ollama/llama3.1:8b", { OLLAMA_HOST: "192.168.1.5" }, true],
  ["ollama/llama3.1:8b", { OLLAMA_HOST: "https://ollama.example.com" }, undefined],
  ["anthropic/claude-haiku-4-5", {}, false],
  ["openai/gpt-4o", { OPENAI_BASE_URL: "http://10.0.0.7:8000/v1" }, true],
  ["openai/gpt-4o", { OPENAI_BASE_URL: "https://proxy.example.com/v1" }, undefined],
  ["openai-compatible/qwen", { OPENAI_COMPATIBLE_BASE_URL: "http://localhost:8080/v1" }, true],
  ["openai-compatible/qwen", { OPENAI_COMPATIBLE_BASE_URL: "http://172.32.0.1:8080/v1" }, undefined],
  ["openai-compatible/qwen", {}, undefined],
  ["my-own-model", {}, undefined],
] as const)("%s with %j runs on machines of one's own: %s", ([name, environment, isLocal]) => {
  expect(isLocalModel(name, { config: {}, environment })).toBe(isLocal);
});

test("what the configuration says of a provider's address counts before the environment", () => {
  const config = { providers: { anthropic: { baseUrl: "http://127.0.0.1:9" } } };
  expect(isLocalModel("anthropic/x", { config, environment: { ANTHROPIC_BASE_URL: "https://proxy.example.com" } })).toBe(true);
});
