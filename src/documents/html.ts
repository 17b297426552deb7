import { parse } from "parse5";
import type { Extraction, MetadataValue } from "../core/document.ts";
import { claimedDate, cleanTitle, titleFromPath } from "./claims.ts";
import { decodeText, hiddenCharacterNotes } from "./decode.ts";
import { htmlText } from "./html-text.ts";
import type { HtmlText } from "./html-text.ts";
import {
  NOT_TEXT,
  attribute,
  findElement,
  hiddenBy,
  isAroundContent,
  isDuplicate,
  isElement,
  isText,
  mainContent,
  textOf,
  walk,
} from "./html-tree.ts";
import type { HtmlElement, HtmlNode, HtmlParent } from "./html-tree.ts";

/**
 * HTML, also when malformed: the text that a reader of the page's main content sees, with headings, lists, tables and code.
 * The text is extracted, so that every block carries the line of the source where it begins. Hidden text is left out and noted.
 */
export function parseHtml(bytes: Uint8Array, path: string): Extraction {
  const decoded = decodeText(bytes, declaredEncoding);
  if (decoded.kind === "skipped") return decoded;
  const root = parse(decoded.text, { sourceCodeLocationInfo: true });
  const body = findElement(root, ({ tagName }) => tagName === "body" || tagName === "frameset");
  const hidden: Hidden[] = [];
  const { text, blocks } = body === undefined ? { text: "", blocks: [] } : extractText(mainContent(body), body, hidden);
  if (text.trim() === "") return { kind: "skipped", reason: "no text: the page holds only scripts, navigation or images" };
  const head = headOf(root);
  const heading = blocks.find((block) => block.kind === "heading" && block.level === 1)?.title ?? "";
  const date = claimedDate(head.metadata, path, text) ?? publishedTime(body);
  return {
    kind: "document",
    document: {
      mediaType: "text/html",
      title: titleOf(head.title, heading) || titleFromPath(path),
      text,
      blocks,
      metadata: head.metadata,
      ...(date !== undefined && { date }),
      notes: [...decoded.notes, ...hiddenTextNotes(hidden), ...hiddenCharacterNotes(text)],
    },
  };
}

/** What the first bytes of a page say of its encoding. */
function declaredEncoding(head: string): string | undefined {
  const DECLARATION_LENGTH = 4_096;
  const start = head.slice(0, DECLARATION_LENGTH);
  return (
    /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']?([\w:.-]+)/i.exec(start)?.[1] ??
    /<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w:.-]+)/i.exec(start)?.[1]
  );
}

/** "Pricing | Acme Inc." beside the heading "Pricing" is the heading with the site's name. */
function titleOf(title: string, heading: string): string {
  if (heading !== "" && title.toLowerCase().startsWith(heading.toLowerCase()) && /^\s*[|\-–—·:»]/u.test(title.slice(heading.length)))
    return heading;
  return title || heading;
}

interface Hidden {
  readonly why: string;
  readonly line: number;
  readonly characters: number;
}

function hiddenTextNotes(hidden: readonly Hidden[]): string[] {
  const SHOWN = 5;
  const notes = hidden
    .slice(0, SHOWN)
    .map(({ why, line, characters }) => `hidden text left out at line ${line} (${why}): ${characters} characters`);
  const more = hidden.length - notes.length;
  return more > 0 ? [...notes, `hidden text left out in ${more} more ${more === 1 ? "place" : "places"}`] : notes;
}

/** Tags that end a paragraph where they begin and where they end. */
const BLOCK_TAGS: ReadonlySet<string> = new Set(
  "address article aside center dd details dir div dl dt fieldset figcaption figure footer form frameset header hgroup hr legend main menu optgroup option p section summary td th tr caption".split(
    " ",
  ),
);

/** What lies in one of these is content, and is not asked again whether it belongs to the page's frame. */
const CONTENT_TAGS: ReadonlySet<string> = new Set(["article", "main", "section", "header"]);

