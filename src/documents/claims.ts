import type { MetadataValue } from "../core/document.ts";
import { findDates, isoDate } from "../text/dates.ts";

/** Keys by which documents say their own date, the most telling first. */
const DATE_KEYS: readonly string[] = [
  "date",
  "updated",
  "lastmod",
  "last_updated",
  "lastupdated",
  "last_modified",
  "modified",
  "publishdate",
  "published",
  "pubdate",
  "created",
];

const TITLE_LENGTH_MAX = 200;

/** A title on one line, of a length that can be shown. */
export function cleanTitle(title: string): string {
  const line = title.replace(/\s+/gu, " ").trim();
  return line.length <= TITLE_LENGTH_MAX
    ? line
    : `${line
        .slice(0, TITLE_LENGTH_MAX)
        .toWellFormed()
        .replace(/\uFFFD$/u, "")}…`;
}

/** What a file without a title is called: its name without the ending, or for index files the folder's name. */
export function titleFromPath(path: string): string {
  const names = path.split(/[\\/]/).filter((name) => name !== "");
  const file = names.at(-1) ?? path;
  const base = file.replace(/\.[^.]+$/u, "");
  const folder = names.at(-2);
  return cleanTitle(/^(?:_?index|readme)$/i.test(base) && folder !== undefined ? folder : base || file);
}

/** Characters of the opening that may carry the document's own date. */
const OPENING_LENGTH = 600;
const DATED_LINE_LENGTH_MAX = 120;
const DATED_LINES_MAX = 5;
const BYLINE_LENGTH_MAX = 60;
const datedLabel = /^[\W_]*(?:date|dated|updated|last updated|last modified|published|datum|fecha)\b[\W_]*/iu;

/**
 * The date that a document claims for itself: in its metadata, else in its path, else in its opening: a short first line with a
 * date in it, or one of the first lines that is only a date ("Date: 3 March 2026") or a byline ("3 March 2026 - J. Doe"). A date further down is somebody else's.
 */
export function claimedDate(
  metadata: Readonly<Record<string, MetadataValue>>,
  path: string,
  text: string,
  contentStart = 0,
): string | undefined {
  const keys = new Map(Object.keys(metadata).map((key) => [key.toLowerCase(), key]));
  for (const name of DATE_KEYS) {
    const value = metadata[keys.get(name) ?? ""];
    const iso = typeof value === "string" ? isoDate(value) : undefined;
    if (iso !== undefined) return iso;
  }
  for (const name of path.split(/[\\/]/).reverse()) {
    const iso = isoDate(name);
    if (iso !== undefined) return iso;
  }
  const opening = text
    .slice(contentStart, contentStart + OPENING_LENGTH)
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  for (const [index, line] of opening.slice(0, DATED_LINES_MAX).entries()) {
    if (line.length > DATED_LINE_LENGTH_MAX) continue;
    const [date] = findDates(line);
    if (date === undefined) continue;
    const rest = (line.slice(0, date.start) + line.slice(date.end)).replace(datedLabel, "");
    const byline = date.start === 0 && line.length <= BYLINE_LENGTH_MAX && /^\s*(?:[-–—|·]|by\b)/iu.test(line.slice(date.end));
    if (index === 0 || byline || datedLabel.test(line) || !/[\p{L}\p{N}]{2}/u.test(rest)) return date.iso;
  }
  return undefined;
}
