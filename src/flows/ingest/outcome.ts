import type { EmptyInput, IngestSummary } from "../../core/results.ts";
import type { SkippedRecord } from "../../core/retrieval.ts";
import { byText } from "./document-ids.ts";
import { groupSkipped } from "./skipped.ts";

/** Documents by what happened to them. A renamed one is new under its id and has the bytes of one that left. */
type DocumentTally = Omit<IngestSummary["documents"], "total">;

interface Stored {
  readonly id: string;
  readonly hash: string;
}

/** `put` were stored, `same` left alone, `left` taken out. */
export function tallyOf(
  put: readonly (Stored & { readonly known: boolean })[],
  same: readonly Stored[],
  left: readonly Stored[],
): DocumentTally {
  const leftByHash = new Map<string, number>();
  for (const { hash } of left) leftByHash.set(hash, (leftByHash.get(hash) ?? 0) + 1);
  const fresh = put.filter(({ known }) => !known);
  let renamed = 0;
  for (const { hash } of fresh) {
    const count = leftByHash.get(hash) ?? 0;
    if (count === 0) continue;
    renamed++;
    leftByHash.set(hash, count - 1);
  }
  return {
    added: fresh.length - renamed,
    updated: put.length - fresh.length,
    unchanged: same.length,
    renamed,
    removed: left.length - renamed,
  };
}

/** Ids of documents with equal bytes, grouped; groups and ids in code-unit order. */
export function duplicatesOf(documents: readonly Stored[]): readonly (readonly string[])[] {
  return [...Map.groupBy(documents, ({ hash }) => hash).values()]
    .filter((group) => group.length > 1)
    .map((group) => group.map(({ id }) => id).toSorted(byText))
    .toSorted((a, b) => byText(a[0] ?? "", b[0] ?? ""));
}

export function skippedParts(records: readonly SkippedRecord[]): Pick<IngestSummary, "skipped" | "skippedGroups"> {
  const skipped = records.toSorted((a, b) => byText(a.id, b.id));
  return { skipped, skippedGroups: groupSkipped(skipped) };
}

/** What was looked at in vain, and what to type next. `unembedded` files were read, and the embedder gave nothing that can be used for them. */
export function emptyAdvice(
  roots: readonly string[],
  { files, ignored }: EmptyInput["lookedAt"],
  { unembedded, embedder }: { readonly unembedded: number; readonly embedder: string },
): { readonly message: string; readonly fix: string } {
  const where = roots.length === 1 ? (roots[0] ?? "") : `${roots.length} places`;
  if (unembedded > 0) {
    const others = files - unembedded;
    return {
      message: `The embedder ${embedder} gave no vector that can be used for ${unembedded === 1 ? "the one file" : `any of the ${unembedded} files`} in ${where} that ${unembedded === 1 ? "was" : "were"} read${others === 0 ? "" : `; ${others} more cannot be read as text`}.`,
      fix: "See the reasons; then mend the embedder, or leave it out of the configuration for the built-in one.",
    };
  }
  if (files > 0) {
    return {
      message: `${files === 1 ? "The one file" : `None of the ${files} files`} in ${where} ${files === 1 ? "cannot" : "can"} be read as text.`,
      fix: "See the reasons; then name files or folders that hold text: firstfit index PATH",
    };
  }
  if (ignored > 0) {
    return {
      message: `Everything in ${where} is left out: ${ignored} hidden or ignored.`,
      fix: "Mend .gitignore, or bring files back with a line such as !docs/ in .firstfitignore.",
    };
  }
  return { message: `There is no file in ${where}.`, fix: "Name files or folders that hold text: firstfit index PATH" };
}
