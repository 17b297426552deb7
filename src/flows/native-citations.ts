import type { NativeCitation } from "../core/answer.ts";
import { readMark } from "../text/marks.ts";

/**
 * Writes what a model cites by itself into its text, as the marks that `text/verify.ts` checks like any others. Text is held back until
 * it is known what it cites; `push` returns what is certain, `end` the rest.
 */
export class CitedText {
  #held = "";
  /** Length of the model's own text that was returned. */
  #returned = 0;
  #placed = 0;

  push(text: string, cites: readonly NativeCitation[] = []): string {
    this.#held += text;
    if (cites.length === 0) return "";
    this.#placed += cites.length;
    const marked = `${this.#held}${marksOf(cites)}`;
    this.#returned += this.#held.length;
    this.#held = "";
    return marked;
  }

  /** Takes all citations: those that did not come on the way find their places in what is still held. */
  end(citations: readonly NativeCitation[]): string {
    let marked = "";
    let from = 0;
    for (const citation of citations.slice(this.#placed)) {
      const at = Math.max(from, Math.min(this.#held.length, citation.at - this.#returned));
      marked += `${this.#held.slice(from, at)}${marksOf([citation])}`;
      from = at;
    }
    return marked + this.#held.slice(from);
  }
}

function marksOf(citations: readonly NativeCitation[]): string {
  return citations.map((citation) => ` ${markOf(citation)}`).join("");
}

/** With its quote where that can be read back out of the mark, else without: then the passage is looked through for it. */
function markOf({ text, quote }: NativeCitation): string {
  const mark = `[chunk ${text + 1}: "${quote}"]`;
  const read = readMark(mark, 0);
  return typeof read === "object" && read.end === mark.length && read.quote === quote ? mark : `[chunk ${text + 1}]`;
}
