import type { Extraction, Locator, MetadataValue } from "../core/document.ts";
import { blockText } from "./block-text.ts";
import type { BlockText } from "./block-text.ts";
import { decodeText } from "./decode.ts";
import { documentOf } from "./document-of.ts";
import { FormatError } from "./format-error.ts";
import { parseHtml } from "./html.ts";
import { parsePlain } from "./plain.ts";

const MESSAGES_MAX = 20_000;

/** One message: who, when, what about, then its text; of text and HTML with the same words the text is read. Attachments are named, not opened. */
export async function parseEmail(bytes: Uint8Array, path: string): Promise<Extraction> {
  const out = blockText();
  const { subject, date, notes } = await writeMessage(bytes, (line) => ({ kind: "line", line }), path, out);
  const metadata: Record<string, MetadataValue> = date === "" ? {} : { date };
  const { text, blocks } = out.result();
  return documentOf(
    { mediaType: "message/rfc822", text, blocks, title: subject, metadata, notes },
    path,
    "no text: the message has no header and no body",
  );
}

/** Messages behind each other, each begun by a line "From " (RFC 4155). */
export async function parseMbox(bytes: Uint8Array, path: string): Promise<Extraction> {
  const out = blockText();
  const notes: string[] = [];
  const starts = messageStarts(bytes);
  for (const [index, { at }] of starts.slice(0, MESSAGES_MAX).entries()) {
    const message = bytes.subarray(at, starts[index + 1]?.at ?? bytes.length);
    const end = message.indexOf(10);
    const place = (line: number): Locator => ({ kind: "part", part: `message ${index + 1}`, line });
    try {
      notes.push(...(await writeMessage(message.subarray(end < 0 ? message.length : end + 1), place, path, out)).notes);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      notes.push(`message ${index + 1} left out: ${error.message}`);
    }
  }
  const more = starts.length > MESSAGES_MAX ? [`over a limit: only the first ${MESSAGES_MAX} of ${starts.length} messages are read`] : [];
  const { text, blocks } = out.result();
  const title = path.replace(/^.*[\\/]/, "").replace(/\.[^.]+$/, "");
  return documentOf(
    { mediaType: "application/mbox", text, blocks, title, notes: [...more, ...notes.slice(0, 20)] },
    path,
    "no text: it holds no message",
  );
}

function messageStarts(bytes: Uint8Array): readonly { readonly at: number }[] {
  const MARK = [70, 114, 111, 109, 32];
  const starts: { at: number }[] = [];
  let blankBefore = true;
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    const to = end < 0 ? bytes.length : end;
    if (blankBefore && MARK.every((unit, index) => bytes[at + index] === unit)) starts.push({ at });
    blankBefore = to === at || (to === at + 1 && bytes[at] === 13);
    at = to + 1;
  }
  return starts;
}

interface Written {
  readonly subject: string;
  readonly date: string;
  readonly notes: readonly string[];
}

/** `place` is the locator of a line of the message, counted from 1. */
async function writeMessage(bytes: Uint8Array, place: (line: number) => Locator, path: string, out: BlockText): Promise<Written> {
  const { default: PostalMime } = await import("postal-mime");
  const email = await PostalMime.parse(bytes, { maxNestingDepth: 32, maxHeadersSize: 2 ** 20 }).catch((cause: unknown) => {
    // It throws for what passes its limits, and for nothing else that a file can hold.
    throw new FormatError(`over a limit: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  const subject = oneLine(email.subject ?? "");
  if (subject !== "") out.add(subject, { kind: "heading", level: 1, locator: place(1) });
  const people = [
    ["From", addresses(email.from === undefined ? [] : [email.from])],
    ["To", addresses(email.to ?? [])],
    ["Cc", addresses(email.cc ?? [])],
    ["Date", oneLine(email.date ?? "")],
  ];
  const head = people.filter(([, value]) => value !== "").map(([name, value]) => `${name}: ${value}`);
  if (head.length > 0) out.add(head.join("\n"), { kind: "paragraph", locator: place(1) });
  const lineOf = bodyLines(bytes);
  const notes = writeBody(email.text ?? "", email.html ?? "", { path, place: (text) => place(lineOf(text)) }, out);
  const attached = email.attachments.map(({ filename, mimeType }) => oneLine(filename ?? mimeType));
  if (attached.length > 0) out.add(`Attachments: ${attached.join(", ")}`, { kind: "paragraph", locator: place(lineOf("")) });
  return { subject, date: (email.date ?? "").slice(0, 10), notes };
}

interface Place {
  readonly path: string;
  /** Of a block by its text; asked in reading order. */
  place(text: string): Locator;
}

/** The text part, unless it is a stub beside the HTML part ("your reader cannot show this message"). */
function writeBody(text: string, html: string, { path, place }: Place, out: BlockText): readonly string[] {
  const encode = (source: string): Uint8Array => new TextEncoder().encode(source);
  const page = html.trim() === "" ? undefined : parseHtml(encode(html), path);
  const pageText = page?.kind === "document" ? page.document.text : "";
  const isStub = text.trim().length * 4 < pageText.length;
  const chosen = text.trim() !== "" && !isStub ? parsePlain(encode(text), path) : page;
  if (chosen?.kind !== "document") return [];
  for (const block of chosen.document.blocks) {
    const heading =
      block.kind === "heading" ? { level: (block.level ?? 1) + 1, ...(block.title !== undefined && { title: block.title }) } : {};
    const content = chosen.document.text.slice(block.start, block.end);
    out.add(content, { kind: block.kind, ...heading, locator: place(content) });
  }
  return chosen === page ? chosen.document.notes : [];
}

/**
 * Finds the line of the message where a block begins, by its first line. A body that is encoded shows none of its words: there it
 * stays at the line found last, at first the one behind the header.
 */
function bodyLines(bytes: Uint8Array): (text: string) => number {
  const LOOK_BYTES_MAX = 2 ** 22;
  const decoded = decodeText(bytes.subarray(0, LOOK_BYTES_MAX));
  const lines = (decoded.kind === "text" ? decoded.text : "").split(/\r\n?|\n/).map((line) => line.trim());
  const body = lines.indexOf("") + 1;
  const places = new Map<string, { next: number; readonly at: number[] }>();
  for (const [index, line] of lines.entries()) {
    if (index < body || line === "") continue;
    const known = places.get(line);
    if (known === undefined) places.set(line, { next: 0, at: [index + 1] });
    else known.at.push(index + 1);
  }
  let current = body + 1;
  return (text) => {
    const known = places.get((text.split("\n", 1)[0] ?? "").trim());
    if (known === undefined) return current;
    while ((known.at[known.next] ?? Infinity) < current) known.next += 1;
    current = known.at[known.next] ?? current;
    // The same words further down stand on a line of their own.
    known.next += 1;
    return current;
  };
}

type Mailbox = { readonly name: string; readonly address?: string | undefined; readonly group?: readonly Mailbox[] | undefined };

function addresses(list: readonly Mailbox[]): string {
  return list
    .flatMap((entry) => entry.group ?? [entry])
    .map(({ name, address }) => oneLine(name !== "" && address !== undefined ? `${name} <${address}>` : name || (address ?? "")))
    .join(", ");
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
