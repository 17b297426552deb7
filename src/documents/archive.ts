import type { Block, Extraction, Locator } from "../core/document.ts";
import { blockText } from "./block-text.ts";
import { titleFromPath } from "./claims.ts";
import { documentOf } from "./document-of.ts";
import type { ExtractInner } from "./extract-inner.ts";
import { FormatError } from "./format-error.ts";
import { lineCounter, partLocator } from "./part-locator.ts";
import { openZip } from "./zip.ts";
import type { Zip } from "./zip.ts";

/** Files of an archive that are read; more are named in a note. */
const FILES_MAX = 1_000;

/**
 * A zip archive as one document: each file that has a reader stands under a heading with its name. Unpacked in memory within the
 * limits of zip.ts; nothing is written to disk. Locators name the file and the place in it.
 */
export async function parseArchive(bytes: Uint8Array, path: string, inner: ExtractInner): Promise<Extraction> {
  const zip = openZip(bytes);
  const out = blockText();
  const leftOut = zip.rejected.map(({ name, reason }) => ({ name, reason }));
  // What programs pack along for themselves.
  const names = zip.names.filter((name) => !/(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$)/.test(name)).toSorted();
  for (const name of names.slice(0, FILES_MAX)) {
    const extraction = await readEntry(zip, name, inner);
    if (extraction.kind === "skipped") {
      leftOut.push({ name, reason: extraction.reason });
      continue;
    }
    const { text, blocks, title } = extraction.document;
    const lineAt = lineCounter(text);
    const place = (block: Block | undefined): Locator =>
      partLocator(name, block?.locator ?? { kind: "line", line: lineAt(block?.start ?? 0) });
    // A page's own title is part of no block of it.
    const heading = title === "" || text.startsWith(title) || name.startsWith(title) ? name : `${name}: ${title}`;
    out.add(heading, { kind: "heading", level: 1, locator: place(blocks[0]) });
    for (const block of blocks) {
      const { kind, start, end, level, title: inside } = block;
      out.add(text.slice(start, end), {
        kind: kind === "front-matter" ? "paragraph" : kind,
        ...(level !== undefined && { level: level + 1 }),
        ...(inside !== undefined && { title: inside }),
        locator: place(block),
      });
    }
  }
  if (names.length > FILES_MAX)
    leftOut.push({ name: `${names.length - FILES_MAX} more files`, reason: `over a limit: at most ${FILES_MAX} are read` });
  const notes = leftOut.slice(0, 10).map(({ name, reason }) => `entry ${JSON.stringify(name.slice(0, 80))} left out: ${reason}`);
  const { text, blocks } = out.result();
  const first = leftOut[0];
  const reason =
    first === undefined
      ? "no text: the archive is empty"
      : `no text: no file in the archive can be read (${JSON.stringify(first.name.slice(0, 80))}: ${first.reason})`;
  return documentOf({ mediaType: "application/zip", text, blocks, title: titleFromPath(path), notes }, path, reason);
}

/** A damaged entry is left out and the others are read; one that passes a limit ends the archive, because it is made to. */
async function readEntry(zip: Zip, name: string, inner: ExtractInner): Promise<Extraction> {
  let content: Uint8Array | undefined;
  try {
    content = zip.read(name);
  } catch (error) {
    if (error instanceof FormatError && error.message.startsWith("damaged")) return { kind: "skipped", reason: error.message };
    throw error;
  }
  return content === undefined || content.length === 0 ? { kind: "skipped", reason: "empty" } : inner(content, name);
}
