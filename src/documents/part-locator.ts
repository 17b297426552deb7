import type { Locator } from "../core/document.ts";

/** A place in a file that is itself within another: `part` names the inner file, and what the inner locator says beside a line is added to it. */
export function partLocator(part: string, inner: Locator): Locator {
  switch (inner.kind) {
    case "line":
      return { kind: "part", part, line: inner.line };
    case "page":
      return { kind: "part", part: `${part} p. ${inner.page}` };
    case "slide":
      return { kind: "part", part: `${part} slide ${inner.slide}` };
    case "cell":
      return { kind: "part", part: `${part} ${inner.sheet}!${inner.cell}` };
    case "part":
      return { ...inner, part: `${part}/${inner.part}` };
  }
}

/** Lines of offsets that only grow, counted from 1. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let lineEnd = text.indexOf("\n");
  return (offset) => {
    for (; lineEnd >= 0 && lineEnd < offset; lineEnd = text.indexOf("\n", lineEnd + 1)) line += 1;
    return line;
  };
}
