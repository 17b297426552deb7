/** How text is dressed for where it goes. `safe` makes foreign text harmless for a terminal. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  /** Replaces control characters, terminal escapes and bidirectional overrides; keeps tabs as spaces and folds line breaks. */
  safe(text: string): string;
}

export interface RenderOptions {
  readonly style: Style;
  readonly columns: number;
  /** The parsed input of the verb, for switches that only change the picture. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The text of the answer was shown while it was written. */
  readonly isStreamed?: boolean;
}

const sgr = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`;

export const terminalStyle: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
  cyan: sgr(36, 39),
  safe: safeText,
};

const same = (text: string): string => text;
export const plainStyle: Style = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same, safe: safeText };

/**
 * Documents, file names and model output are foreign: an escape sequence in them must not reach the terminal
 * (CWE-150), and a bidirectional override must not reorder what is read (CVE-2021-42574).
 */
export function safeText(text: string): string {
  return text
    .replace(/[ \t]*[\r\n]+[ \t]*/g, " ")
    .replace(/\t/g, " ")
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "\ufffd");
}

/** Folds text to lines of at most `width`; each after the first begins with `indent`. Breaks at spaces; a longer word stands alone. */
export function wrap(text: string, width: number, indent = ""): string {
  const lead = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  let line = "";
  for (const word of text.slice(lead.length).split(/ +/)) {
    const start = lines.length === 0 ? lead : indent;
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === "" ? start + word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join("\n");
}

/** `wrap` for text that comes in pieces: what the calls return, joined, is the whole text wrapped. The last word waits for its end. */
export function wrapPieces(width: number): { push(piece: string): string; end(): string } {
  let column = 0;
  let word = "";
  const place = (): string => {
    if (word === "") return "";
    const gap = column === 0 ? "" : column + 1 + word.length > width ? "\n" : " ";
    column = gap === " " ? column + 1 + word.length : word.length;
    const placed = gap + word;
    word = "";
    return placed;
  };
  return {
    push(piece) {
      let out = "";
      for (const [i, part] of piece.split(/ +/).entries()) {
        if (i > 0) out += place();
        word += part;
      }
      return out;
    },
    end: place,
  };
}
