import type { Extraction } from "../core/document.ts";
import type { ExtractInner } from "./extract-inner.ts";
import { extensionOf } from "./extension.ts";
import { FormatError } from "./format-error.ts";

type Parse = (bytes: Uint8Array, path: string, inner: ExtractInner) => Extraction | Promise<Extraction>;

export interface Format {
  readonly id: string;
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /**
   * Files of this many bytes and more are read in a thread of their own, with limits: 0 for what unpacks or follows what a file
   * says of itself, a megabyte for records, tags and cells of tables, of which a small file can hold very many.
   */
  readonly isolatedFromBytes: number;
  /** Loads the parser's code with its first file. */
  load(): Promise<Parse>;
}

/** The extensions of source-families.ts, which is loaded with the first file of code. */
const SOURCE_EXTENSIONS: readonly string[] =
  "py pyi pyx js mjs cjs jsx ts mts cts tsx vue svelte astro java cs kt kts scala sc swift dart go rs c h cpp cc cxx hpp hh hxx cu m mm php rb rake sh bash zsh ksh ps1 psm1 psd1 sql lua ex exs r jl pl pm hs clj cljs lisp el scm tf hcl proto graphql gql css scss less yaml yml toml ini cfg conf properties gradle groovy make mk cmake bat cmd tex bib vim zig nim asm"
    .split(" ")
    .map((name) => `.${name}`);

const NEVER = Number.POSITIVE_INFINITY;
const MANY_BYTES = 2 ** 20;

/** Every file format that can be read. */
export const FORMATS: readonly Format[] = [
  {
    id: "markdown",
    extensions: [".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"],
    isolatedFromBytes: MANY_BYTES,
    load: async () => (await import("./markdown.ts")).parseMarkdown,
  },
  {
    id: "html",
    extensions: [".html", ".htm", ".xhtml", ".xht"],
    isolatedFromBytes: MANY_BYTES,
    load: async () => (await import("./html.ts")).parseHtml,
  },
  {
    id: "plain",
    extensions: [".txt", ".text", ".log", ".rst", ".adoc", ".asciidoc", ".org"],
    isolatedFromBytes: NEVER,
    load: async () => (await import("./plain.ts")).parsePlain,
  },
  { id: "pdf", extensions: [".pdf"], isolatedFromBytes: 0, load: async () => (await import("./pdf.ts")).parsePdf },
  { id: "docx", extensions: [".docx", ".docm", ".dotx"], isolatedFromBytes: 0, load: async () => (await import("./docx.ts")).parseDocx },
  {
    id: "csv",
    extensions: [".csv", ".tsv", ".tab"],
    isolatedFromBytes: MANY_BYTES,
    load: async () => (await import("./csv.ts")).parseCsv,
  },
  { id: "xlsx", extensions: [".xlsx", ".xlsm", ".xltx"], isolatedFromBytes: 0, load: async () => (await import("./xlsx.ts")).parseXlsx },
  { id: "pptx", extensions: [".pptx", ".pptm", ".ppsx"], isolatedFromBytes: 0, load: async () => (await import("./pptx.ts")).parsePptx },
  {
    id: "json",
    extensions: [".json", ".jsonl", ".ndjson", ".geojson"],
    isolatedFromBytes: MANY_BYTES,
    load: async () => (await import("./json.ts")).parseJson,
  },
  { id: "email", extensions: [".eml"], isolatedFromBytes: 0, load: async () => (await import("./email.ts")).parseEmail },
  { id: "mbox", extensions: [".mbox", ".mbx"], isolatedFromBytes: 0, load: async () => (await import("./email.ts")).parseMbox },
  {
    id: "notebook",
    extensions: [".ipynb"],
    isolatedFromBytes: MANY_BYTES,
    load: async () => (await import("./notebook.ts")).parseNotebook,
  },
  {
    id: "source-code",
    extensions: SOURCE_EXTENSIONS,
    isolatedFromBytes: NEVER,
    load: async () => (await import("./source-code.ts")).parseSourceCode,
  },
  { id: "epub", extensions: [".epub"], isolatedFromBytes: 0, load: async () => (await import("./epub.ts")).parseEpub },
  {
    id: "open-document",
    extensions: [".odt", ".ott", ".ods", ".ots", ".odp"],
    isolatedFromBytes: 0,
    load: async () => (await import("./open-document.ts")).parseOpenDocument,
  },
  { id: "rtf", extensions: [".rtf"], isolatedFromBytes: 0, load: async () => (await import("./rtf.ts")).parseRtf },
  { id: "archive", extensions: [".zip"], isolatedFromBytes: 0, load: async () => (await import("./archive.ts")).parseArchive },
];

/** The format of a file by its extension; its content decides where names mislead: a saved page, a text that is a PDF. */
export function formatOf(bytes: Uint8Array, path: string): Format | undefined {
  const extension = extensionOf(path);
  const named = FORMATS.find(({ extensions }) => extensions.includes(extension)) ?? (extension === "" ? byId("plain") : undefined);
  if (named === undefined) return undefined;
  const opening = openingOf(bytes);
  if (named.id !== "pdf" && opening.startsWith("%PDF-")) return byId("pdf") ?? named;
  if (PAGE_NAMES.includes(named.id) && looksLikePage(opening)) return byId("html") ?? named;
  if (named.id === "plain" && opening.startsWith("{\\rtf")) return byId("rtf") ?? named;
  return named;
}

/** Formats under whose names pages are saved. */
const PAGE_NAMES: readonly string[] = ["markdown", "plain"];

export function byId(id: string): Format | undefined {
  return FORMATS.find((format) => format.id === id);
}

/** An archive, the archives in it, and those in these. */
const DEPTH_MAX = 3;

/** Reads a file in this thread. What a parser throws as a FormatError becomes the reason; other errors are passed on. */
export async function parseHere(format: Format, bytes: Uint8Array, path: string, depth = 0): Promise<Extraction> {
  const inner: ExtractInner = async (entry, name) => {
    if (depth >= DEPTH_MAX) return { kind: "skipped", reason: `over a limit: archives nested more than ${DEPTH_MAX} deep` };
    const found = formatOf(entry, name);
    return found === undefined ? { kind: "skipped", reason: noReader(name) } : parseHere(found, entry, name, depth + 1);
  };
  try {
    return await (
      await format.load()
    )(bytes, path, inner);
  } catch (error) {
    if (error instanceof FormatError) return { kind: "skipped", reason: error.message };
    throw error;
  }
}

export function noReader(path: string): string {
  return `no reader for ${extensionOf(path)} files`;
}

/** The first characters that are ASCII; in UTF-16 every second byte is zero. */
function openingOf(bytes: Uint8Array): string {
  const OPENING_BYTES = 512;
  const { buffer, byteOffset, byteLength } = bytes;
  return Buffer.from(buffer, byteOffset, Math.min(byteLength, OPENING_BYTES))
    .toString("latin1")
    .replace(/[^\x01-\x7f]+/g, "");
}

function looksLikePage(opening: string): boolean {
  return /^\s*(?:<!doctype html|<html[\s>])/i.test(opening);
}
