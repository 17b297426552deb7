import type { Block, Extraction, MetadataValue } from "../core/document.ts";
import { claimedDate, cleanTitle, titleFromPath } from "./claims.ts";
import { hiddenCharacterNotes } from "./decode.ts";

export interface Read {
  readonly mediaType: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** What the file says of itself; "" when it says nothing. */
  readonly title?: string;
  readonly metadata?: Readonly<Record<string, MetadataValue>>;
  readonly notes?: readonly string[];
}

/** The document that a parser read, with title and date by the rules that hold for every format; skipped with `emptyReason` when it has no text. */
export function documentOf(read: Read, path: string, emptyReason: string): Extraction {
  const { mediaType, text, blocks, metadata = {}, notes = [] } = read;
  if (!/\S/u.test(text)) return { kind: "skipped", reason: emptyReason };
  const date = claimedDate(metadata, path, text);
  // What programs write where an author wrote nothing.
  const title = cleanTitle(read.title ?? "").replace(/^untitled(?: document)?(?: ?\d+)?$/i, "");
  return {
    kind: "document",
    document: {
      mediaType,
      title: title || openingHeading(blocks) || titleFromPath(path),
      text,
      blocks,
      metadata,
      ...(date !== undefined && { date }),
      notes: [...notes, ...hiddenCharacterNotes(text)],
    },
  };
}

/** A first-level heading, or any heading that the document opens with. */
function openingHeading(blocks: readonly Block[]): string {
  const OPENING_BLOCKS = 2;
  const first = blocks.find((block) => block.kind === "heading" && block.level === 1);
  return cleanTitle(first?.title ?? blocks.slice(0, OPENING_BLOCKS).find((block) => block.kind === "heading")?.title ?? "");
}
