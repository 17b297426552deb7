import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anthropicModel } from "../../src/models/anthropic.ts";
import { callDesk, DEFAULT_LIMITS } from "../../src/models/calls/call-desk.ts";
import { ollamaModel } from "../../src/models/ollama.ts";
import { memoryCalls } from "../../src/stores/memory-calls.ts";
import { fakeClock } from "../fixtures/fake-clock.ts";
import { anthropicServer } from "../providers/anthropic.ts";
import { ollamaServer } from "../providers/ollama.ts";
import { json } from "../providers/server.ts";
import type { ScriptedServer } from "../providers/server.ts";

const KEY = "sk-ant-test-0123456789";
const request = { system: "", messages: [{ role: "user", text: "Are you there?" }], outputTokensMax: 10 } as const;
const unpriced = { kind: "unknown", reason: "not priced here" } as const;

let server: ScriptedServer;
beforeEach(async () => void (server = await anthropicServer({ key: KEY, mind: () => ({ text: "Yes." }) })));
afterEach(() => server.close());

/** One try a call, so that what is seen is the fault itself. */
function session() {
  return callDesk({
    store: memoryCalls(),
    clock: { ...fakeClock(), monotonicMs: () => 0 },
    pricing: { costOf: () => unpriced, bounds: () => ({ low: unpriced, high: unpriced }) },
    limitsOf: () => ({ ...DEFAULT_LIMITS, attemptsMax: 1, failuresMax: 3 }),
  }).session({ isDryRun: false, useCache: true });
}

function failingWith(code: string): typeof fetch {
  return () => Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(`it said ${code}`), { code }) }));
}

describe("a provider that is not reached is a typed error with a next step, and nothing was billed:", () => {
  test.for([
    ["nobody listens", "ECONNREFUSED"],
    ["its name is not known", "ENOTFOUND"],
    ["its certificate has expired", "CERT_HAS_EXPIRED"],
  ])("%s", async ([, code = ""]) => {
    const calls = session();
    const model = anthropicModel({ model: "claude-haiku-4-5", apiKey: KEY, calls, fetch: failingWith(code) });
    await expect(model.complete(request)).rejects.toMatchObject({ code: "NETWORK", provider: "anthropic", maybeBilled: false });
    expect(calls.bill()).toMatchObject({ calls: 0, failedTries: 1, maybeBilled: 0, cost: { kind: "known", usd: 0 } });
  });

  test("it speaks no TLS", async () => {
    const model = anthropicModel({
      model: "claude-haiku-4-5",
      apiKey: KEY,
      calls: session(),
      baseUrl: server.url.replace("http:", "https:"),
    });
    await expect(model.complete(request)).rejects.toMatchObject({ code: "NETWORK", maybeBilled: false });
  });
});

test.for([500, 529])("a provider that answers %i again and again is left alone, and another one is still asked", async (status) => {
  const calls = session();
  const model = anthropicModel({ model: "claude-haiku-4-5", apiKey: KEY, calls, baseUrl: server.url });
  const fault = { kind: "reply", ...json({ type: "error", error: { type: "api_error", message: "down" } }, status) } as const;
  server.failNext(...Array.from({ length: 9 }, () => fault));
  for (let i = 0; i < 5; i += 1) await expect(model.complete(request)).rejects.toMatchObject({ code: "OVERLOADED" });
  expect(server.ledger).toHaveLength(3);
  const other = await ollamaServer({ mind: () => ({ text: "Yes." }) });
  try {
    expect((await ollamaModel({ model: "llama3.1:8b", calls, baseUrl: other.url }).complete(request)).text).toBe("Yes.");
  } finally {
    await other.close();
  }
});
