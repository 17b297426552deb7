import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { json, scriptedServer } from "../../test/providers/server.ts";
import type { Fault, ScriptedServer } from "../../test/providers/server.ts";
import { ProviderError } from "../core/errors.ts";
import { failureOf, reportedFailure } from "./provider-failure.ts";
import type { ProviderAddress } from "./provider-failure.ts";
import { providerFetch } from "./provider-fetch.ts";
import type { ProviderFetchOptions } from "./provider-fetch.ts";

const KEY = "sk-test-0123456789abcdef";
const NOW_MS = Date.UTC(2026, 10, 28, 12, 0, 0);

let server: ScriptedServer;
beforeEach(async () => void (server = await scriptedServer(() => json({ here: "ü".repeat(50) }))));
afterEach(() => server.close());

const address = (): ProviderAddress => ({ provider: "openai", baseUrl: `${server.url}/v1`, keyVariable: "OPENAI_API_KEY", secrets: [KEY] });

async function called(options: ProviderFetchOptions & { readonly signal?: AbortSignal; readonly url?: string } = {}): Promise<string> {
  const { signal, url = `${server.url}/v1/x`, ...rest } = options;
  try {
    const response = await providerFetch(address(), { nowMs: () => NOW_MS, ...rest })(url, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}` },
      body: "{}",
      ...(signal === undefined ? {} : { signal }),
    });
    return await response.text();
  } catch (error) {
    throw failureOf(error, address(), signal);
  }
}

async function failed(fault: Fault, options: ProviderFetchOptions = {}): Promise<ProviderError> {
  server.failNext(fault);
  const error: unknown = await called(options).then(
    (text) => new Error(`It answered: ${text}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) throw error;
  expect(error.message).not.toContain(KEY);
  expect(error.fix).not.toBe("");
  return error;
}

const status = (code: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: "reply",
  ...json(body, code, headers),
});

test("an answer comes whole, also one byte a packet, which tears its letters", async () => {
  expect(JSON.parse(await called())).toEqual({ here: "ü".repeat(50) });
  server.failNext({ kind: "packets", bytes: 1 });
  expect(JSON.parse(await called())).toEqual({ here: "ü".repeat(50) });
});

describe("a status has its code", () => {
  test.for([
    [400, {}, "BAD_REQUEST"],
    [401, {}, "AUTH"],
    [402, {}, "AUTH"],
    [403, {}, "AUTH"],
    [404, {}, "BAD_REQUEST"],
    [408, {}, "OVERLOADED"],
    [413, {}, "BAD_REQUEST"],
    [429, {}, "RATE_LIMITED"],
    [429, { error: { code: "insufficient_quota", message: "You exceeded your current quota" } }, "AUTH"],
    [500, {}, "OVERLOADED"],
    [503, {}, "OVERLOADED"],
    [529, { type: "error", error: { type: "overloaded_error", message: "Overloaded" } }, "OVERLOADED"],
  ] as const)("%d %j is %s", async ([code, body, expected]) => {
    const error = await failed(status(code, body));
    expect(error).toMatchObject({ code: expected, status: code, provider: "openai", maybeBilled: false });
  });
});

test("the provider's own words are in the message, without the key, however it writes them", async () => {
  const echo = `Incorrect API key provided: ${KEY}. You can find it at …`;
  expect((await failed(status(401, { error: { message: echo, type: "invalid_request_error", code: "invalid_api_key" } }))).message).toMatch(
    /^openai at 127\.0\.0\.1:\d+ answered 401 \(invalid_api_key\): Incorrect API key provided: …cdef\. You can find it/,
  );
  expect((await failed(status(401, { error: "key sk-test-01********cdef is bad" }))).message).toContain("key sk-… is bad");
  expect((await failed(status(400, { detail: "too\nlong" }))).message).toContain("too long");
  expect(
    (await failed({ kind: "reply", status: 502, headers: { "content-type": "text/html" }, body: "<html><h1>Bad gateway</h1>" })).message,
  ).toMatch(/answered 502\.$/);
  expect((await failed(status(500, { message: "x".repeat(10_000) }))).message.length).toBeLessThan(700);
});

