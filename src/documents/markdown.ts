// The same parser in one file with all it needs, which loads in a third of the time; nothing in it asks for a browser.
import MarkdownIt from "markdown-it/browser";
import type { Block, BlockKind, Extraction } from "../core/document.ts";
import { claimedDate, cleanTitle, titleFromPath } from "./claims.ts";
import { decodeText, hiddenCharacterNotes } from "./decode.ts";
import { readFrontMatter } from "./front-matter.ts";

let blockParser: InstanceType<typeof MarkdownIt> | undefined;

/** Block rules only: what the inline rules make of a text would not have its offsets. */
function blockRules(): InstanceType<typeof MarkdownIt> {
  if (blockParser === undefined) {
    blockParser = new MarkdownIt({ html: true });
    blockParser.core.ruler.enableOnly(["normalize", "block"]);
    // Where a link definition leads is of no use here; that it is one is seen without its address.
    blockParser.normalizeLink = (address) => address;
  }
  return blockParser;
}

const KINDS: Readonly<Record<string, BlockKind>> = {
  heading_open: "heading",
  paragraph_open: "paragraph",
  bullet_list_open: "list",
  ordered_list_open: "list",
  table_open: "table",
  fence: "code",
  code_block: "code",
  blockquote_open: "quote",
  html_block: "html",
  hr: "paragraph",
};

/**
 * Markdown as CommonMark and GitHub's tables have it, with YAML or TOML front matter. The text is the file's own, so that
 * shortcodes, JSX and comments stay where they are; only its outermost blocks are recognised.
 */
export function parseMarkdown(bytes: Uint8Array, path: string): Extraction {
  const decoded = decodeText(bytes);
  if (decoded.kind === "skipped") return decoded;
  const { text } = decoded;
  const front = readFrontMatter(text);
  const body = markdownBlocks(text, front.end, /\.mdx$/i.test(path));
  const blocks: readonly Block[] = front.end > 0 ? [{ kind: "front-matter", start: 0, end: front.end }, ...body] : body;
  const claimed = front.metadata["title"];
  const heading = body.find((block) => block.kind === "heading" && block.level === 1)?.title ?? "";
  const title =
    (typeof claimed === "string" || typeof claimed === "number" ? cleanTitle(String(claimed)) : "") || heading || titleFromPath(path);
  const date = claimedDate(front.metadata, path, text, front.end);
  return {
    kind: "document",
    document: {
      mediaType: "text/markdown",
      title,
      text,
      blocks,
      metadata: front.metadata,
      ...(date !== undefined && { date }),
      notes: [...decoded.notes, ...front.notes, ...hiddenCharacterNotes(text)],
    },
  };
}

/** Outermost blocks from `from` on, in order. */
function markdownBlocks(text: string, from: number, mdx: boolean): Block[] {
  const body = text.slice(from);
  const starts = lineStarts(body);
  const blocks: Block[] = [];
  const tokens = blockRules().parse(body, {});
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as (typeof tokens)[number]; // below its length
    const kind = KINDS[token.type];
    if (token.level !== 0 || kind === undefined || token.map === null) continue;
    const start = starts[token.map[0]] ?? body.length;
    const end = starts[token.map[1]] ?? body.length;
    const block = { start: from + start, end: from + trimmedEnd(body, start, end) };
    // A line of white space that only Unicode knows is a paragraph to the parser and nothing to a reader.
    if (block.end <= block.start) continue;
    if (kind === "heading")
      blocks.push({ kind, ...block, level: Number(token.tag.slice(1)), title: headingTitle(tokens[index + 1]?.content ?? "") });
    else
      blocks.push({
        kind: mdx && kind === "paragraph" && /^\s*(?:import|export)\s/.test(body.slice(start, start + 20)) ? "html" : kind,
        ...block,
      });
  }
  return blocks;
}

/** Offsets at which lines begin, by the line ends that markdown-it knows: \n, \r\n and \r. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let to = end;
  while (to > start && /\s/u.test(text[to - 1] ?? "")) to--;
  return to;
}

/** A heading without its markup: links by their text, code without ticks, no anchors, no shortcodes. */
export function headingTitle(source: string): string {
  const HEADING_LENGTH_MAX = 1_000;
  const start = source.slice(0, HEADING_LENGTH_MAX);
  if (!/[[`*_~<{\\]/.test(start)) return cleanTitle(start);
  const plain = start
    .replace(/\{\{[<%][^{}]*[%>]\}\}/g, " ")
    .replace(/\s*\{#[^{}]*\}\s*$/, "")
    .replace(/!?\[([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])?/g, "$1")
    .replace(/<\/?[A-Za-z][^<>]*>/g, "")
    .replace(/`+([^`]*)`+/g, "$1")
    .replace(/(\*\*|__|\*|~~)(?=\S)([^*_~]*)\1/g, "$2")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1");
  return cleanTitle(plain);
}
