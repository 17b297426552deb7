import { readMark } from "./marks.ts";
import type { Mark } from "./marks.ts";

/** A stretch of a draft that is verified by itself: the sentences up to and with the marks that hang on them. */
export interface DraftUnit {
  readonly text: string;
  /** Marks of the unit; places count in `text`. */
  readonly marks: readonly Mark[];
  /** Marks stand in front of their sentences ("[chunk 1] The plan ..."). */
  readonly prefixed: boolean;
}

const bullet = /^\s*(?:[-*+\u2022]\s+|\d{1,3}[.)]\s+)?/;
const infoString = /^[ \t]*[\w+#.-]*(?:[ \t]*\{[^{}]*\})?[ \t]*$/;
const sentenceEnd = /[.!?\u2026\u3002\uff01\uff1f]["'\u201d\u2019)*_`]*$/u;

/**
 * The unit that begins at `from`, and where the next begins. Undefined while more text could still change the decision: what
 * was decided on a beginning of the text holds for the whole, so that an answer can be verified while it is written.
 */
export function nextUnit(text: string, from: number, complete: boolean): { readonly unit: DraftUnit; readonly end: number } | undefined {
  const state = new UnitReader(text, from, complete);
  const end = state.read();
  if (end === undefined) return undefined;
  const marks = state.marks.filter((mark) => mark.start < end).map((mark) => ({ ...mark, start: mark.start - from, end: mark.end - from }));
  return { unit: { text: text.slice(from, end), marks, prefixed: state.prefixed }, end };
}

/** A cursor over one unit; it lives for one call. */
class UnitReader {
  readonly marks: Mark[] = [];
  prefixed = false;
  readonly #text: string;
  readonly #from: number;
  readonly #complete: boolean;

  constructor(text: string, from: number, complete: boolean) {
    this.#text = text;
    this.#from = from;
    this.#complete = complete;
  }

  read(): number | undefined {
    const text = this.#text;
    let at = this.#from + (bullet.exec(text.slice(this.#from, this.#from + 40))?.[0].length ?? 0);
    if (at >= text.length && !this.#complete) return undefined;
    while (at < text.length) {
      const character = text[at] ?? "";
      const next = character === "`" ? this.#code(at) : character === "\n" ? this.#line(at) : this.#mark(at);
      if (next === undefined) return undefined;
      if (next < 0) return -next;
      if (next > at) at = next;
      else if (/\s/.test(character)) {
        const end = this.#sentence(at);
        if (end === undefined) return undefined;
        if (end > 0) return end;
        at += 1;
      } else at += 1;
    }
    return this.#complete ? text.length : undefined;
  }

  /** Behind a code span or a fence; undefined while it may still close. */
  #code(at: number): number | undefined {
    const run = /^`+/.exec(this.#text.slice(at, at + 40))?.[0] ?? "`";
    const from = at + run.length;
    const lineEnd = this.#text.indexOf("\n", from);
    const line = this.#text.slice(from, lineEnd < 0 ? undefined : lineEnd);
    const close = line.indexOf(run);
    const known = this.#complete || (from < this.#text.length && from + close + run.length < this.#text.length);
    if (close >= 0 && known) return from + close + run.length;
    if (lineEnd < 0 && !this.#complete) return undefined;
    // Without its partner a backtick is a character like any other, unless it opens a fence: alone in its line, with a language at most.
    if (run.length < 3 || !infoString.test(line) || !/(?:^|\n)[ \t]*$/.test(this.#text.slice(this.#from, at))) return from;
    const end = lineEnd < 0 ? -1 : this.#text.indexOf(`\n${run}`, from);
    if (end >= 0) return end + run.length + 1;
    return this.#complete ? this.#text.length : undefined;
  }

  /** Behind a mark, or `at` where none begins; a negative number ends the unit there. */
  #mark(at: number): number | undefined {
    const mark = readMark(this.#text, at, this.#complete);
    if (mark === "wait") return undefined;
    if (mark === undefined) return at;
    const before = this.#text.slice(this.#from, at);
    const isFirst = before.replace(bullet, "").trim() === "";
    if (isFirst) this.prefixed = true;
    else if (this.prefixed && !this.#onlyMarks(at) && sentenceEnd.test(before.trimEnd()) && /\s$/.test(before)) return -at;
    this.marks.push(mark);
    return mark.end;
  }

  #onlyMarks(at: number): boolean {
    const last = this.marks.at(-1);
    return last !== undefined && this.#text.slice(last.end, at).trim() === "";
  }

  /** At a line end: a unit ends at an empty line, and at any line end once it has a mark; a line of marks alone still belongs to it. */
  #line(at: number): number | undefined {
    let next = at;
    while (next < this.#text.length && /\s/.test(this.#text[next] ?? "")) next++;
    if (next >= this.#text.length) return this.#complete ? this.#text.length : undefined;
    const alone = this.#marksAlone(next);
    if (alone === undefined) return undefined;
    if (alone) return next;
    const blank = /\n[ \t]*\r?\n/.test(this.#text.slice(at, next));
    return blank || this.marks.length > 0 ? -next : next;
  }

  /** Whether a line holds marks and nothing else; undefined while that is open. */
  #marksAlone(from: number): boolean | undefined {
    let at = from;
    let found = false;
    while (at < this.#text.length && this.#text[at] !== "\n") {
      const mark = readMark(this.#text, at, this.#complete);
      if (mark === "wait") return undefined;
      if (mark === undefined && !/[\s.,;]/.test(this.#text[at] ?? "")) return false;
      if (mark !== undefined) found = true;
      at = mark === undefined ? at + 1 : mark.end;
    }
    return at >= this.#text.length && !this.#complete ? undefined : found;
  }

  /** At a space: the next unit's place when a sentence and its marks have just ended, 0 when not, undefined while that is open. */
  #sentence(at: number): number | undefined {
    const last = this.marks.at(-1);
    if (last === undefined || this.prefixed) return 0;
    const behind = this.#text.slice(last.end, at);
    if (!/^[.!?\u2026"')\u201d\u2019*_]*$/u.test(behind)) return 0;
    let first = last.start;
    for (const mark of this.marks.toReversed()) if (this.#text.slice(mark.end, first).trim() === "") first = mark.start;
    const ended = /[.!?\u2026]/.test(behind) || sentenceEnd.test(this.#text.slice(this.#from, first).trimEnd());
    if (!ended) return 0;
    let next = at;
    while (next < this.#text.length && /[^\S\n]/.test(this.#text[next] ?? "")) next++;
    if (next >= this.#text.length) return this.#complete ? 0 : undefined;
    if (this.#text[next] === "\n") return 0;
    const mark = readMark(this.#text, next, this.#complete);
    if (mark === "wait") return undefined;
    return mark === undefined ? next : 0;
  }
}
