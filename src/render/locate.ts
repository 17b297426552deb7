import type { Locator } from "../core/document.ts";

/** `note05.txt:12`, `report.pdf p. 3`: where a person would look. */
export function place(document: string, locator: Locator): string {
  switch (locator.kind) {
    case "line":
      return `${document}:${locator.line}`;
    case "page":
      return `${document} p. ${locator.page}`;
    case "slide":
      return `${document} slide ${locator.slide}`;
    case "cell":
      return `${document} ${locator.sheet}!${locator.cell}`;
    case "part":
      return `${document} ${locator.part}${locator.line === undefined ? "" : `:${locator.line}`}`;
  }
}
