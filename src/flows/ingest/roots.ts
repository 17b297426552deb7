import { FirstfitError } from "../../core/errors.ts";
import { byText } from "./document-ids.ts";
import { errorCode, isUnder } from "./file-system.ts";
import type { FileSystem } from "./file-system.ts";
import { isIgnoredBelow } from "./folder-rules.ts";
import { readReason } from "./skipped.ts";

/** Which roots a run reads, out of those that the index knows and those that were named. */
export interface RootPlan {
  /** To be read, in code-unit order. */
  readonly scan: readonly string[];
  /** Known to the index and named (or implied), but not on disk now. */
  readonly missing: readonly string[];
  /** What a user should know about how the names were understood. */
  readonly notes: readonly string[];
}

interface RootRequest {
  readonly named: readonly string[];
  readonly known: readonly string[];
  /** Documents and skipped files of the index: only what it has can be gone. */
  readonly records: readonly { readonly id: string; readonly root: string }[];
  readonly exclude: readonly string[];
  readonly fileSystem: FileSystem;
}

/**
 * Nothing named means every known root. A place inside a root means that root, unless the root's rules leave the place
 * out: then it becomes a root of its own. A root that lies in another one owns its files, and is read with it.
 * Throws BAD_INPUT when there is nothing to read or a name is empty, NOT_FOUND for a name that neither disk nor index has.
 */
export async function planRoots(request: RootRequest): Promise<RootPlan> {
  const { named, known, fileSystem } = request;
  if (named.length === 0 && known.length === 0) {
    throw new FirstfitError(
      "BAD_INPUT",
      "No file or folder was named, and the index has none from before.",
      "Name one: firstfit index PATH",
    );
  }
  if (named.includes("")) {
    throw new FirstfitError(
      "BAD_INPUT",
      "An empty name stands for no file and no folder.",
      "Check the variable that it came from; the folder you are in is named by a dot: firstfit index .",
    );
  }
  const notes: string[] = [];
  const wanted = new Set<string>(named.length === 0 ? known : []);
  const fresh: string[] = [];
  for (const name of named) {
    const path = await locate(name, request);
    const owner = known.includes(path) ? path : await ownerOf(path, known, request);
    if (owner === undefined) fresh.push(path);
    else {
      wanted.add(owner);
      if (owner !== path) notes.push(`${name} lies in ${owner}, which is indexed already; that is read again.`);
    }
  }
  for (const path of fresh) if ((await ownerOf(path, fresh, request)) === undefined) wanted.add(path);
  for (const root of known) if ([...wanted].some((folder) => isUnder(root, folder))) wanted.add(root);

  const scan: string[] = [];
  const missing: string[] = [];
  for (const root of [...wanted].toSorted(byText)) ((await exists(root, fileSystem)) ? scan : missing).push(root);
  return { scan, missing, notes };
}

/** The real path of what was named; a name that is gone from disk still stands for the root, or the part of a root, that it was. */
async function locate(name: string, { known, records, fileSystem }: RootRequest): Promise<string> {
  const path = fileSystem.resolve(name);
  try {
    return await fileSystem.realPath(path);
  } catch (error) {
    const code = errorCode(error);
    const gone = code === "ENOENT" || code === "ENOTDIR";
    if (gone && known.some((root) => root === path || (isUnder(path, root) && holds(records, root, path)))) return path;
    if (gone)
      throw new FirstfitError("NOT_FOUND", `There is no file or folder "${name}".`, "Check the spelling and the folder you are in.", {
        cause: error,
      });
    throw new FirstfitError("UNREADABLE", `"${name}" cannot be opened: ${readReason(error)}.`, "Check the path and its permissions.", {
      cause: error,
    });
  }
}

/** Whether the index has something at or below the path. An id is the path from the root, or a longer tail of the whole path. */
function holds(records: RootRequest["records"], root: string, path: string): boolean {
  const parts = path.split("/");
  const shortest = parts.length - root.split("/").length;
  const tails = Array.from({ length: parts.length - shortest + 1 }, (_, more) => parts.slice(-(shortest + more)).join("/"));
  return records.some((record) => record.root === root && tails.some((tail) => record.id === tail || record.id.startsWith(`${tail}/`)));
}

/** The innermost of `roots` that `path` lies in and that would read it. */
async function ownerOf(path: string, roots: readonly string[], { exclude, fileSystem }: RootRequest): Promise<string | undefined> {
  const around = roots.filter((root) => isUnder(path, root)).toSorted((a, b) => b.length - a.length);
  const inner = around[0];
  if (inner === undefined) return undefined;
  return (await isIgnoredBelow(inner, path, { exclude, fileSystem })) ? undefined : inner;
}

async function exists(path: string, fileSystem: FileSystem): Promise<boolean> {
  try {
    await fileSystem.entry(path);
    return true;
  } catch {
    // Gone, or not to be opened: either way its documents stay, because an absent disk is no proof of absence.
    return false;
  }
}
