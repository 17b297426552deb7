import type { Case } from "../../core/evaluation.ts";

/** What a good output is: the first thing that is expected and can be written down; undefined where there is none. */
export function rightOutput({ expectations }: Pick<Case, "expectations">): { readonly text: string; readonly isJson: boolean } | undefined {
  for (const expected of expectations) {
    if (expected.kind === "json") return { text: JSON.stringify(expected.value), isJson: true };
    if (expected.kind === "number") return { text: String(expected.value), isJson: false };
    if (expected.kind !== "exact" && expected.kind !== "substring") continue;
    const [text] = expected.texts;
    return text === undefined ? undefined : { text, isJson: false };
  }
  return undefined;
}
