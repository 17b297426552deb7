import type { PromptSection } from "../../core/prompt.ts";

export interface Unit {
  readonly start: number;
  readonly end: number;
}

const ELEMENT = /<([A-Za-z][\w-]*)(?:\s[^<>]*)?>[\s\S]*?<\/\1>\s*/g;
const WRAPPED = /^\s*<([A-Za-z][\w-]*)(?:\s[^<>]*)?>\n?([\s\S]*?)\n?<\/\1>\s*$/;
/** How an example or a passage begins where no tag says it. */
const BEGINS: Partial<Record<PromptSection, RegExp>> = {
  examples: /^(?:#{2,6} .+|(?:Example|Sample|Input|Question|Q|User)\b[^\n:]{0,12}:)/gm,
  context: /^(?:#{2,6} .+|\[(?:chunk |doc(?:ument)? )?\d+\].*)/gm,
};

/** The whole things that a section is made of: its examples, its passages, else its paragraphs. In order, without overlap. */
export function unitsOf(text: string, section: PromptSection): readonly Unit[] {
  const wrapped = WRAPPED.exec(text);
  if (wrapped !== null) {
    const inner = wrapped[2] ?? "";
    const offset = text.indexOf(inner, text.indexOf(">") + 1);
    if (inner.trim() !== "") return unitsOf(inner, section).map(({ start, end }) => ({ start: start + offset, end: end + offset }));
  }
  const elements = [...text.matchAll(ELEMENT)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  if (elements.length > 1) return elements;
  const begins = BEGINS[section];
  const starts = begins === undefined ? [] : [...text.matchAll(begins)].map(({ index }) => index);
  if (starts.length > 1) return starts.map((start, i) => ({ start, end: starts[i + 1] ?? text.length }));
  return paragraphs(text);
}

export function paragraphs(text: string): readonly Unit[] {
  return piecesBetween(text, /\n[^\S\n]*\n\s*/g);
}

export function lines(text: string): readonly Unit[] {
  return piecesBetween(text, /\n/g);
}

/** Each piece with the gap behind it, so that what is cut leaves no hole. */
function piecesBetween(text: string, gap: RegExp): readonly Unit[] {
  const units: Unit[] = [];
  let start = 0;
  for (const match of text.matchAll(gap)) {
    const end = match.index + match[0].length;
    if (text.slice(start, end).trim() !== "") units.push({ start, end });
    start = end;
  }
  if (text.slice(start).trim() !== "") units.push({ start, end: text.length });
  return units;
}
