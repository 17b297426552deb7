import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../../core/calls.ts";
import type { Candidate, CandidateOutput, Case, TrialContext } from "../../core/evaluation.ts";
import { FirstfitError, ProviderError } from "../../core/errors.ts";
import { retryDelayMs } from "../../models/calls/backoff.ts";
import { failureOf, protocolFailure } from "../../models/provider-failure.ts";
import type { ProviderAddress } from "../../models/provider-failure.ts";
import { providerFetch } from "../../models/provider-fetch.ts";
import type { HttpCandidate } from "../candidate-schema.ts";
import { eventsOf } from "./http-events.ts";
import { jsonTemplate, urlTemplate, variesByCase } from "./json-template.ts";
import type { Template } from "./json-template.ts";
import { holding } from "./own-cost.ts";
import type { CandidateParts } from "./parts.ts";
import { replyReader } from "./reply.ts";
import type { ReplyReader } from "./reply.ts";
import { Secrets, shownUrl } from "./secrets.ts";

const TIMEOUT_SECONDS = 120;
/** A server that is busy is waited for; one that broke in the middle may have acted already, and is not asked twice. */
const RETRIES = { attemptsMax: 4, backoffBaseMs: 500, backoffMaxMs: 8_000, retryAfterMaxMs: 60_000 };
const PLACE = /\{\{[^{}]*\}\}/g;
const DEFAULT_BODY: Json = { input: "{{input}}" };

/**
 * A server of anybody's, asked once a trial. Statuses that ask to wait are waited for; whatever is no answer is an error that says what was there, never an
 * empty output. Secrets are put in here and come out nowhere. In a dry run nothing is sent. Throws BAD_CONFIG and MISSING_KEY.
 */
export function httpCandidate(name: string, config: HttpCandidate, parts: CandidateParts): Candidate {
  const { names, plan } = parts;
  const endpoint = endpointOf(name, config, parts);
  const held = holding({ ...parts, ...(config.cost === undefined ? {} : { kind: "paid" as const }) });
  return {
    name,
    definition: definitionOf(config),
    ownCost: { of: "a server", told: config.cost === undefined ? "never" : "always" },
    ...(config.concurrency === undefined ? {} : { concurrencyMax: config.concurrency }),
    async run(input, context) {
      if (plan !== undefined) return await plan("http", `${endpoint.method} ${shownUrl(config.url)}`);
      return await held(async () => {
        const value = clean(await askWithRetries(endpoint, input, context), (text) => endpoint.secrets.redact(names.keys.redact(text)));
        return { value, cost: value.cost };
      }, context.signal);
    },
  };
}

interface Endpoint {
  readonly url: Template<string>;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Template<Json> | undefined;
  readonly stream: HttpCandidate["stream"];
  readonly address: ProviderAddress;
  readonly reader: ReplyReader;
  readonly fetch: typeof fetch;
  readonly secrets: Secrets;
}

function endpointOf(name: string, config: HttpCandidate, { names, onNote }: CandidateParts): Endpoint {
  const secrets = new Secrets({ environment: names.environment, name, isDryRun: names.isDryRun });
  const resolved = secrets.resolve(config.url);
  checkAddress(resolved, name);
  const url = urlTemplate(resolved, `\`url\` of the candidate ${name}`);
  const method = config.method ?? "POST";
  if (method === "GET" && config.body !== undefined)
    throw new FirstfitError("BAD_CONFIG", `The candidate ${name} sends a body with GET.`, "Take the body out, or use POST.");
  const body = method === "GET" ? undefined : (config.body ?? DEFAULT_BODY);
  if (!variesByCase(config.url) && (body === undefined || !variesByCase(body)))
    throw new FirstfitError(
      "BAD_CONFIG",
      `The candidate ${name} sends the same request for every case.`,
      'Put the input into the body, { question: "{{input}}" }, or into the address, ?q={{input}}.',
    );
  const headers = secrets.resolveAll(config.headers ?? {}, "The header");
  checkHeaders(headers, name);
  const address: ProviderAddress = {
    // one that is named after its address need not say it twice
    provider: name.includes(new URL(resolved.replace(PLACE, "x")).host) ? "the server" : name,
    baseUrl: resolved,
    secrets: secrets.values,
    startFix: "Start the server, or check the address.",
    authFix:
      'Send what the server asks for, from the environment: headers: { authorization: "Bearer ${AGENT_TOKEN}" } of a candidate in firstfit.config.ts.',
  };
  const timeoutMs = (config.timeoutSeconds ?? TIMEOUT_SECONDS) * 1_000;
  return {
    url,
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      accept: config.stream === "sse" ? "text/event-stream" : "application/json, text/plain;q=0.5",
      ...headers,
    },
    body: body === undefined ? undefined : jsonTemplate(body, `\`body\` of the candidate ${name}`),
    stream: config.stream,
    address,
    reader: replyReader(config, {
      name,
      fail: (what) => protocolFailure(address, what),
      ...(onNote === undefined ? {} : { onNote }),
    }),
    fetch: providerFetch(address, { idleMs: timeoutMs, totalMs: timeoutMs }),
    secrets,
  };
}

