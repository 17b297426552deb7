import type { ProviderError } from "../core/errors.ts";
import { networkFailure, protocolFailure, statusFailure } from "./provider-failure.ts";
import type { ProviderAddress } from "./provider-failure.ts";

export interface ProviderFetchOptions {
  /** Longest silence before the answer and between two of its packets. Default 120,000 */
  readonly idleMs?: number;
  /** Longest time that one answer may take as a whole. Default 600,000 */
  readonly totalMs?: number;
  readonly fetch?: typeof fetch;
  /** Unix time. Default: that of the machine */
  readonly nowMs?: () => number;
}

const IDLE_MS = 120_000;
const TOTAL_MS = 600_000;
/** No answer of a model is larger; a body that goes on beyond it has no end. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;
const ERROR_BODY_BYTES_MAX = 64 * 1024;

/**
 * `fetch` for calls to a provider. It never follows a redirect, because a key would go along; a status other than 2xx, a page where data
 * was expected, silence, a body without end and a broken connection are ProviderErrors, also while the body is read. Makes one attempt.
 */
export function providerFetch(address: ProviderAddress, options: ProviderFetchOptions = {}): typeof fetch {
  const { idleMs = IDLE_MS, totalMs = TOTAL_MS, nowMs = Date.now } = options;
  return async (input, init = {}) => {
    const watch = new Watch(address, { idleMs, totalMs }, init.signal ?? undefined);
    try {
      watch.wait();
      const response = await (options.fetch ?? fetch)(input, { ...init, redirect: "error", signal: watch.signal });
      watch.heard();
      if (!response.ok) {
        const body = await textWithin(response, ERROR_BODY_BYTES_MAX, watch);
        throw statusFailure(address, { status: response.status, headers: response.headers, body }, nowMs());
      }
      const type = response.headers.get("content-type") ?? "";
      if (type.includes("text/html")) throw protocolFailure(address, "answered with a page instead of data");
      if (response.body === null) throw protocolFailure(address, "answered without a body");
      return new Response(watchedBody(response.body, address, watch), response);
    } catch (error) {
      watch.end();
      throw watch.failure ?? error;
    }
  };
}

/** The clocks of one call: silence, and the whole. They abort it with the failure that they stand for. */
class Watch {
  readonly #abort = new AbortController();
  readonly signal: AbortSignal;
  readonly #silence: () => ProviderError;
  readonly #idleMs: number;
  readonly #total: NodeJS.Timeout;
  #idle: NodeJS.Timeout | undefined;
  failure: ProviderError | undefined;

  constructor(address: ProviderAddress, limits: { readonly idleMs: number; readonly totalMs: number }, signal: AbortSignal | undefined) {
    const seconds = (ms: number): string => `${(ms / 1000).toLocaleString("en-US")} seconds`;
    this.#silence = () => networkFailure(address, `was silent for ${seconds(limits.idleMs)}`, { maybeBilled: true });
    this.#idleMs = limits.idleMs;
    this.#total = this.#after(limits.totalMs, () =>
      networkFailure(address, `took more than ${seconds(limits.totalMs)}`, { maybeBilled: true }),
    );
    this.signal = signal === undefined ? this.#abort.signal : AbortSignal.any([signal, this.#abort.signal]);
  }

  /** Does not keep the program alive: the socket does. */
  #after(ms: number, failure: () => ProviderError): NodeJS.Timeout {
    return setTimeout(() => {
      this.failure = failure();
      this.#abort.abort(this.failure);
    }, ms).unref();
  }

  wait(): void {
    this.#idle = this.#after(this.#idleMs, this.#silence);
  }

  heard(): void {
    clearTimeout(this.#idle);
  }

  end(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
  }

  /** Ends the request where its reader has lost interest. */
  stop(): void {
    this.end();
    this.#abort.abort();
  }
}

function watchedBody(body: ReadableStream<Uint8Array>, address: ProviderAddress, watch: Watch): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        watch.wait();
        const { done, value } = await reader.read();
        watch.heard();
        if (done) {
          watch.end();
          controller.close();
          return;
        }
        bytes += value.length;
        if (bytes > BODY_BYTES_MAX) throw protocolFailure(address, `sent more than ${BODY_BYTES_MAX / 1024 ** 2} MiB and did not end`);
        controller.enqueue(value);
      } catch (error) {
        watch.stop();
        controller.error(watch.failure ?? error);
      }
    },
    async cancel(reason) {
      watch.stop();
      await reader.cancel(reason).catch(() => {}); // it is given up; how that goes interests nobody
    },
  });
}

/** The beginning of a body; an error page may be long, or never end. */
async function textWithin(response: Response, bytesMax: number, watch: Watch): Promise<string> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  while (reader !== undefined && bytes < bytesMax) {
    watch.wait();
    const read = await reader.read().catch(() => undefined); // a broken body still has its status
    watch.heard();
    if (read === undefined || read.done) break;
    pieces.push(read.value);
    bytes += read.value.length;
  }
  watch.stop();
  return new TextDecoder().decode(Buffer.concat(pieces));
}
