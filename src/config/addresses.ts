import { FirstfitError } from "../core/errors.ts";

/** Where a provider is asked by the environment: PROVIDER_BASE_URL, and Ollama's own OLLAMA_HOST. Undefined: at its own address. */
export function addressOf(provider: string, environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const variable = `${provider.toUpperCase().replaceAll("-", "_")}_BASE_URL`;
  const address = environment[variable]?.trim() ?? "";
  if (address === "") return provider === "ollama" ? ollamaAddress(environment["OLLAMA_HOST"]?.trim() ?? "") : undefined;
  if (!URL.canParse(address))
    throw new FirstfitError(
      "BAD_CONFIG",
      `${variable} is no address: ${address}`,
      `Write it whole: export ${variable}=http://127.0.0.1:8080/v1`,
    );
  return address;
}

/** The variable may leave out scheme and port, and its server may listen on every interface, which is no address to call. */
function ollamaAddress(host: string): string | undefined {
  if (host === "") return undefined;
  const url = URL.parse(host.includes("://") ? host : `http://${host}`);
  if (url === null)
    throw new FirstfitError("BAD_CONFIG", `OLLAMA_HOST is no address: ${host}`, "Write for example: export OLLAMA_HOST=127.0.0.1:11434");
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  // Port 80 of http is left out by URL.port as well, and must be told apart from none.
  if (url.port === "" && url.protocol === "http:" && !/:80\/*$/.test(host)) url.port = "11434";
  return url.href.replace(/\/+$/, "");
}