/** RFC 9110 5.1 and 5.5. The value is not said: it may be a secret. */
function checkHeaders(headers: Readonly<Record<string, string>>, name: string): void {
  for (const [header, value] of Object.entries(headers)) {
    const isNamed = /^[\w!#$%&'*+.^`|~-]+$/.test(header);
    if (isNamed && !/[^\t\x20-\x7e\x80-\xff]/.test(value)) continue;
    throw new FirstfitError(
      "BAD_CONFIG",
      `The header ${JSON.stringify(header)} of the candidate ${name} ${isNamed ? "has characters that no header may have" : "is no name of a header"}.`,
      isNamed ? "Look for a line break in its value." : "Names have neither blanks nor colons.",
    );
  }
}

function checkAddress(url: string, name: string): void {
  const plain = url.replace(PLACE, "x");
  const parsed = URL.canParse(plain) ? new URL(plain) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    throw new FirstfitError(
      "BAD_CONFIG",
      `The address of the candidate ${name}, "${shownUrl(url)}", is none.`,
      "Write it whole: http://127.0.0.1:8080/ask",
    );
  if (parsed.username !== "" || parsed.password !== "")
    throw new FirstfitError(
      "BAD_CONFIG",
      `The address of the candidate ${name} holds a password.`,
      "Send it in a header from the environment: headers: { authorization: 'Basic ${AGENT_LOGIN}' }",
    );
}

/** All that decides what is sent and read, as it stands in the configuration: names of secrets, never their values. */
function definitionOf(config: HttpCandidate): Json {
  const { timeoutSeconds: _, concurrency: __, url, ...rest } = config;
  return { method: "POST", ...(rest.method === "GET" ? {} : { body: DEFAULT_BODY }), ...rest, url: shownUrl(url) };
}

async function askWithRetries(endpoint: Endpoint, input: Case["input"], context: TrialContext): Promise<CandidateOutput> {
  const failures: ProviderError[] = [];
  for (;;) {
    try {
      return await askOnce(endpoint, input, context);
    } catch (thrown) {
      if (context.signal.aborted) throw interrupted(thrown);
      const error = thrown instanceof FirstfitError ? thrown : failureOf(thrown, endpoint.address);
      if (!(error instanceof ProviderError) || (error.code !== "RATE_LIMITED" && error.code !== "OVERLOADED")) throw error;
      failures.push(error);
      const delayMs = retryDelayMs(failures, RETRIES, Math.random);
      if (delayMs === undefined) throw error;
      await sleep(delayMs, undefined, { signal: context.signal }).catch((cause: unknown) => {
        throw interrupted(cause);
      });
    }
  }
}

/** Latency is from the sending of the request to the end of the reply, unless the reply says it. */
async function askOnce(
  { url, method, headers, body, stream, address, reader, fetch }: Endpoint,
  input: Case["input"],
  context: TrialContext,
): Promise<CandidateOutput> {
  const values = { input, context };
  const sent = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body(values)) }) };
  const startedMs = performance.now();
  const response = await fetch(url(values), { ...sent, signal: context.signal });
  const output =
    stream === undefined ? reader.whole(await bodyOf(response, address)) : await streamed(response, stream, { address, reader });
  return { latencyMs: Math.round((performance.now() - startedMs) * 1000) / 1000, ...output };
}

/** What the body says: JSON, or text that says of itself that it is none. */
async function bodyOf(response: Response, address: ProviderAddress): Promise<unknown> {
  const text = await response.text();
  if (text.trim() === "") throw protocolFailure(address, "answered with an empty body");
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (cause) {
    if (/^\s*<(?:!doctype|html)/i.test(text)) throw protocolFailure(address, "answered with a page instead of data");
    if ((response.headers.get("content-type") ?? "").startsWith("text/plain")) return text;
    const form = streamForm(text);
    if (form !== undefined)
      throw protocolFailure(address, `answered with a stream: write stream: "${form}" into the candidate in firstfit.config.ts`);
    throw protocolFailure(address, `answered with what is no JSON ("${text.trim().replace(/\s+/g, " ").slice(0, 60)}")`, cause);
  }
}

/** The kind of stream that a body is, by its first two lines. */
function streamForm(text: string): HttpCandidate["stream"] {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
  if (/^(?:data|event|id|retry)?:/.test(lines[0] ?? "")) return "sse";
  return lines.length > 1 && lines.slice(0, 2).every((line) => /^\s*\{.*\}\s*$/.test(line)) ? "json-lines" : undefined;
}

async function streamed(
  response: Response,
  stream: NonNullable<HttpCandidate["stream"]>,
  { address, reader }: Pick<Endpoint, "address" | "reader">,
): Promise<CandidateOutput> {
  const collected = reader.stream();
  for await (const event of eventsOf(response, stream, address)) collected.push(event);
  return collected.end();
}

/** A server that says a key back must not get it written down. */
function clean(output: CandidateOutput, redact: (text: string) => string): CandidateOutput {
  const text = JSON.stringify(output);
  const shown = redact(text);
  return shown === text ? output : (JSON.parse(shown) as CandidateOutput); // a key is replaced by plain characters, so it stays JSON of the same form
}

function interrupted(cause: unknown): FirstfitError {
  return new FirstfitError("INTERRUPTED", "Stopped before the server had answered.", "Run it again.", { cause });
}
