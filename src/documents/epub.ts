import type { Extraction, MetadataValue } from "../core/document.ts";
import { blockText } from "./block-text.ts";
import { documentOf } from "./document-of.ts";
import { rejectedNotes } from "./docx.ts";
import { FormatError } from "./format-error.ts";
import { parseHtml } from "./html.ts";
import { openOffice } from "./office.ts";
import { partLocator } from "./part-locator.ts";
import { readXml } from "./xml.ts";
import type { Zip } from "./zip.ts";

/** Electronic books: the chapters in the order of the spine, each read as a page. Scripts, styles and whatever lies outside of the book are left alone. Locators are the chapter's file within the book and the line in it. */
export function parseEpub(bytes: Uint8Array, path: string): Extraction {
  const zip = openOffice(bytes);
  const encrypted = zip.read("META-INF/encryption.xml");
  if (encrypted !== undefined && isLocked(encrypted)) throw new FormatError("locked: the book's content is encrypted");
  const packagePath = packageOf(zip);
  const folder = packagePath.slice(0, packagePath.lastIndexOf("/") + 1);
  const { chapters, title, metadata } = readPackage(zip.read(packagePath) ?? new Uint8Array());
  const out = blockText();
  const lost: string[] = [];
  for (const href of chapters) {
    const chapter = normal(folder + decodeURIComponentSafely(href));
    const content = zip.read(chapter);
    const parsed = content === undefined ? undefined : parseHtml(content, chapter);
    if (parsed?.kind !== "document") {
      if (content === undefined) lost.push(chapter);
      continue;
    }
    const { text, blocks } = parsed.document;
    for (const { kind, start, end, level, title: heading, locator } of blocks)
      out.add(text.slice(start, end), {
        kind,
        ...(level !== undefined && { level }),
        ...(heading !== undefined && { title: heading }),
        ...(locator !== undefined && { locator: partLocator(chapter, locator) }),
      });
  }
  const { text, blocks } = out.result();
  const notes = [
    ...(lost.length > 0 ? [`chapters that are missing from the book: ${lost.slice(0, 5).join(", ")}`] : []),
    ...rejectedNotes(zip),
  ];
  return documentOf(
    { mediaType: "application/epub+zip", text, blocks, title, metadata, notes },
    path,
    "no text: the book has no chapters with text",
  );
}

/** Fonts may be scrambled; a book is locked when its chapters are. */
function isLocked(bytes: Uint8Array): boolean {
  let locked = false;
  readXml(bytes, {
    open: (name, attributes) => {
      if (name === "CipherReference" && /\.x?html?$/i.test(attributes.get("URI") ?? "")) locked = true;
    },
  });
  return locked;
}

function packageOf(zip: Zip): string {
  let found: string | undefined;
  const container = zip.read("META-INF/container.xml");
  if (container !== undefined)
    readXml(container, {
      open: (name, attributes) => {
        if (name === "rootfile") found ??= attributes.get("full-path");
      },
    });
  const path = [found, zip.names.find((name) => name.endsWith(".opf"))].find((name) => name !== undefined && zip.names.includes(name));
  if (path === undefined) throw new FormatError("damaged: the book has no table of its parts");
  return path;
}

function readPackage(bytes: Uint8Array): {
  readonly chapters: readonly string[];
  readonly title: string;
  readonly metadata: Record<string, MetadataValue>;
} {
  const items = new Map<string, string>();
  const spine: string[] = [];
  const said = new Map<string, string>();
  let open = "";
  readXml(bytes, {
    open: (name, attributes) => {
      open = name;
      if (name === "item" && /html/.test(attributes.get("media-type") ?? ""))
        items.set(attributes.get("id") ?? "", attributes.get("href") ?? "");
      if (name === "itemref") spine.push(attributes.get("idref") ?? "");
    },
    close: () => {
      open = "";
    },
    text: (value) => {
      if (value.trim() !== "" && !said.has(open)) said.set(open, value.trim());
    },
  });
  const metadata: Record<string, MetadataValue> = {};
  for (const [name, key] of [
    ["creator", "author"],
    ["language", "language"],
    ["publisher", "publisher"],
    ["description", "description"],
  ] as const) {
    const value = said.get(name);
    if (value !== undefined) metadata[key] = value;
  }
  const listed = spine.flatMap((id) => items.get(id) ?? []);
  return { chapters: listed.length > 0 ? listed : [...items.values()], title: said.get("title") ?? "", metadata };
}

function decodeURIComponentSafely(name: string): string {
  try {
    return decodeURIComponent(name.replace(/#.*$/, ""));
  } catch {
    // URIError: a percent sign that is only a percent sign.
    return name;
  }
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
