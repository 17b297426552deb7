import type { Json } from "../core/calls.ts";
import type { ProviderError } from "../core/errors.ts";
import { failureOf, protocolFailure } from "./provider-failure.ts";
import type { ProviderAddress } from "./provider-failure.ts";
import { providerFetch } from "./provider-fetch.ts";
import type { ProviderFetchOptions } from "./provider-fetch.ts";

/** A place that takes JSON and gives JSON. */
export interface Endpoint extends ProviderFetchOptions {
  readonly provider: string;
  /** A slash at the end does no harm. */
  readonly baseUrl: string;
  /** Sent as a bearer token. Absent: the server takes none. */
  readonly apiKey?: string;
  /** What to mend when the key is refused: "VOYAGE_API_KEY". */
  readonly keyVariable?: string;
  /** What to type when nobody answers there. */
  readonly startFix?: string;
}

/** Posts JSON once and returns the JSON that came back. Throws ProviderError, and the signal's reason when that ended it. */
export async function postJson(endpoint: Endpoint, path: string, body: Json, signal: AbortSignal): Promise<unknown> {
  const address = addressOf(endpoint);
  const { apiKey } = endpoint;
  try {
    const response = await providerFetch(address, endpoint)(`${address.baseUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify(body),
      signal,
    });
    return parsed(await response.text(), address);
  } catch (error) {
    throw failureOf(error, address, signal);
  }
}

/** The provider answered, and what it said cannot be used. */
export function unusable(endpoint: Endpoint, what: string): ProviderError {
  return protocolFailure(addressOf(endpoint), what);
}

function parsed(text: string, address: ProviderAddress): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw protocolFailure(address, `answered with ${text === "" ? "nothing" : "what is no JSON"}`, cause);
  }
}

function addressOf({ provider, baseUrl, apiKey, keyVariable, startFix }: Endpoint): ProviderAddress {
  return {
    provider,
    baseUrl: baseUrl.replace(/\/+$/, ""),
    secrets: apiKey === undefined ? [] : [apiKey],
    ...(keyVariable === undefined ? {} : { keyVariable }),
    ...(startFix === undefined ? {} : { startFix }),
  };
}
