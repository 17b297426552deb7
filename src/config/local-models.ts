import { addressOf } from "./addresses.ts";
import type { Config } from "./schema.ts";

/** These run in this process. */
const IN_PROCESS = new Set(["builtin", "onnx", "gguf"]);
/** Their own servers are elsewhere. */
const REMOTE = new Set(["anthropic", "openai", "voyage", "cohere"]);

/** Whether a model of this name runs on machines of one's own; undefined where its address does not say. */
export function isLocalModel(
  name: string,
  { config, environment }: { readonly config: Config; readonly environment: Readonly<Record<string, string | undefined>> },
): boolean | undefined {
  const provider = name.slice(0, Math.max(0, name.indexOf("/")));
  if (IN_PROCESS.has(provider)) return true;
  const address = config.providers?.[provider]?.baseUrl ?? addressOf(provider, environment);
  if (address === undefined) return provider === "ollama" ? true : REMOTE.has(provider) ? false : undefined;
  return isOwnHost(new URL(address).hostname) ? true : undefined;
}

/** Loopback, and the private ranges of RFC 1918 and RFC 4193. A name says nothing. */
function isOwnHost(host: string): boolean {
  return (
    host === "localhost" ||
    /^\[(?:::1|f[cd][0-9a-f]{2}:.*)\]$/.test(host) ||
    /^(?:127|10)\.\d+\.\d+\.\d+$/.test(host) ||
    /^192\.168\.\d+\.\d+$/.test(host) ||
    /^172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(host)
  );
}
