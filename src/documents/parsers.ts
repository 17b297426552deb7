import type { DocumentParser, Extraction } from "../core/document.ts";

/**
 * Every file format that can be read. A parser's code is loaded with its first file, because most commands read none.
 */
export const parsers: readonly DocumentParser[] = [
  {
    id: "markdown",
    extensions: [".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"],
    parse: async (bytes, path) => (await import("./markdown.ts")).parseMarkdown(bytes, path),
  },
  {
    id: "html",
    extensions: [".html", ".htm", ".xhtml", ".xht"],
    parse: async (bytes, path) => (await import("./html.ts")).parseHtml(bytes, path),
  },
  {
    id: "plain",
    extensions: [".txt", ".text", ".log", ".rst", ".adoc", ".asciidoc", ".org"],
    parse: async (bytes, path) => (await import("./plain.ts")).parsePlain(bytes, path),
  },
];

/** Lower-case extension with the dot; "" for a name without one, such as README or .gitignore. */
export function extensionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot).toLowerCase() : "";
}

/** Reads one file with the parser of its extension; a page saved under another name is still a page, and README is text. */
export async function extract(bytes: Uint8Array, path: string): Promise<Extraction> {
  const extension = extensionOf(path);
  const named = parsers.find((parser) => parser.extensions.includes(extension)) ?? (extension === "" ? byId("plain") : undefined);
  if (named === undefined) return { kind: "skipped", reason: `no reader for ${extension} files` };
  const parser = named.id !== "html" && looksLikePage(bytes) ? (byId("html") ?? named) : named;
  return parser.parse(bytes, path);
}

function byId(id: string): DocumentParser | undefined {
  return parsers.find((parser) => parser.id === id);
}

/** The first bytes are those of an HTML page; in UTF-16 every second one is zero. */
function looksLikePage(bytes: Uint8Array): boolean {
  const OPENING_BYTES = 512;
  const opening = [...bytes.subarray(0, OPENING_BYTES)]
    .filter((byte) => byte > 0 && byte < 128)
    .map((byte) => String.fromCharCode(byte))
    .join("");
  return /^\s*(?:<!doctype html|<html[\s>])/i.test(opening);
}
