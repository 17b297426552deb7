import { protocolFailure } from "./provider-failure.ts";
import type { ProviderAddress } from "./provider-failure.ts";

/** The objects of a body of JSON lines, as they come; an empty body, a line that is no object and broken UTF-8 are PROTOCOL errors. */
export async function* jsonLines(response: Response, address: ProviderAddress): AsyncGenerator<Readonly<Record<string, unknown>>> {
  if (response.body === null) throw protocolFailure(address, "answered without a body");
  const pieces: ReadableStream<Uint8Array<ArrayBuffer>> = response.body;
  let rest = "";
  let lines = 0;
  for await (const piece of pieces.pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))) {
    const parts = `${rest}${piece}`.split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      if (line.trim() === "") continue;
      lines++;
      yield objectOf(line, address);
    }
  }
  if (rest.trim() !== "") {
    lines++;
    yield objectOf(rest, address);
  }
  if (lines === 0) throw protocolFailure(address, "answered with nothing");
}

function objectOf(line: string, address: ProviderAddress): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw protocolFailure(address, "answered with a line that is no JSON", cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw protocolFailure(address, "answered with a line that is no object");
  return { ...value };
}
