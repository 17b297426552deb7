import ignore from "ignore";
import { FirstfitError } from "../core/errors.ts";
import type { DocumentList, Removed } from "../core/results.ts";
import type { Index } from "../core/retrieval.ts";
import { byText } from "./ingest/document-ids.ts";
import { groupSkipped } from "./ingest/skipped.ts";

/** What the index holds and what it could not read, by id; `under` is a prefix of ids. */
export function listDocuments(index: Index, { under = "" }: { readonly under?: string } = {}): DocumentList {
  const listed = <T extends { readonly id: string }>(records: readonly T[]): T[] =>
    records.filter(({ id }) => id.startsWith(under)).toSorted((a, b) => byText(a.id, b.id));
  const skipped = listed(index.skipped());
  const unfinished = index.unfinished();
  return {
    ...(unfinished === undefined ? {} : { unfinished }),
    roots: [...index.roots()],
    documents: listed(index.documents()),
    skipped,
    skippedGroups: groupSkipped(skipped),
  };
}

/**
 * Takes documents out of the index. Each name is an id, a root (its absolute path), or a pattern as in .gitignore that
 * begins at the top, such as `drafts` or `notes/*.md`; one that starts with two stars matches at any depth.
 * Throws NOT_FOUND, and removes nothing, when no name matches.
 */
export function removeDocuments(index: Index, names: readonly string[]): Removed {
  const documents = index.documents();
  const ids = new Set(documents.map(({ id }) => id));
  const removed = new Set<string>();
  const roots = new Set<string>();
  const unmatched: string[] = [];
  for (const name of names) {
    if (ids.has(name)) removed.add(name);
    else if (index.roots().includes(name)) {
      roots.add(name);
      for (const { id, root } of documents) if (root === name) removed.add(id);
    } else {
      const matched = [...ids].filter(matcher(name));
      if (matched.length === 0) unmatched.push(name);
      for (const id of matched) removed.add(id);
    }
  }
  if (removed.size + roots.size === 0) {
    const [near] = names.flatMap((name) => [...ids].filter((id) => isSamePath(id, name)));
    throw new FirstfitError(
      "NOT_FOUND",
      `No document of the index is named ${names.map((name) => JSON.stringify(name)).join(" or ")}.`,
      `${near === undefined ? "" : `Did you mean ${JSON.stringify(near)}? `}See the names with: firstfit list`,
    );
  }
  const unskip = index
    .skipped()
    .filter(({ root }) => roots.has(root))
    .map(({ id }) => id);
  index.write({ remove: [...removed], removeRoots: [...roots], unskip });
  index.publish();
  return { removed: [...removed].toSorted(byText), roots: [...roots].toSorted(byText), unmatched };
}

/** Whether one path is the end of the other: names begin at the folder that was indexed, and people type them from the one that they are in. */
function isSamePath(id: string, name: string): boolean {
  return name.endsWith(`/${id}`) || id.endsWith(`/${name}`);
}

/** Begins at the top unless it says otherwise, because `remove docs` must not reach into other folders of that name. */
function matcher(pattern: string): (id: string) => boolean {
  const rules = ignore({ ignorecase: false, allowRelativePaths: true }).add(
    pattern.startsWith("**") ? pattern : `/${pattern.replace(/^\//, "")}`,
  );
  return (id) => rules.ignores(id);
}
