import { hash } from "node:crypto";
import type { Citation } from "../core/answer.ts";
import type { DocumentRecord, Index } from "../core/retrieval.ts";
import { errorCode, joinPath } from "./ingest/file-system.ts";
import type { FileSystem } from "./ingest/file-system.ts";

/** Larger files are compared by their size alone: an answer must not wait for a disk. */
const HASHED_BYTES_MAX = 16_000_000;

export interface SourceOptions {
  readonly index: Pick<Index, "document">;
  readonly fileSystem: Pick<FileSystem, "entry" | "read">;
}

/** The citations, with those marked whose file has changed or gone since it was indexed, and a note that says so. */
export async function withSourceStates(
  citations: readonly Citation[],
  { index, fileSystem }: SourceOptions,
): Promise<{ readonly citations: readonly Citation[]; readonly notes: readonly string[] }> {
  const states = new Map<string, Citation["source"]>();
  for (const id of new Set(citations.map(({ document }) => document))) {
    const record = index.document(id);
    states.set(id, record === undefined ? "gone" : await sourceState(record, fileSystem));
  }
  const stale = [...states].filter(([, state]) => state !== undefined);
  if (stale.length === 0) return { citations, notes: [] };
  return {
    citations: citations.map((citation) => {
      const source = states.get(citation.document);
      return source === undefined ? citation : { ...citation, source };
    }),
    notes: stale.map(([id, state]) =>
      state === "gone"
        ? `${id} is not there any more; what is cited is its text as it was indexed. Bring the index up to date: firstfit index`
        : `${id} has changed since it was indexed; what is cited is its older text. Bring the index up to date: firstfit index`,
    ),
  };
}

/** Undefined for a file that is the same, and for one that cannot be looked at: then nothing can be said of it. */
async function sourceState(record: DocumentRecord, fileSystem: SourceOptions["fileSystem"]): Promise<Citation["source"]> {
  const path = pathOf(record);
  try {
    const { kind, bytes } = await fileSystem.entry(path);
    if (kind !== "file") return "gone";
    if (bytes !== record.bytes) return "changed";
    if (bytes > HASHED_BYTES_MAX) return undefined;
    return hash("sha256", await fileSystem.read(path, { bytesMax: HASHED_BYTES_MAX }), "hex") === record.hash ? undefined : "changed";
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return "gone";
    if (code === "unknown") throw error;
    return undefined;
  }
}

/** An id is the path from the root, or a longer tail of the absolute path (`document-ids.ts`); a root may be the file itself. */
function pathOf({ id, root }: Pick<DocumentRecord, "id" | "root">): string {
  if (root === id || root.endsWith(`/${id}`)) return root;
  const parts = id.split("/");
  const tails = parts.map((_, from) => joinPath(root, parts.slice(from).join("/")));
  return tails.find((path) => path.endsWith(`/${id}`)) ?? joinPath(root, id);
}
