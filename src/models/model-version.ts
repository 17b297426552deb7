import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";

/** Where a model is asked for its version. */
export interface VersionAddress {
  readonly baseUrl?: string;
  readonly apiKey?: string;
  readonly signal: AbortSignal;
  readonly fetch?: typeof fetch;
}

/** A version is a courtesy: nobody waits long for one. */
const TIMEOUT_MS = 3_000;

/**
 * What is behind the name of a model, where somebody says it: of Ollama the digest of the weights (/api/tags), of Anthropic the dated model that an
 * alias stands for (/v1/models/ID). Others do not say. Undefined as well where nobody answers, because the run itself will say why.
 */
export async function modelVersion(provider: string, model: string, address: VersionAddress): Promise<string | undefined> {
  if (provider === "ollama") return await ollamaDigest(model, address);
  if (provider === "anthropic") return await anthropicId(model, address);
  return undefined;
}

/** https://docs.ollama.com/api/tags; a name without a tag means ":latest". */
async function ollamaDigest(model: string, address: VersionAddress): Promise<string | undefined> {
  const reply = await asked(`${trimmed(address.baseUrl ?? "http://127.0.0.1:11434")}/api/tags`, {}, address);
  const models = isRecord(reply) && Array.isArray(reply["models"]) ? reply["models"].filter(isRecord) : [];
  const names = model.includes(":") ? [model] : [model, `${model}:latest`];
  const digest = models.find(({ name }) => typeof name === "string" && names.includes(name))?.["digest"];
  return typeof digest === "string" ? digest : undefined;
}

/** https://platform.claude.com/docs/en/api/models/retrieve: the id of the model that the alias resolves to. */
async function anthropicId(model: string, address: VersionAddress): Promise<string | undefined> {
  const { baseUrl = "https://api.anthropic.com", apiKey } = address;
  if (apiKey === undefined) return undefined;
  const base = trimmed(baseUrl).replace(/\/v1$/, "");
  const headers = { "x-api-key": apiKey, "anthropic-version": "2023-06-01" };
  const reply = await asked(`${base}/v1/models/${encodeURIComponent(model)}`, headers, address);
  return isRecord(reply) && typeof reply["id"] === "string" ? reply["id"] : undefined;
}

async function asked(
  url: string,
  headers: Readonly<Record<string, string>>,
  { signal, fetch: send = fetch }: VersionAddress,
): Promise<unknown> {
  try {
    const response = await send(url, { headers, redirect: "error", signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    return response.ok ? await response.json() : undefined;
  } catch {
    // no server, no time, no JSON: whatever it is, the calls of the run meet it too and say so
    return undefined;
  }
}

const PART_BYTES = 1_048_576;

/** Of a model in a file: its size and a hash of its first and last megabyte, where the header and the last weights are. Undefined without the file. */
export async function fileVersion(file: string): Promise<string | undefined> {
  let size: number;
  try {
    ({ size } = await stat(file));
  } catch {
    return undefined;
  }
  await using handle = await open(file);
  const hash = createHash("sha256");
  for (const from of [0, Math.max(0, size - PART_BYTES)]) {
    const part = Buffer.alloc(Math.min(PART_BYTES, size));
    const { bytesRead } = await handle.read(part, 0, part.length, from);
    hash.update(part.subarray(0, bytesRead));
  }
  return `${size} bytes, ${hash.digest("hex").slice(0, 16)}`;
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, "");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
