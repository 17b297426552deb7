import type { Extraction, MetadataValue } from "../core/document.ts";
import { blockText, tableText } from "./block-text.ts";
import type { BlockText } from "./block-text.ts";
import { documentOf } from "./document-of.ts";
import { FormatError } from "./format-error.ts";

/** What holds within a group, and ends with it. */
interface State {
  /** Where text goes: into the document, a style's name, the title, or nowhere. */
  readonly destination: "text" | "stylesheet" | "fonts" | "title" | "author" | "none";
  readonly hidden: boolean;
  /** Bytes that stand for a \u character in older readers, and are skipped. */
  readonly fallbackLength: number;
  readonly encoding: string;
}

const DEPTH_MAX = 1_000;

/** Destinations whose text is not the document's (RTF 1.9.1); groups that begin with \* are left out as well when they are not known. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  "colortbl pict object objdata info header headerl headerr headerf footer footerl footerr footerf fldinst bkmkstart bkmkend xe tc listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping datastore latentstyles mmathPr nonshppict shpinst filetbl annotation atnid atnauthor".split(
    " ",
  ),
);

const CHARACTERS: Readonly<Record<string, string>> = {
  tab: "\t",
  line: "\n",
  lquote: "\u2018",
  rquote: "\u2019",
  ldblquote: "\u201C",
  rdblquote: "\u201D",
  bullet: "\u2022",
  endash: "\u2013",
  emdash: "\u2014",
  emspace: " ",
  enspace: " ",
  "~": "\u00A0",
  _: "-",
};

/** Character sets of fonts by their number (Windows GDI) as encodings. */
const CHARSETS: Readonly<Record<number, string>> = {
  0: "windows-1252",
  77: "macintosh",
  128: "shift_jis",
  129: "euc-kr",
  134: "gbk",
  136: "big5",
  161: "windows-1253",
  162: "windows-1254",
  163: "windows-1258",
  177: "windows-1255",
  178: "windows-1256",
  186: "windows-1257",
  204: "windows-1251",
  222: "windows-874",
  238: "windows-1250",
};

const TOKEN = /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\/gy;

/** Rich Text Format: text with its code pages, headings by style or outline level, table rows; pictures, objects and hidden text are left out. */
export function parseRtf(bytes: Uint8Array, path: string): Extraction {
  const source = new TextDecoder("latin1").decode(bytes.subarray(0, 3)) === "\u00EF\u00BB\u00BF" ? bytes.subarray(3) : bytes;
  // Bytes as characters: what is not ASCII is read by the code page in force.
  const raw = Buffer.from(source.buffer, source.byteOffset, source.length).toString("latin1");
  if (!/^\s*\{\\rtf/.test(raw.slice(0, 100))) throw new FormatError("damaged: it does not begin as RTF");
  const reader = rtfReader(blockText());
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(raw); match !== null; match = TOKEN.exec(raw)) {
    const [, word, argument, hex, symbol, brace, text] = match;
    if (brace === "{") reader.open();
    else if (brace === "}") reader.close();
    else if (word === "bin") TOKEN.lastIndex += Math.max(0, Number(argument ?? 0));
    else if (word !== undefined) reader.control(word, argument === undefined ? undefined : Number(argument));
    else if (hex !== undefined) reader.bytes(String.fromCharCode(Number.parseInt(hex, 16)));
    else if (symbol !== undefined) reader.symbol(symbol);
    else if (text !== undefined) reader.bytes(text);
  }
  const { out, title, author, hidden } = reader.finish();
  const { text, blocks } = out.result();
  const metadata: Record<string, MetadataValue> = author === "" ? {} : { author };
  const notes = hidden > 0 ? [`hidden text left out: ${hidden} characters`] : [];
  return documentOf(
    { mediaType: "application/rtf", text, blocks, title, metadata, notes },
    path,
    "no text: the document is empty or holds only images",
  );
}

