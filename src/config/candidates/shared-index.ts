import { createHash } from "node:crypto";
import type { Index } from "../../core/retrieval.ts";

/** One open index for all who read it. */
export interface SharedIndex {
  /** Opens it for the first, and is counted until `release`. */
  acquire(): Promise<Index>;
  /** Closes it after the last. */
  release(): Promise<void>;
}

export function sharedIndex(open: () => Promise<Index>): SharedIndex {
  let opening: Promise<Index> | undefined;
  let readers = 0;
  return {
    async acquire() {
      readers += 1;
      try {
        return await (opening ??= open());
      } catch (error) {
        readers -= 1;
        opening = undefined;
        throw error;
      }
    },
    async release() {
      readers -= 1;
      if (readers > 0 || opening === undefined) return;
      const index = await opening;
      opening = undefined;
      await index[Symbol.asyncDispose]();
    },
  };
}

/** SHA-256, hex, of what an index holds and how it was made: two with the same rank alike. */
export function indexIdentity({ settings, documents }: Pick<Index, "settings" | "documents">): string {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  const lines = documents().map(({ id, root, hash: bytes }) => JSON.stringify([id, root, bytes]));
  for (const line of lines.toSorted()) hash.update(`\n${line}`);
  return hash.digest("hex");
}
