import type { Extraction } from "../core/document.ts";
import { blockText, tableText } from "./block-text.ts";
import type { BlockText } from "./block-text.ts";
import { documentOf } from "./document-of.ts";
import { rejectedNotes } from "./docx.ts";
import { coreProperties, mainPart, openOffice, relationships } from "./office.ts";
import { readXml } from "./xml.ts";

/** PowerPoint presentations: slide by slide the title as heading, text, tables as rows, and the speaker's notes. Hidden slides are left out and noted. */
export function parsePptx(bytes: Uint8Array, path: string): Extraction {
  const zip = openOffice(bytes);
  const main = mainPart(zip, "ppt/presentation.xml");
  const related = relationships(zip, main);
  const order: string[] = [];
  readXml(zip.read(main) ?? new Uint8Array(), {
    open: (name, attributes) => {
      if (name === "sldId") order.push(attributes.get("r:id") ?? attributes.get("id") ?? "");
    },
  });
  const out = blockText();
  const hidden: number[] = [];
  for (const [index, id] of order.entries()) {
    const part = related.get(id)?.target;
    const content = part === undefined ? undefined : zip.read(part);
    if (part === undefined || content === undefined) continue;
    const slide = index + 1;
    if (!writeSlide(content, slide, out, false)) {
      hidden.push(slide);
      continue;
    }
    const notes = [...relationships(zip, part).values()].find(({ type }) => type === "notesSlide")?.target;
    const notesContent = notes === undefined ? undefined : zip.read(notes);
    if (notesContent !== undefined) writeSlide(notesContent, slide, out, true);
  }
  const { title, metadata } = coreProperties(zip);
  const { text, blocks } = out.result();
  const notes = [...(hidden.length > 0 ? [`hidden slides left out: ${hidden.join(", ")}`] : []), ...rejectedNotes(zip)];
  const mediaType = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
  return documentOf({ mediaType, text, blocks, title, metadata, notes }, path, "no text: its slides hold only images, or there are none");
}

/** Placeholders that repeat on every slide. */
const FRAME: ReadonlySet<string> = new Set(["sldNum", "dt", "ftr", "hdr"]);

/** False for a hidden slide, of which nothing is written. */
function writeSlide(bytes: Uint8Array, slide: number, out: BlockText, isNotes: boolean): boolean {
  const locator = { kind: "slide", slide } as const;
  let isShown = true;
  let placeholder = "";
  let paragraphs: { readonly text: string; readonly level: number }[] = [];
  let parts: string[] = [];
  let level = 0;
  let open = false;
  let rows: string[][] | undefined;
  let cells: string[] = [];
  let fallback = 0;
  const writeShape = (): void => {
    const filled = paragraphs.filter(({ text }) => /\S/u.test(text));
    paragraphs = [];
    if (filled.length === 0 || FRAME.has(placeholder) || !isShown) return;
    const text = filled.map((paragraph) => paragraph.text).join("\n");
    if (isNotes) out.add(`Notes: ${text}`, { kind: "paragraph", locator });
    else if (placeholder === "title" || placeholder === "ctrTitle")
      out.add(text.replace(/\s+/gu, " "), { kind: "heading", level: slide === 1 && placeholder === "ctrTitle" ? 1 : 2, locator });
    else if (filled.length > 1 && placeholder !== "subTitle")
      out.add(filled.map((paragraph) => `${"  ".repeat(paragraph.level)}- ${paragraph.text.trim()}`).join("\n"), { kind: "list", locator });
    else out.add(text, { kind: "paragraph", locator });
  };
  readXml(bytes, {
    open: (name, attributes) => {
      if (name === "Fallback") fallback += 1;
      if (fallback > 0) return;
      if (name === "sld" && /^(?:0|false)$/.test(attributes.get("show") ?? "")) isShown = false;
      else if (name === "sp") {
        placeholder = "";
        paragraphs = [];
      } else if (name === "ph") placeholder = attributes.get("type") ?? "body";
      else if (name === "p") {
        parts = [];
        level = 0;
      } else if (name === "pPr") level = Math.min(6, Number(attributes.get("lvl") ?? 0) || 0);
      else if (name === "t") open = true;
      else if (name === "br") parts.push("\n");
      else if (name === "tab") parts.push("\t");
      else if (name === "tbl") rows = [];
      else if (name === "tr") cells = [];
    },
    text: (value) => {
      if (open && fallback === 0) parts.push(value);
    },
    close: (name) => {
      if (name === "Fallback") fallback -= 1;
      if (fallback > 0) return;
      if (name === "t") open = false;
      else if (name === "p") {
        paragraphs.push({ text: parts.join(""), level });
        parts = [];
      } else if (name === "tc") {
        cells.push(paragraphs.map(({ text }) => text).join(" "));
        paragraphs = [];
      } else if (name === "tr") rows?.push(cells);
      else if (name === "tbl") {
        if (rows !== undefined && isShown && !isNotes) out.add(tableText(rows), { kind: "table", locator });
        rows = undefined;
      } else if (name === "sp") {
        // The slide's own picture on the page of notes has no text; its number does.
        if (!isNotes || placeholder === "body") writeShape();
        paragraphs = [];
      }
    },
  });
  return isShown;
}
