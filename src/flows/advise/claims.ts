import { FirstfitError } from "../../core/errors.ts";

export const CLAIMS_MAX = 200;
const TEXT_MAX = 1_000_000;

const ONE_A_LINE = "Write one claim a line, for example: Let's fine-tune the model on our docs";
export const UNDER_HEADINGS =
  "Write each claim as a heading (## Let's fine-tune the model on our docs) and your reply as a paragraph below it.";

/** A heading of a Markdown document with what stands under it. */
export interface Section {
  readonly heading: string;
  /** 1 to 6. */
  readonly level: number;
  readonly body: string;
}

/**
 * The claims of a text: each heading, list item and quotation by itself; a paragraph as one; lines without a blank line between them one by one. A title
 * above all others is none. Throws BAD_INPUT for a text without any, and for more than two hundred.
 */
export function claimsOf(text: string, name: string, fix = ONE_A_LINE): readonly string[] {
  const lines = linesOf(text, name, fix);
  const hasParagraphs = lines.some(
    (line, i) => line === "" && lines.slice(0, i).some((before) => before !== "") && lines.slice(i).some((after) => after !== ""),
  );
  const claims: string[] = [];
  let paragraph: string[] = [];
  const end = (): void => {
    if (paragraph.length > 0) claims.push(paragraph.join(" "));
    paragraph = [];
  };
  for (const line of lines) {
    const item = /^(?:#{1,6}\s+|[-*+•]\s+|\d{1,3}[.)]\s+|>\s*)(.*)$/.exec(line)?.[1];
    if (line === "" || item !== undefined || !hasParagraphs) end();
    if (item !== undefined) {
      if (item !== "") claims.push(item);
    } else if (line !== "") paragraph.push(line);
  }
  end();
  const found = (beginsWithTitle(lines) && claims.length > 1 ? claims.slice(1) : claims)
    .map(unquoted)
    .filter((claim) => /\p{L}/u.test(claim));
  if (found.length === 0) throw new FirstfitError("BAD_INPUT", `${name} has no words.`, fix);
  if (found.length > CLAIMS_MAX)
    throw new FirstfitError("BAD_INPUT", `${name} has ${found.length} claims, and ${CLAIMS_MAX} are read at once.`, "Split the file.");
  return found;
}

/** Whether the text begins with a heading of the first level, and has no other such. */
function beginsWithTitle(lines: readonly string[]): boolean {
  const isTitle = (line: string): boolean => /^#\s+\S/.test(line);
  return isTitle(lines.find((line) => line !== "") ?? "") && lines.filter(isTitle).length === 1;
}

/** The sections of a Markdown document by its headings, without the title above all others. Throws BAD_INPUT for a text that is empty or too long. */
export function sectionsOf(text: string, name: string): readonly Section[] {
  const sections: { readonly heading: string; readonly level: number; readonly body: string[] }[] = [];
  let isFenced = false;
  for (const line of linesOf(text, name, UNDER_HEADINGS)) {
    if (/^(?:```|~~~)/.test(line)) isFenced = !isFenced;
    const [, marks = "", heading] = (isFenced ? null : /^(#{1,6})\s+(.+?)\s*#*$/.exec(line)) ?? [];
    if (heading === undefined) sections.at(-1)?.body.push(line);
    else sections.push({ heading: unquoted(heading), level: marks.length, body: [] });
  }
  const hasTitle = sections.filter(({ level }) => level === 1).length === 1 && sections[0]?.level === 1 && sections.length > 1;
  return sections.slice(hasTitle ? 1 : 0).map(({ heading, level, body }) => ({ heading, level, body: body.join("\n").trim() }));
}

function linesOf(text: string, name: string, fix: string): readonly string[] {
  if (text.length > TEXT_MAX)
    throw new FirstfitError("BAD_INPUT", `${name} has more than a million characters.`, "Give the claims alone, one a line.");
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim());
  if (lines.every((line) => line === "")) throw new FirstfitError("BAD_INPUT", `${name} is empty.`, fix);
  return lines;
}

/** Without the quotes or the stars around it. */
function unquoted(text: string): string {
  const plain = text.trim().replace(/^(?:\*\*|__)(.*)(?:\*\*|__)$/, "$1");
  return (/^["“”„«'‘](.+)["“”»'’][.,]?$/.exec(plain)?.[1] ?? plain).trim();
}
