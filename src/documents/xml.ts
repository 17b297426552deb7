import { decodeText } from "./decode.ts";
import { FormatError } from "./format-error.ts";

/** What is called for each part of an XML file, in order. Names are local: the prefix of "w:p" is left out. */
export interface XmlHandler {
  open?(name: string, attributes: ReadonlyMap<string, string>): void;
  close?(name: string): void;
  text?(value: string): void;
}

/** Office files nest tables in tables and groups in groups, not more than some dozens deep. */
const DEPTH_MAX = 1_000;
const NAME = /[^\s=/>"'<]+/y;

const PREDEFINED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * Reads XML in one pass, without a tree. A document type declaration is refused as a whole, so that there are no entities but
 * the five of XML and numbered characters, and nothing outside of the file is looked at. Forgiving otherwise: it reads text, it does not validate.
 * Linear in the input. @throws FormatError for a declaration of types, and beyond 1,000 nested elements.
 */
export function readXml(bytes: Uint8Array, handler: XmlHandler): void {
  const decoded = decodeText(bytes, (head) => /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w:.-]+)/.exec(head)?.[1]);
  if (decoded.kind === "skipped") return;
  scan(decoded.text, handler);
}

function scan(source: string, handler: XmlHandler): void {
  const open: string[] = [];
  let at = 0;
  while (at < source.length) {
    const tag = source.indexOf("<", at);
    const textEnd = tag < 0 ? source.length : tag;
    if (textEnd > at && open.length > 0) handler.text?.(decodeEntities(source.slice(at, textEnd)));
    if (tag < 0) return;
    if (source.startsWith("<!--", tag)) at = after(source, "-->", tag + 4);
    else if (source.startsWith("<![CDATA[", tag)) {
      const end = source.indexOf("]]>", tag + 9);
      handler.text?.(source.slice(tag + 9, end < 0 ? source.length : end));
      at = end < 0 ? source.length : end + 3;
    } else if (source.startsWith("<!", tag)) {
      if (/^<!DOCTYPE/i.test(source.slice(tag, tag + 9)) && hasSubset(source, tag))
        throw new FormatError("hostile or unusual: its XML declares types or entities, which are not read");
      at = after(source, ">", tag + 2);
    } else if (source.startsWith("<?", tag)) at = after(source, "?>", tag + 2);
    else if (source.startsWith("</", tag)) {
      at = after(source, ">", tag + 2);
      const name = localName(source.slice(tag + 2, at - 1).trim());
      // An end tag that fits nothing is skipped; one that fits an outer element closes what is inside.
      const opened = open.lastIndexOf(name);
      while (opened >= 0 && open.length > opened) {
        const closed = open.pop() ?? name;
        handler.close?.(closed);
      }
    } else at = openTag(source, tag, open, handler);
  }
}

/** "<!DOCTYPE html>" with or without identifiers is harmless, because nothing follows them; declarations between brackets are refused. */
function hasSubset(source: string, tag: number): boolean {
  const DECLARATION_LENGTH = 1_000;
  const declaration = source.slice(tag, tag + DECLARATION_LENGTH);
  const end = declaration.indexOf(">");
  const subset = declaration.indexOf("[");
  return end < 0 || (subset >= 0 && subset < end);
}

function after(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found + mark.length;
}

function openTag(source: string, tag: number, open: string[], handler: XmlHandler): number {
  const named = nameAt(source, tag + 1);
  // A bare "<" is text that somebody forgot to escape.
  if (named === "") {
    if (open.length > 0) handler.text?.("<");
    return tag + 1;
  }
  const attributes = new Map<string, string>();
  let at = tag + 1 + named.length;
  while (at < source.length) {
    at = skipSpace(source, at);
    const unit = source[at];
    if (unit === ">" || unit === undefined) break;
    if (unit === "/") {
      at += 1;
      continue;
    }
    const key = nameAt(source, at);
    if (key === "") {
      at += 1;
      continue;
    }
    at = skipSpace(source, at + key.length);
    if (source[at] !== "=") continue;
    at = skipSpace(source, at + 1);
    const quote = source[at];
    if (quote !== '"' && quote !== "'") continue;
    const end = source.indexOf(quote, at + 1);
    const value = source.slice(at + 1, end < 0 ? source.length : end);
    attributes.set(localName(key), decodeEntities(value));
    // The whole name too, where two prefixes share a local name: id and r:id.
    if (key.includes(":")) attributes.set(key, decodeEntities(value));
    at = end < 0 ? source.length : end + 1;
  }
  const name = localName(named);
  handler.open?.(name, attributes);
  if (source[at - 1] === "/") handler.close?.(name);
  else {
    open.push(name);
    if (open.length > DEPTH_MAX) throw new FormatError(`over a limit: its XML is nested more than ${DEPTH_MAX} deep`);
  }
  return at + 1;
}

function nameAt(source: string, at: number): string {
  NAME.lastIndex = at;
  return NAME.exec(source)?.[0] ?? "";
}

function skipSpace(source: string, from: number): number {
  let at = from;
  for (let unit = source.charCodeAt(at); unit === 32 || (unit >= 9 && unit <= 13); unit = source.charCodeAt(at)) at += 1;
  return at;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return PREDEFINED[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\uFFFD" : String.fromCodePoint(code);
    },
  );
}
