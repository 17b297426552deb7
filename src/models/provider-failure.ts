import { ProviderError } from "../core/errors.ts";
import type { ProviderErrorCode, ProviderFacts } from "../core/errors.ts";

/** Whom a call goes to, as far as its failures must say. */
export interface ProviderAddress {
  /** "anthropic", "openai", …: the first part of a model's name. */
  readonly provider: string;
  readonly baseUrl: string;
  /** The environment variable that the key comes from; absent where none is needed. */
  readonly keyVariable?: string;
  /** Keys that were sent and stand in no message, whoever wrote it. */
  readonly secrets: readonly string[];
  /** What to type when nobody answers at the address. */
  readonly startFix?: string;
  /** What to do when it refuses who asks; absent where a key has its variable. */
  readonly authFix?: string;
}

/** Characters of a provider's own words that a message shows. */
const WORDS_LENGTH_MAX = 500;

/** An answer with a status that is not 2xx. `nowMs` is Unix time, for a `retry-after` that names a date. */
export function statusFailure(
  address: ProviderAddress,
  answer: { readonly status: number; readonly headers: Headers; readonly body: string },
  nowMs: number,
): ProviderError {
  const { type, words } = vendorWords(answer.body);
  const code = codeOf(answer.status, type);
  const retryAfter = retryAfterMs(answer.headers, nowMs);
  return providerError(address, code, `answered ${answer.status}${type === undefined ? "" : ` (${type})`}${said(words)}`, {
    status: answer.status,
    ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
  });
}

/** An error that a provider reports in the body of a 200, as streams do: `type` and `message` are its own words. */
export function reportedFailure(
  address: ProviderAddress,
  error: { readonly type?: string; readonly message?: string },
  maybeBilled = true,
): ProviderError {
  const type = error.type;
  const code = type === undefined ? "PROTOCOL" : (codeOfType(type) ?? "OVERLOADED");
  return providerError(address, code, `broke off with ${type ?? "an error"}${said(error.message ?? "")}`, { maybeBilled });
}

/** An answer that is not what the protocol says; it was made, so it may have been paid for. */
export function protocolFailure(address: ProviderAddress, what: string, cause?: unknown): ProviderError {
  return providerError(address, "PROTOCOL", what, { maybeBilled: true, cause });
}

export function networkFailure(
  address: ProviderAddress,
  what: string,
  facts: { readonly maybeBilled: boolean; readonly cause?: unknown },
): ProviderError {
  return providerError(address, "NETWORK", what, facts);
}

/**
 * What came out of a call, as what the caller is to see: the reason of its own signal when that ended it, else a ProviderError. Libraries
 * wrap errors in errors of theirs, so the whole chain of causes is looked through.
 */
export function failureOf(error: unknown, address: ProviderAddress, signal?: AbortSignal): unknown {
  if (signal?.aborted === true) return signal.reason;
  const chain = causes(error);
  const own = chain.find((link) => link instanceof ProviderError);
  if (own !== undefined) return own;
  const network = chain
    .map((link) => (link instanceof Error && "code" in link ? String(link.code) : ""))
    .find((code) => /^(?:E(?!RR_)[A-Z]|UND_|ERR_TLS|ERR_SSL|CERT_|UNABLE_|DEPTH_|SELF_)/.test(code));
  if (network !== undefined || chain.some((link) => link instanceof TypeError && link.message === "fetch failed"))
    return unreachable(address, chain, network ?? "");
  const first = chain[0];
  const early = first === undefined ? undefined : firstEventFailure(first, address);
  if (early !== undefined) return early;
  const name = first instanceof Error ? first.name : "";
  if (/InvalidArgument|UnsupportedFunctionality|InvalidPrompt/.test(name))
    return providerError(address, "BAD_REQUEST", `cannot be asked this${said(messageOf(first))}`, { cause: error });
  const names = chain.map((link) => (link instanceof Error ? link.name : "")).join(" ");
  if (/TypeValidation/.test(names)) return protocolFailure(address, "answered in a form that its protocol does not have", error);
  if (/JSONParse/.test(names)) return protocolFailure(address, "answered with what is no JSON", error);
  return protocolFailure(address, `answered what is no answer${said(messageOf(first))}`, error);
}

/** A stream whose first event is an error: the package gives it the status that it would have had, and the event as its body. */
function firstEventFailure(error: unknown, address: ProviderAddress): ProviderError | undefined {
  if (!(error instanceof Error) || !("statusCode" in error) || !("responseBody" in error)) return undefined;
  const { statusCode: status, responseBody: body } = error;
  if (typeof status !== "number" || status < 400 || typeof body !== "string") return undefined;
  const { type, words } = vendorWords(body);
  return reportedFailure(address, { ...(type === undefined ? {} : { type }), message: words === "" ? error.message : words }, false);
}

