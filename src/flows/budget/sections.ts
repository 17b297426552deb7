import type { PromptSection } from "../../core/prompt.ts";

export interface SectionSpan {
  readonly section: PromptSection;
  readonly start: number;
  readonly end: number;
}

/** What a tag, a heading or a label announces, most particular first. */
const ANNOUNCED: readonly (readonly [RegExp, PromptSection])[] = [
  [/\b(?:tool|function)[ _-]?(?:outputs?|results?|responses?)\b|^observations?$/, "tool outputs"],
  [/\b(?:examples?|samples?|few[ _-]?shots?|shots|demonstrations?)\b/, "examples"],
  [/\b(?:tools?|functions?)\b/, "tools"],
  [/\b(?:context|documents?|sources?|passages?|evidence|chunks?|background|search[ _-]?results?|knowledge|reference|notes?)\b/, "context"],
  [/\b(?:history|conversation|transcript|previous[ _-]?messages)\b/, "history"],
  [/^(?:the )?(?:user )?(?:inputs?|questions?|quer(?:y|ies)|user|request|message|e-?mail|ticket|text)$/, "input"],
];
const INSTRUCTIONS =
  /\b(?:system|instructions?|rules?|role|persona|format|constraints?|task|guidelines?|remember|output|tone|style|important|answer|reminder|response|identity)\b/;

/** What a title announces; undefined when it says nothing about it. */
function announcedBy(title: string): PromptSection | undefined {
  const words = title.toLowerCase().trim();
  for (const [pattern, section] of ANNOUNCED) if (pattern.test(words)) return section;
  return INSTRUCTIONS.test(words) ? "system" : undefined;
}

const TAG = /^\s*<(\/?)([A-Za-z][\w-]*)(?:\s[^<>]*)?>/;
const HEADING = /^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$/;
/** "CONTEXT:", "Question: …", "Examples:" alone on its line. */
const LABEL = /^([A-Z][A-Z ]{2,30}|[A-Z][a-z]+(?: [a-z]+)?):(\s*$|\s)/;
const PLACEHOLDER = /\{\{\s*[#/]?\s*([\w.]+)\s*\}\}/g;

interface OpenTag {
  readonly name: string;
  readonly section: PromptSection;
}

/**
 * Cuts a text into stretches by purpose, line by line: tags, Markdown headings and labels say what follows, and a template's placeholder stands
 * for what it is filled with. What nothing announces is of the purpose `fallback`. The spans cover the text without gap or overlap.
 */
export function sectionSpans(text: string, fallback: PromptSection): readonly SectionSpan[] {
  const spans: SectionSpan[] = [];
  const open: OpenTag[] = [];
  let announced: PromptSection | undefined;
  let level = 0;
  // under a heading that says what follows, a label is part of what follows
  let isHeaded = false;
  let start = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const end = start + line.length;
    const tag = TAG.exec(line);
    const heading = open.length === 0 ? HEADING.exec(line) : null;
    const label = open.length === 0 && heading === null ? LABEL.exec(line) : null;
    if (tag?.[1] === "" && line.includes(`</${tag[2]}>`) === false) {
      // a fence word behind the name marks where foreign text ends: <passage-1f2e>
      const section = announcedBy((tag[2] ?? "").replace(/-[0-9a-f]{8,}$/, "").replace(/[_-]/g, " "));
      open.push({ name: tag[2] ?? "", section: section ?? open.at(-1)?.section ?? announced ?? fallback });
    }
    if (heading !== null) {
      const depth = heading[1]?.length ?? 1;
      const section = announcedBy(heading[2] ?? "");
      if (section !== undefined || depth <= level) {
        announced = section;
        level = depth;
        isHeaded = section !== undefined;
      }
    } else if (label !== null && !isHeaded) {
      const section = announcedBy(label[1] ?? "");
      // in a list of examples "Question:" and "Answer:" are one more example's
      const isOfExample = announced === "examples" && (section === "input" || section === "system");
      if (section !== undefined && !isOfExample) announced = section;
    }
    const oneLine = tag?.[1] === "" && line.includes(`</${tag[2]}>`) ? announcedBy((tag[2] ?? "").replace(/[_-]/g, " ")) : undefined;
    const inside = oneLine ?? open.at(-1)?.section ?? announced ?? fallback;
    for (const span of lineSpans(line, start, inside)) add(spans, span);
    if (tag?.[1] === "/") {
      const at = open.findLastIndex(({ name }) => name === tag[2]);
      if (at >= 0) open.length = at;
    }
    start = end;
  }
  return spans;
}

/** A line of one purpose, but for its placeholders. */
function lineSpans(line: string, offset: number, section: PromptSection): readonly SectionSpan[] {
  const spans: SectionSpan[] = [];
  let at = 0;
  for (const match of line.matchAll(PLACEHOLDER)) {
    const filled = announcedBy((match[1] ?? "").replace(/[_.]/g, " ")) ?? "input";
    spans.push({ section, start: offset + at, end: offset + match.index });
    at = match.index + match[0].length;
    spans.push({ section: filled === "system" ? "input" : filled, start: offset + match.index, end: offset + at });
  }
  spans.push({ section, start: offset + at, end: offset + line.length });
  return spans;
}

function add(spans: SectionSpan[], span: SectionSpan): void {
  if (span.start === span.end) return;
  const last = spans.at(-1);
  if (last?.section === span.section) spans[spans.length - 1] = { ...last, end: span.end };
  else spans.push(span);
}
