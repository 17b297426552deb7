import type { Extraction, MetadataValue } from "../core/document.ts";
import { blockText } from "./block-text.ts";
import type { BlockText } from "./block-text.ts";
import { decodeText } from "./decode.ts";
import { documentOf } from "./document-of.ts";
import { parseHtml } from "./html.ts";
import { parsePlain } from "./plain.ts";

const MESSAGES_MAX = 20_000;

/** One message: who, when, what about, then its text; of text and HTML with the same words the text is read. Attachments are named, not opened. */
export async function parseEmail(bytes: Uint8Array, path: string): Promise<Extraction> {
  const out = blockText();
  const { subject, date, notes } = await writeMessage(bytes, 1, 1, path, out);
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
  for (const [index, { at, line }] of starts.slice(0, MESSAGES_MAX).entries()) {
    const message = bytes.subarray(at, starts[index + 1]?.at ?? bytes.length);
    const end = message.indexOf(10);
    notes.push(...(await writeMessage(message.subarray(end < 0 ? message.length : end + 1), line + 1, 1, path, out)).notes);
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

function messageStarts(bytes: Uint8Array): readonly { readonly at: number; readonly line: number }[] {
  const MARK = [70, 114, 111, 109, 32];
  const starts: { at: number; line: number }[] = [];
  let line = 1;
  let blankBefore = true;
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    const to = end < 0 ? bytes.length : end;
    if (blankBefore && MARK.every((unit, index) => bytes[at + index] === unit)) starts.push({ at, line });
    blankBefore = to === at || (to === at + 1 && bytes[at] === 13);
    line += 1;
    at = to + 1;
  }
  return starts;
}

interface Written {
  readonly subject: string;
  readonly date: string;
  readonly notes: readonly string[];
}

async function writeMessage(bytes: Uint8Array, firstLine: number, level: number, path: string, out: BlockText): Promise<Written> {
  const { default: PostalMime } = await import("postal-mime");
  const email = await PostalMime.parse(bytes, { maxNestingDepth: 32, maxHeadersSize: 2 ** 20 });
  const at = (line: number): { readonly kind: "line"; readonly line: number } => ({ kind: "line", line });
  const subject = oneLine(email.subject ?? "");
  if (subject !== "") out.add(subject, { kind: "heading", level, locator: at(firstLine) });
  const people = [
    ["From", addresses(email.from === undefined ? [] : [email.from])],
    ["To", addresses(email.to ?? [])],
    ["Cc", addresses(email.cc ?? [])],
    ["Date", oneLine(email.date ?? "")],
  ];
  const head = people.filter(([, value]) => value !== "").map(([name, value]) => `${name}: ${value}`);
  if (head.length > 0) out.add(head.join("\n"), { kind: "paragraph", locator: at(firstLine) });
  const bodyLine = firstLine + headerLines(bytes);
  const notes = writeBody(email.text ?? "", email.html ?? "", { level, path, locator: at(bodyLine) }, out);
  const attached = email.attachments.map(({ filename, mimeType }) => oneLine(filename ?? mimeType));
  if (attached.length > 0) out.add(`Attachments: ${attached.join(", ")}`, { kind: "paragraph", locator: at(bodyLine) });
  return { subject, date: (email.date ?? "").slice(0, 10), notes };
}

interface Place {
  readonly level: number;
  readonly path: string;
  readonly locator: { readonly kind: "line"; readonly line: number };
}

/** The text part, unless it is a stub beside the HTML part ("your reader cannot show this message"). */
function writeBody(text: string, html: string, { level, path, locator }: Place, out: BlockText): readonly string[] {
  const encode = (source: string): Uint8Array => new TextEncoder().encode(source);
  const page = html.trim() === "" ? undefined : parseHtml(encode(html), path);
  const pageText = page?.kind === "document" ? page.document.text : "";
  const isStub = text.trim().length * 4 < pageText.length;
  const chosen = text.trim() !== "" && !isStub ? parsePlain(encode(text), path) : page;
  if (chosen?.kind !== "document") return [];
  for (const block of chosen.document.blocks) {
    const heading =
      block.kind === "heading" ? { level: (block.level ?? 1) + level, ...(block.title !== undefined && { title: block.title }) } : {};
    out.add(chosen.document.text.slice(block.start, block.end), { kind: block.kind, ...heading, locator });
  }
  return chosen === page ? chosen.document.notes : [];
}

/** Lines of the header with the empty line behind it. */
function headerLines(bytes: Uint8Array): number {
  const HEADER_BYTES_MAX = 2 ** 20;
  const decoded = decodeText(bytes.subarray(0, HEADER_BYTES_MAX));
  const lines = (decoded.kind === "text" ? decoded.text : "").split(/\r\n?|\n/);
  const empty = lines.indexOf("");
  return empty < 0 ? 0 : empty + 1;
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
