import { protocolFailure } from "../../models/provider-failure.ts";
import type { ProviderAddress } from "../../models/provider-failure.ts";

/**
 * The values of a stream, as they come: `data` of server-sent events (WHATWG HTML 9.2), or JSON a line. Data that is no JSON is its own text, as servers that
 * stream plain words send it; a line that is no JSON is a PROTOCOL error. "[DONE]" ends the stream.
 */
export async function* eventsOf(response: Response, form: "sse" | "json-lines", address: ProviderAddress): AsyncGenerator {
  if (form === "json-lines") {
    for await (const line of linesOf(response)) if (line.trim() !== "") yield parsed(line, address);
    return;
  }
  let data: string[] = [];
  for await (const line of linesOf(response)) {
    if (line !== "") {
      if (line.startsWith("data:")) data.push(line.slice(line.startsWith("data: ") ? 6 : 5));
      continue;
    }
    const text = data.join("\n");
    data = [];
    if (text === "[DONE]") return;
    if (text !== "") yield eventValue(text);
  }
  const last = data.join("\n");
  if (last !== "" && last !== "[DONE]") yield eventValue(last);
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const { body } = response;
  if (body === null) return;
  const pieces: ReadableStream<Uint8Array<ArrayBuffer>> = body;
  let rest = "";
  for await (const piece of pieces.pipeThrough(new TextDecoderStream())) {
    // a piece may end between the two halves of a line's end
    const text = rest + piece;
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + text.slice(whole.length);
    yield* lines;
  }
  if (rest !== "") yield rest.replace(/\r$/, "");
}

function eventValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

function parsed(line: string, address: ProviderAddress): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw protocolFailure(address, `sent a line that is no JSON ("${line.trim().slice(0, 60)}")`, cause);
  }
}