describe("retry-after is read", () => {
  test.for([
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after": new Date(NOW_MS + 90_000).toUTCString() }, 90_000],
    [{ "retry-after": new Date(NOW_MS - 90_000).toUTCString() }, 0],
    [{ "retry-after-ms": "1234", "retry-after": "9" }, 1_234],
    [{ "retry-after": "-3" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ] as const)("%j", async ([headers, expected]) => {
    expect((await failed(status(429, {}, headers as Record<string, string>))).retryAfterMs).toBe(expected);
  });
});

test("a page with status 200 is no answer", async () => {
  expect(await failed({ kind: "reply", headers: { "content-type": "text/html" }, body: "<html>Sign in" })).toMatchObject({
    code: "PROTOCOL",
    maybeBilled: true,
  });
});

test("a redirect is not followed, because the key would go along", async () => {
  const error = await failed({ kind: "reply", status: 307, headers: { location: "http://192.0.2.1/" }, body: "" });
  expect(error.code).toBe("NETWORK");
  expect(server.ledger).toHaveLength(1);
});

test("a broken connection may have been billed, before and within the body", async () => {
  expect(await failed({ kind: "reset" })).toMatchObject({ code: "NETWORK", maybeBilled: true });
  expect(await failed({ kind: "cut", afterBytes: 20 })).toMatchObject({ code: "NETWORK", maybeBilled: true });
});

test("a server that is not there was sent nothing", async () => {
  const gone = await scriptedServer(() => json({}));
  await gone.close();
  await expect(called({ url: `${gone.url}/v1/x` })).rejects.toMatchObject({
    code: "NETWORK",
    maybeBilled: false,
    message: expect.stringContaining("cannot be reached"),
  });
});

test("silence ends a call: before the answer, within it, and within an error", async () => {
  server.failNext({ kind: "stall", afterBytes: 5 });
  await expect(called({ idleMs: 30 })).rejects.toMatchObject({
    code: "NETWORK",
    maybeBilled: true,
    message: expect.stringContaining("was silent for 0.03 seconds"),
  });
  const silent = await scriptedServer(() => new Promise(() => {}));
  await expect(called({ idleMs: 30, url: silent.url })).rejects.toMatchObject({
    code: "NETWORK",
    message: expect.stringContaining("was silent"),
  });
  await silent.close();
});

test("an answer that drips without end is ended by the total time", async () => {
  const dripping = await scriptedServer(() => json("x".repeat(20_000)));
  dripping.failNext({ kind: "packets", bytes: 1 });
  await expect(called({ totalMs: 40, idleMs: 5_000, url: dripping.url })).rejects.toMatchObject({
    code: "NETWORK",
    message: expect.stringContaining("took more than 0.04 seconds"),
  });
  await dripping.close();
});

test("the caller's own signal ends a call with its own reason", async () => {
  const reason = new Error("enough");
  await expect(called({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  server.failNext({ kind: "stall", afterBytes: 5 });
  const abort = new AbortController();
  const waiting = called({ signal: abort.signal });
  setTimeout(() => abort.abort(reason), 20);
  await expect(waiting).rejects.toBe(reason);
});

test("an error inside a stream is told by its type, and an unknown one is worth another try", () => {
  const codes = ["rate_limit_error", "overloaded_error", "authentication_error", "invalid_request_error", "api_error", "new_error"].map(
    (type) => reportedFailure(address(), { type, message: "m" }).code,
  );
  expect(codes).toEqual(["RATE_LIMITED", "OVERLOADED", "AUTH", "BAD_REQUEST", "OVERLOADED", "OVERLOADED"]);
  expect(reportedFailure(address(), {})).toMatchObject({ code: "PROTOCOL", maybeBilled: true });
});