interface Reader {
  open(): void;
  close(): void;
  control(word: string, argument: number | undefined): void;
  symbol(symbol: string): void;
  /** Characters below 256, each a byte. */
  bytes(text: string): void;
  finish(): { readonly out: BlockText; readonly title: string; readonly author: string; readonly hidden: number };
}

function rtfReader(out: BlockText): Reader {
  const states: State[] = [];
  let state: State = { destination: "text", hidden: false, fallbackLength: 1, encoding: "windows-1252" };
  let documentEncoding = "windows-1252";
  const fonts = new Map<number, string>();
  let font = 0;
  const styleLevels = new Map<number, number>();
  let style = 0;
  let styleName = "";
  let outline: number | undefined;
  let isListed = false;
  let page = 1;
  let hasPages = false;
  let skip = 0;
  let isStarred = false;
  let pending = "";
  let paragraph: string[] = [];
  let cells: string[] = [];
  let rows: string[][] = [];
  let inTable = false;
  let hidden = 0;
  let title = "";
  let author = "";

  const put = (text: string): void => {
    if (state.destination === "title") title += text;
    else if (state.destination === "author") author += text;
    else if (state.destination === "stylesheet") styleName += text;
    else if (state.destination === "text") {
      if (state.hidden) hidden += text.length;
      else {
        paragraph.push(text);
        if (/\S/u.test(text)) startPage ??= page;
      }
    }
  };
  /** Two bytes of one character may stand apart in the source, so that bytes are decoded when something else comes. */
  const flush = (): void => {
    if (pending === "") return;
    const text = /[\u0080-\u00FF]/.test(pending) ? new TextDecoder(state.encoding).decode(Buffer.from(pending, "latin1")) : pending;
    pending = "";
    put(text);
  };
  // Where the first words of the paragraph or table stand that is being read.
  let startPage: number | undefined;
  let tablePage: number | undefined;
  const locator = (from = page): { readonly locator?: { readonly kind: "page"; readonly page: number } } =>
    hasPages ? { locator: { kind: "page", page: from } } : {};
  const endTable = (): void => {
    if (rows.length > 0) out.add(tableText(rows), { kind: "table", ...locator(tablePage) });
    rows = [];
    tablePage = undefined;
  };
  const endParagraph = (): void => {
    flush();
    const text = paragraph.join("").trim();
    paragraph = [];
    if (text === "") return;
    if (inTable) {
      // A paragraph within a cell: the cell goes on.
      paragraph = [`${text} `];
      return;
    }
    endTable();
    const place = locator(startPage);
    startPage = undefined;
    const level = outline ?? styleLevels.get(style);
    const HEADING_LENGTH_MAX = 300;
    if (level !== undefined && text.length <= HEADING_LENGTH_MAX) out.add(text, { kind: "heading", level, ...place });
    else if (isListed || /^[\u2022\u00B7\u25E6]\s/u.test(text)) out.add(text, { kind: "list", ...place });
    else out.add(text, { kind: "paragraph", ...place });
  };
  const endCell = (): void => {
    flush();
    cells.push(paragraph.join("").trim());
    paragraph = [];
    tablePage ??= startPage;
    startPage = undefined;
  };
  const endStyle = (): void => {
    const level = /^heading (\d)/i.exec(styleName.trim())?.[1] ?? (/^title\b/i.test(styleName.trim()) ? "1" : undefined);
    if (level !== undefined) styleLevels.set(style, Number(level));
    styleName = "";
  };

  const destination = (word: string): boolean => {
    if (word === "stylesheet") state = { ...state, destination: "stylesheet" };
    else if (word === "fonttbl") state = { ...state, destination: "fonts" };
    else if (word === "title" || word === "author") state = { ...state, destination: word };
    else if (word === "shptxt") state = { ...state, destination: "text" };
    else if (LEFT_OUT.has(word)) state = { ...state, destination: "none" };
    else return false;
    return true;
  };
  const encodingOf = (page_: number): string => {
    const label =
      page_ === 65001
        ? "utf-8"
        : page_ === 10000
          ? "macintosh"
          : page_ === 932
            ? "shift_jis"
            : page_ === 936
              ? "gbk"
              : page_ === 949
                ? "euc-kr"
                : page_ === 950
                  ? "big5"
                  : `windows-${page_}`;
    try {
      return new TextDecoder(label).encoding;
    } catch {
      // RangeError: a code page that this Node does not know; Western is the likeliest.
      return "windows-1252";
    }
  };
  const paragraphProperty = (word: string, argument: number | undefined): void => {
    if (word === "pard") {
      style = 0;
      outline = undefined;
      isListed = false;
      inTable = false;
    } else if (word === "s") style = argument ?? 0;
    else if (word === "outlinelevel" && argument !== undefined && argument < 9) outline = argument + 1;
    else if (word === "ls" || word === "pnlvlblt") isListed = true;
    else if (word === "intbl") inTable = true;
  };
  const control = (word: string, argument: number | undefined): void => {
    if (word === "u") {
      const code = argument ?? 0;
      flush();
      put(String.fromCharCode(code < 0 ? code + 65_536 : code));
      skip = state.fallbackLength;
      return;
    }
    flush();
    skip = 0;
    const wasStarred = isStarred;
    isStarred = false;
    if (destination(word)) return;
    if (wasStarred) {
      state = { ...state, destination: "none" };
      return;
    }
    if (word === "par" || word === "sect") {
      if (state.destination === "text") endParagraph();
    } else if (word === "page" || word === "softpage") {
      endParagraph();
      hasPages = true;
      page += 1;
    } else if (word === "cell" || word === "nestcell") endCell();
    else if (word === "row" || word === "nestrow") {
      rows.push(cells);
      cells = [];
      inTable = false;
    } else if (word === "uc") state = { ...state, fallbackLength: argument ?? 1 };
    else if (word === "v") state = { ...state, hidden: argument !== 0 };
    else if (word === "plain") state = { ...state, hidden: false };
    else if (word === "ansicpg") {
      documentEncoding = encodingOf(argument ?? 1252);
      state = { ...state, encoding: documentEncoding };
    } else if (word === "mac") state = { ...state, encoding: "macintosh" };
    else if (word === "f" && argument !== undefined) {
      font = argument;
      if (state.destination !== "fonts") state = { ...state, encoding: fonts.get(argument) ?? documentEncoding };
    } else if (word === "fcharset" && argument !== undefined) {
      const charset = argument === 0 ? documentEncoding : CHARSETS[argument];
      if (charset !== undefined) fonts.set(font, charset);
    } else if (Object.hasOwn(CHARACTERS, word)) put(CHARACTERS[word] ?? "");
    else paragraphProperty(word, argument);
  };
  return {
    open: () => {
      flush();
      states.push(state);
      if (states.length > DEPTH_MAX) throw new FormatError(`over a limit: groups nested more than ${DEPTH_MAX} deep`);
      isStarred = false;
    },
    close: () => {
      flush();
      const inside = state.destination;
      state = states.pop() ?? state;
      if (inside === "stylesheet") endStyle();
      skip = 0;
    },
    control,
    symbol: (symbol) => {
      flush();
      if (symbol === "*") isStarred = true;
      else if (symbol === "\r" || symbol === "\n") control("par", undefined);
      else if (symbol === "\\" || symbol === "{" || symbol === "}") put(symbol);
      else if (symbol === "~" || symbol === "_") put(CHARACTERS[symbol] ?? "");
    },
    bytes: (text) => {
      const rest = text.slice(Math.min(skip, text.length));
      skip -= text.length - rest.length;
      pending += rest;
    },
    finish: () => {
      if (cells.length > 0) rows.push(cells);
      inTable = false;
      endParagraph();
      endTable();
      return { out, title: title.trim(), author: author.trim(), hidden };
    },
  };
}
