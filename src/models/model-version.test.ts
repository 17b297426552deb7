import { expect, test } from "vitest";
import { modelVersion } from "./model-version.ts";

const { signal } = new AbortController();

/** Ends when it is told to, like a server that is never heard of. */
const silent: typeof fetch = async (_, init) =>
  await new Promise((__, reject) => {
    init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
  });

test.each(["ollama", "anthropic"])("a server of %s that says nothing holds a run up for a few seconds at most", async (provider) => {
  const before = performance.now();
  expect(await modelVersion(provider, "some-model", { apiKey: "k", signal, fetch: silent })).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(5_000);
});

test.each([401, 404, 500])("an answer with status %d says no version", async (status) => {
  const fetch = async (): Promise<Response> => Response.json({ id: "x", models: [{ name: "m", digest: "d" }] }, { status });
  expect(await modelVersion("anthropic", "m", { apiKey: "k", signal, fetch })).toBeUndefined();
  expect(await modelVersion("ollama", "m", { signal, fetch })).toBeUndefined();
});

test("nobody is asked without a key, nor of a provider that does not say", async () => {
  let asked = 0;
  const fetch = async (): Promise<Response> => {
    asked += 1;
    return Response.json({ id: "x" });
  };
  expect(await modelVersion("anthropic", "m", { signal, fetch })).toBeUndefined();
  expect(await modelVersion("openai", "m", { apiKey: "k", signal, fetch })).toBeUndefined();
  expect(asked).toBe(0);
});
