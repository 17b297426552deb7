/** Where in the source a person would look. Lines and pages count from 1. */
export type Locator =
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "page"; readonly page: number }
  | { readonly kind: "slide"; readonly slide: number }
  | { readonly kind: "cell"; readonly sheet: string; readonly cell: string }
  /** A chapter, a message, a notebook's cell, a file within an archive; with the line within it where that can be counted. */
  | { readonly kind: "part"; readonly part: string; readonly line?: number };

/** From `start` on, up to the next one, a reader finds the text at `locator`. */
export interface Place {
  readonly start: number;
  readonly locator: Locator;
}

export type BlockKind = "front-matter" | "heading" | "paragraph" | "list" | "table" | "code" | "quote" | "html";

/** A stretch of `Document.text` that the parser recognised; blocks are in order, do not overlap, and lie within the text. */
export interface Block {
  readonly kind: BlockKind;
  readonly start: number;
  readonly end: number;
  /** Heading level 1-6, on headings only. */
  readonly level?: number;
  /** Heading text without markup, on headings only. */
  readonly title?: string;
  /** Given by formats whose text is not the file itself (HTML, PDF ...); otherwise the line is counted in `Document.text`. */
  readonly locator?: Locator;
}

export type MetadataValue = string | number | boolean | readonly string[];

/** What a parser makes of bytes. All offsets, here and everywhere, are UTF-16 code units of `text`. */
export interface ParsedDocument {
  readonly mediaType: string;
  readonly title: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Front matter, meta tags: flat, JSON-safe. */
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  /** The date that the document claims for itself, as YYYY-MM-DD: front matter, file name, or a dated first line. */
  readonly date?: string;
  /** What a reader should know: "decoded as windows-1252", "hidden characters at 120". */
  readonly notes: readonly string[];
}

export interface Document extends ParsedDocument {
  /** Path relative to the indexed root, with "/"; unique within an index. */
  readonly id: string;
}

/**
 * A retrievable stretch of one document.
 * Law: `chunk.text === document.text.slice(chunk.start, chunk.end)`, so that a citation can be checked.
 */
export interface Chunk {
  /** `${document}#${ordinal}`, ordinal counted from 1 within the document. */
  readonly id: string;
  readonly document: string;
  readonly ordinal: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Document title and the headings above, outermost first: searched with the text, never cited. */
  readonly heading: readonly string[];
  /** Where the chunk begins. */
  readonly locator: Locator;
  /**
   * Where its blocks begin, by offsets in the document, when the parser gave places that `locator` does not say already. The
   * place of a citation is that of the last one at or before it; without them lines are counted from `locator`.
   */
  readonly places?: readonly Place[];
  /** What a model wrote about the chunk's place in its document: searched with the text, never cited. */
  readonly context?: string;
  /** The document's own date, or the nearest dated heading above the chunk, as YYYY-MM-DD. */
  readonly date?: string;
}

/** The outcome of reading one file: a document, or the reason why there is none. */
export type Extraction =
  | { readonly kind: "document"; readonly document: ParsedDocument }
  | { readonly kind: "skipped"; readonly reason: string };

/** One file format. `parse` is pure: bytes in, document out, no I/O, no clock. */
export interface DocumentParser {
  readonly id: string;
  /** Lower-case extensions with the dot. */
  readonly extensions: readonly string[];
  parse(bytes: Uint8Array, path: string): Promise<Extraction>;
}