/** Nothing was sent where nobody was reached. */
const NEVER_SENT = new Set(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

function unreachable(address: ProviderAddress, chain: readonly unknown[], code: string): ProviderError {
  const maybeBilled = !(NEVER_SENT.has(code) || /CERT|TLS|SSL|UNABLE_/.test(code));
  const why = messageOf(chain.findLast((link) => link instanceof Error && link.message !== "") ?? "");
  if (why === "unexpected redirect")
    return networkFailure(address, "answered with a redirect, which is not followed: name the address that it leads to", {
      maybeBilled,
      cause: chain[0],
    });
  // fetch refuses it before anything is sent
  if (why === "bad port") return networkFailure(address, "has a port that no request may go to", { maybeBilled: false, cause: chain[0] });
  return networkFailure(address, maybeBilled ? `broke the connection (${why})` : `cannot be reached (${why})`, {
    maybeBilled,
    cause: chain[0],
  });
}

function providerError(
  address: ProviderAddress,
  code: ProviderErrorCode,
  what: string,
  facts: Omit<ProviderFacts, "provider">,
): ProviderError {
  const message = withoutSecrets(`${address.provider} at ${origin(address.baseUrl)} ${what}`, address.secrets);
  return new ProviderError(code, message.endsWith(".") ? message : `${message}.`, fixOf(address, code, facts), {
    provider: address.provider,
    ...facts,
  });
}

function fixOf(address: ProviderAddress, code: ProviderErrorCode, { status, maybeBilled }: Omit<ProviderFacts, "provider">): string {
  switch (code) {
    case "AUTH":
      return address.keyVariable === undefined
        ? (address.authFix ?? "Check what the server asks of its clients.")
        : `Check the key in ${address.keyVariable}, and that its account may use this model.`;
    case "RATE_LIMITED":
      return "Wait a little and run it again; fewer calls at a time meet the limit later.";
    case "OVERLOADED":
      return "Run it again later, or use another model.";
    case "BAD_REQUEST":
      return status === 404
        ? "Check the model's name and the server's address."
        : "Change what the provider names; a shorter prompt helps where it was too long.";
    case "NETWORK":
      return maybeBilled === true
        ? "Run it again; if it stays so, check the way to the server."
        : (address.startFix ?? "Check the address and the network, then run it again.");
    case "PROTOCOL":
      return "Check that the address is that of the model's server, and not of a page or a proxy before it; then run it again.";
  }
}

function codeOf(status: number, type: string | undefined): ProviderErrorCode {
  // OpenAI says 429 for an account without credit; waiting does not help there.
  if (type !== undefined && /insufficient_quota|billing/.test(type)) return "AUTH";
  if (status === 401 || status === 402 || status === 403) return "AUTH";
  if (status === 429) return "RATE_LIMITED";
  if (status >= 500 || status === 408 || status === 409 || status === 425) return "OVERLOADED";
  return status >= 400 ? "BAD_REQUEST" : "PROTOCOL";
}

function codeOfType(type: string): ProviderErrorCode | undefined {
  if (/insufficient_quota|billing|authentication|permission/.test(type)) return "AUTH";
  if (/rate_limit/.test(type)) return "RATE_LIMITED";
  if (/invalid_request|not_found|too_large|context_length/.test(type)) return "BAD_REQUEST";
  return /overloaded|server_error|api_error|timeout/.test(type) ? "OVERLOADED" : undefined;
}

/** `retry-after-ms`, or `retry-after` in seconds or as an HTTP date (RFC 9110 10.2.3); never negative. */
function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const ms = Number(headers.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(ms)) return Math.max(0, ms);
  const text = headers.get("retry-after")?.trim() ?? "";
  if (text === "") return undefined;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** The type and the message of an error body: Anthropic and OpenAI nest them in `error`, Ollama writes a text there, others say `message` or `detail`. */
function vendorWords(body: string): { readonly type?: string; readonly words: string } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // A page or plain text: its words are all there is.
    return { words: /<html|<!doctype/i.test(body) ? "" : body };
  }
  const record = recordOf(value);
  const error = record["error"] ?? record;
  if (typeof error === "string") return { words: error };
  const inner = recordOf(error);
  const type = [inner["code"], inner["type"]].find((part) => typeof part === "string" && part !== "");
  const words = [inner["message"], inner["detail"], record["message"]].find((part) => typeof part === "string");
  return { ...(typeof type === "string" ? { type } : {}), words: typeof words === "string" ? words : "" };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function said(words: string): string {
  const flat = words.replace(/[\s\p{Cc}]+/gu, " ").trim();
  const short = flat.length > WORDS_LENGTH_MAX ? `${flat.slice(0, WORDS_LENGTH_MAX).toWellFormed()}…` : flat;
  return short === "" ? "" : `: ${short}`;
}

/** Keys in an error message end up in logs. OpenAI repeats the one that it refused, with stars in it. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 8) clean = clean.replaceAll(secret, `…${secret.slice(-4)}`);
  return clean.replace(/\b(sk|pa|key)-[\w*-]{8,}/g, "$1-…");
}

function origin(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (
    let link: unknown = error;
    link !== undefined && link !== null && !chain.includes(link);
    link = link instanceof Error ? link.cause : undefined
  )
    chain.push(link);
  return chain;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : typeof error === "string" ? error : "";
}
