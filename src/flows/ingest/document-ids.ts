import { joinPath } from "./file-system.ts";

/** A place below a root: `relative` is the path from the root, or the file's name where the root is a file. */
export interface Place {
  readonly root: string;
  readonly relative: string;
}

/** Code-unit order, the same on every machine and for every locale. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A record of the index as far as ids go. */
interface IdHolder {
  readonly id: string;
  readonly root: string;
}

/**
 * Ids for the places, in their order. A document's id is its path from the root. Where another document has that id
 * already, folders of the absolute path are put before it until it is new: `readme.md`, `docs/readme.md`,
 * `project/docs/readme.md`. An id once given stays with its file: `holders` are the records of the roots that are read,
 * `held` the ids of all other roots, which nobody else may take.
 */
export function documentIds(places: readonly Place[], holders: readonly IdHolder[], held: ReadonlySet<string>): readonly string[] {
  const rootOf = new Map(holders.map(({ id, root }) => [id, root]));
  const taken = new Set(held);
  const ids: (string | undefined)[] = places.map(() => undefined);
  const give = (i: number, id: string): void => {
    ids[i] = id;
    taken.add(id);
  };
  // First those that have their plain path, so that `docs/a.md` in a root named docs is not taken for its `a.md`.
  for (const [i, { root, relative }] of places.entries()) if (rootOf.get(relative) === root && !taken.has(relative)) give(i, relative);
  if (holders.length > 0) {
    for (const [i, place] of places.entries()) {
      if (ids[i] !== undefined) continue;
      const own = longerIds(place).find((id) => rootOf.get(id) === place.root && !taken.has(id));
      if (own !== undefined) give(i, own);
    }
  }
  for (const [i, place] of places.entries()) if (ids[i] === undefined) give(i, freeId(place, taken));
  return ids.map((id, i) => id ?? places[i]?.relative ?? "");
}

/** Tails of the absolute path that are longer than the path from the root, the shortest first. */
function longerIds(place: Place): readonly string[] {
  const parts = absolutePath(place).split("/");
  const shortest = place.relative.split("/").length + 1;
  return Array.from({ length: Math.max(0, parts.length - shortest + 1) }, (_, i) => parts.slice(-(shortest + i)).join("/"));
}

function absolutePath({ root, relative }: Place): string {
  return root.endsWith(`/${relative}`) ? root : joinPath(root, relative);
}

function freeId(place: Place, taken: ReadonlySet<string>): string {
  if (!taken.has(place.relative)) return place.relative;
  const id = longerIds(place).find((longer) => !taken.has(longer));
  if (id !== undefined) return id;
  // Every tail is taken, the absolute path too: only a folder that mirrors the whole disk does that.
  let n = 2;
  while (taken.has(`${absolutePath(place)}~${n}`)) n++;
  return `${absolutePath(place)}~${n}`;
}
