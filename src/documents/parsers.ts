import type { DocumentParser, Extraction } from "../core/document.ts";
import { FORMATS, formatOf, noReader, parseHere } from "./formats.ts";
import type { Format } from "./formats.ts";

export { extensionOf } from "./extension.ts";

/** Every file format that can be read. A parser's code is loaded with its first file, because most commands read none. */
export const parsers: readonly DocumentParser[] = FORMATS.map((format) => ({
  id: format.id,
  extensions: format.extensions,
  parse: (bytes: Uint8Array, path: string) => parse(format, bytes, path),
}));

/**
 * Reads one file with the parser of its extension; a page saved under another name is still a page, and README is text.
 * Formats that unpack or follow pointers run in a thread with limits on time and memory (isolated.ts); the others run here.
 */
export async function extract(bytes: Uint8Array, path: string): Promise<Extraction> {
  const format = formatOf(bytes, path);
  return format === undefined ? { kind: "skipped", reason: noReader(path) } : parse(format, bytes, path);
}

async function parse(format: Format, bytes: Uint8Array, path: string): Promise<Extraction> {
  if (bytes.length === 0) return { kind: "skipped", reason: "empty" };
  if (bytes.length < format.isolatedFromBytes) return parseHere(format, bytes, path);
  const { parseIsolated } = await import("./isolated.ts");
  return parseIsolated({ format: format.id, bytes, path });
}
