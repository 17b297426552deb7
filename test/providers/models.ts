import type { Model } from "../../src/core/model.ts";
import { anthropicModel } from "../../src/models/anthropic.ts";
import { directCalls } from "../../src/models/direct-calls.ts";
import { ollamaModel } from "../../src/models/ollama.ts";
import { openAiCompatibleModel } from "../../src/models/openai-compatible.ts";
import { openAiModel } from "../../src/models/openai.ts";
import type { ProviderFetchOptions } from "../../src/models/provider-fetch.ts";
import { anthropicServer } from "./anthropic.ts";
import { chatCompletionsServer } from "./chat-completions.ts";
import type { Mind } from "./minds.ts";
import { ollamaServer } from "./ollama.ts";
import { openAiServer } from "./openai.ts";
import type { ScriptedServer } from "./server.ts";

export interface Served {
  readonly server: ScriptedServer;
  readonly model: Model;
}

const calls = directCalls({ monotonicMs: () => performance.now() });
export const KEYS = { anthropic: "sk-ant-test-0123456789", openai: "sk-test-0123456789" };

/** Every chat provider with a scripted server of its vendor. */
export const PROVIDERS: Readonly<Record<string, (mind: Mind, options?: ProviderFetchOptions) => Promise<Served>>> = {
  async anthropic(mind, options = {}) {
    const server = await anthropicServer({ mind, key: KEYS.anthropic });
    return { server, model: anthropicModel({ model: "claude-haiku-4-5", apiKey: KEYS.anthropic, calls, baseUrl: server.url, ...options }) };
  },
  async openai(mind, options = {}) {
    const server = await openAiServer({ mind, key: KEYS.openai });
    return { server, model: openAiModel({ model: "gpt-4.1-mini", apiKey: KEYS.openai, calls, baseUrl: `${server.url}/v1`, ...options }) };
  },
  async "openai-compatible"(mind, options = {}) {
    const server = await chatCompletionsServer({ mind });
    return { server, model: openAiCompatibleModel({ model: "qwen3-8b", calls, baseUrl: `${server.url}/v1`, ...options }) };
  },
  async ollama(mind, options = {}) {
    const server = await ollamaServer({ mind });
    return { server, model: ollamaModel({ model: "llama3.1:8b", calls, baseUrl: server.url, ...options }) };
  },
};