function extractText(content: HtmlElement, body: HtmlElement, hidden: Hidden[]): ReturnType<HtmlText["result"]> {
  const out = htmlText();
  // How many open elements hold content of their own, in which a header or an aside belongs to the text.
  let inside = content === body ? 0 : 1;
  let dataTables = 0;
  let headings = 0;
  const layout = new Set<HtmlElement>();
  const enterElement = (element: HtmlElement): boolean => {
    const { tagName } = element;
    const line = lineOf(element);
    if (NOT_TEXT.has(tagName) || isDuplicate(element) || isAroundContent(element, inside > 0)) return false;
    const why = hiddenBy(element);
    if (why !== undefined) {
      const characters = textOf(element).length;
      if (characters > 0) hidden.push({ why, line, characters });
      return false;
    }
    if (headings > 0 && tagName === "a" && /^[#¶§🔗]?$/u.test(textOf(element))) return false;
    if (tagName === "br") out.lineBreak();
    else if (tagName === "pre" || tagName === "textarea" || tagName === "listing") {
      out.paragraph();
      out.code(rawText(element), firstTextLine(element));
      return false;
    } else if (/^h[1-6]$/.test(tagName)) {
      out.paragraph();
      headings += 1;
    } else if (tagName === "ul" || tagName === "ol" || tagName === "dl" || tagName === "menu") out.openList(tagName === "ol", line);
    else if (tagName === "li" || tagName === "dt") out.item();
    else if (tagName === "blockquote") out.openQuote(line);
    else if (tagName === "table") {
      if (dataTables > 0 || isLayoutTable(element)) {
        layout.add(element);
        out.paragraph();
      } else {
        dataTables += 1;
        out.openTable();
      }
    } else if (BLOCK_TAGS.has(tagName) && !(dataTables > 0 && tagName === "tr")) out.paragraph();
    if (CONTENT_TAGS.has(tagName)) inside += 1;
    return true;
  };
  const leaveElement = (element: HtmlElement): void => {
    const { tagName } = element;
    if (/^h[1-6]$/.test(tagName)) {
      out.heading(Number(tagName.slice(1)));
      headings -= 1;
    } else if (tagName === "ul" || tagName === "ol" || tagName === "dl" || tagName === "menu") out.closeList();
    else if (tagName === "blockquote") out.closeQuote();
    else if (tagName === "table") {
      if (layout.has(element)) out.paragraph();
      else {
        dataTables -= 1;
        out.closeTable();
      }
    } else if (dataTables > 0 && (tagName === "td" || tagName === "th")) out.cell();
    else if (dataTables > 0 && (tagName === "tr" || tagName === "caption")) out.row();
    else if (BLOCK_TAGS.has(tagName) || tagName === "li") out.paragraph();
    if (CONTENT_TAGS.has(tagName)) inside -= 1;
  };
  const enter = (node: HtmlNode): boolean => {
    if (isText(node)) out.text(node.value, node.sourceCodeLocation?.startLine ?? 1);
    return isElement(node) && enterElement(node);
  };
  walk(content, { enter, leave: leaveElement });
  return out.result();
}

function lineOf(element: HtmlElement): number {
  return element.sourceCodeLocation?.startLine ?? 1;
}

function rawText(element: HtmlElement): string {
  const parts: string[] = [];
  walk(element, {
    enter: (node) => {
      if (isText(node)) parts.push(node.value);
      else if (isElement(node) && node.tagName === "br") parts.push("\n");
      return !(isElement(node) && NOT_TEXT.has(node.tagName));
    },
  });
  return parts.join("");
}

/** The line of an element's first text: the line end behind <pre> is not part of it. */
function firstTextLine(element: HtmlElement): number {
  let line: number | undefined;
  walk(element, {
    enter: (node) => {
      if (isText(node)) line ??= node.sourceCodeLocation?.startLine;
      return line === undefined;
    },
  });
  return line ?? lineOf(element);
}

/** A table that arranges the page: it holds tables, headings, lists or code, or has one cell a row throughout. */
function isLayoutTable(table: HtmlElement): boolean {
  const role = attribute(table, "role");
  if (role === "presentation" || role === "none") return true;
  let cellsInRow = 0;
  let widest = 0;
  const blocky = findElement(table, ({ tagName }) => {
    if (tagName === "tr") cellsInRow = 0;
    if (tagName === "td" || tagName === "th") widest = Math.max(widest, ++cellsInRow);
    return tagName === "table" || tagName === "pre" || tagName === "ul" || tagName === "ol" || /^h[1-6]$/.test(tagName);
  });
  return blocky !== undefined || widest < 2;
}

/** Names of meta tags to the metadata keys they become. */
const META_KEYS: Readonly<Record<string, string>> = {
  description: "description",
  "og:description": "description",
  keywords: "keywords",
  author: "author",
  "article:published_time": "date",
  "article:modified_time": "updated",
  date: "date",
  "dc.date": "date",
  "dcterms.date": "date",
  "dc.date.issued": "date",
  pubdate: "date",
  publishdate: "date",
  "last-modified": "updated",
};

function headOf(root: HtmlParent): { readonly title: string; readonly metadata: Readonly<Record<string, MetadataValue>> } {
  const metadata = new Map<string, MetadataValue>();
  let title = "";
  let socialTitle = "";
  walk(root, {
    enter: (node) => {
      if (!isElement(node)) return false;
      const { tagName } = node;
      if (tagName === "svg") return false;
      if (tagName === "html") {
        const language = attribute(node, "lang")?.trim() ?? "";
        if (language !== "") metadata.set("language", language);
      } else if (tagName === "title") title ||= rawText(node);
      else if (tagName === "meta") {
        const name = (attribute(node, "name") ?? attribute(node, "property") ?? attribute(node, "itemprop") ?? "").toLowerCase();
        const value = attribute(node, "content")?.trim() ?? "";
        if (name === "og:title") socialTitle ||= value;
        const key = META_KEYS[name];
        if (key !== undefined && value !== "" && !metadata.has(key))
          metadata.set(key, key === "keywords" ? value.split(/\s*,\s*/).filter((word) => word !== "") : value);
      }
      return true;
    },
  });
  return { title: cleanTitle(title) || cleanTitle(socialTitle), metadata: Object.fromEntries(metadata) };
}

/** The date of a time element that says it is the page's own. */
function publishedTime(body: HtmlElement | undefined): string | undefined {
  if (body === undefined) return undefined;
  const time = findElement(
    body,
    (element) =>
      element.tagName === "time" &&
      (attribute(element, "pubdate") !== undefined || /^date(?:Published|Modified)$/.test(attribute(element, "itemprop") ?? "")),
  );
  return time === undefined ? undefined : claimedDate({ date: attribute(time, "datetime") ?? textOf(time) }, "", "");
}
