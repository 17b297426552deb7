import type { Chunk, Locator, Place } from "../core/document.ts";
import type { Atom } from "./atoms.ts";

/** Where a reader finds what stands at `offset` of the document: at the last place of the chunk that is not behind it. */
export function locatorAt(chunk: Pick<Chunk, "start" | "text" | "locator" | "places">, offset: number): Locator {
  const { start, text, locator, places } = chunk;
  if (places !== undefined) return places.findLast((place) => place.start <= offset)?.locator ?? locator;
  // Without places the text is the file itself, and its line ends are the file's.
  return locator.kind === "line" ? { kind: "line", line: locator.line + lineEnds(text.slice(0, offset - start)) } : locator;
}

function lineEnds(text: string): number {
  return text.match(/\n/g)?.length ?? 0;
}

/** Places of the atoms of one chunk, without those that repeat the one before; undefined when `locator` says it all. */
export function placesOf(atoms: readonly Atom[], locator: Locator): readonly Place[] | undefined {
  if (atoms.every((atom) => atom.locator === undefined)) return undefined;
  const places: Place[] = [];
  for (const { start, locator: own = places.at(-1)?.locator ?? locator } of atoms)
    if (!isSame(places.at(-1)?.locator, own)) places.push({ start, locator: own });
  // A line stays, since without places lines would be counted on from it.
  return places.length === 1 && locator.kind !== "line" && isSame(places[0]?.locator, locator) ? undefined : places;
}

function isSame(a: Locator | undefined, b: Locator): boolean {
  switch (b.kind) {
    case "line":
      return a?.kind === "line" && a.line === b.line;
    case "page":
      return a?.kind === "page" && a.page === b.page;
    case "slide":
      return a?.kind === "slide" && a.slide === b.slide;
    case "cell":
      return a?.kind === "cell" && a.sheet === b.sheet && a.cell === b.cell;
    case "part":
      return a?.kind === "part" && a.part === b.part && a.line === b.line;
  }
}
