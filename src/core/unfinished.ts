import type { UnfinishedRun } from "./retrieval.ts";

/** What every verb says of it. Whether the run still lives is not known: its lock is the kernel's, and to try it would be to take it. */
export function unfinishedText({ documents }: UnfinishedRun): string {
  const stored =
    documents === 0
      ? ""
      : ` stored ${documents.toLocaleString("en-US")} ${documents === 1 ? "document" : "documents"} that cannot be searched yet, and`;
  return `An indexing run${stored} did not finish, or is still at work.`;
}
