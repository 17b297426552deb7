import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, watch as watchNative } from "node:fs";
import type { Stats } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { resolve as resolveNative, sep } from "node:path";
import { errorCode, joinPath } from "./flows/ingest/file-system.ts";
import type { Entry, EntryKind, FileSystem } from "./flows/ingest/file-system.ts";

/** Windows takes "/" everywhere; a backslash elsewhere is an ordinary character of a name. */
const slashed = (path: string): string => (sep === "/" ? path : path.replaceAll(sep, "/"));

function kindOf(stats: Stats): EntryKind {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  if (stats.isSymbolicLink()) return "link";
  if (stats.isFIFO()) return "pipe";
  if (stats.isSocket()) return "socket";
  return "device";
}

/** How many names are asked about before others have their turn: a folder may have a million. */
const NAMES_AT_ONCE = 256;

async function list(folder: string): Promise<readonly Entry[]> {
  const names = await readdir(folder);
  const entries: Entry[] = [];
  for (const [i, name] of names.entries()) {
    const entry = entryOf(joinPath(folder, name), name);
    if (entry !== undefined) entries.push(entry);
    if (i % NAMES_AT_ONCE === NAMES_AT_ONCE - 1) await nextTurn();
  }
  return entries;
}

/** Undefined for a name that vanished since it was listed. */
function entryOf(path: string, name: string): Entry | undefined {
  try {
    // In this thread: a trip through the thread pool takes ten times as long as asking.
    const stats = lstatSync(path);
    const kind = kindOf(stats);
    return { name, kind, bytes: kind === "file" ? stats.size : 0 };
  } catch (error) {
    // Node writes bytes of a name that are not UTF-8 as U+FFFD, and then no longer finds the file.
    const code = errorCode(error) === "ENOENT" && name.includes("\uFFFD") ? "EILSEQ" : errorCode(error);
    return code === "ENOENT" ? undefined : { name, kind: "unreadable", bytes: 0, code };
  }
}

// Windows has neither flag; there is nothing to wait for or follow there.
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Files up to this size are read in this thread: four trips through the thread pool take longer than the reading. */
const SMALL_FILE_BYTES = 256 * 1024;

interface ReadBytes {
  readonly bytes: Uint8Array;
  /** As many bytes came as the file said it had. */
  readonly steady: boolean;
}

/** Undefined for what is not a small regular file, and for one that grows meanwhile. Throws what opening and reading throw. */
function readSmall(path: string, bytesMax: number): ReadBytes | undefined {
  const file = openSync(path, READ_FLAGS);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size === 0 || stats.size > Math.min(SMALL_FILE_BYTES, bytesMax)) return undefined;
    // One byte more than it says, so that growth shows.
    const buffer = Buffer.allocUnsafeSlow(stats.size + 1);
    const length = readSync(file, buffer, 0, buffer.length, 0);
    return length === stats.size ? { bytes: buffer.subarray(0, length), steady: true } : undefined;
  } finally {
    closeSync(file);
  }
}

async function readOnce(path: string, bytesMax: number): Promise<ReadBytes> {
  const handle = await open(path, READ_FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw Object.assign(new Error(`${path} is not a file`), { code: stats.isDirectory() ? "EISDIR" : "ENOTSUP" });
    const expected = Math.min(stats.size, bytesMax + 1);
    // One byte more than it says, so that growth shows in the first read, and the end too. Files of /proc say 0.
    let buffer = Buffer.allocUnsafeSlow(Math.min(stats.size, bytesMax) + 1);
    let length = 0;
    while (length <= bytesMax) {
      if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(2 * length + 4096, bytesMax + 1));
      const asked = buffer.length - length;
      const { bytesRead } = await handle.read(buffer, length, asked, length);
      length += bytesRead;
      if (bytesRead === 0 || (bytesRead < asked && length >= expected)) break;
    }
    return { bytes: buffer.subarray(0, length), steady: length === expected };
  } finally {
    await handle.close();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** The real disk. */
export const nodeFileSystem: FileSystem = {
  resolve: (path) => slashed(resolveNative(path)),
  realPath: async (path) => slashed(await realpath(path)),
  async entry(path) {
    const stats = await stat(path);
    const kind = kindOf(stats);
    return { name: path.slice(path.lastIndexOf("/") + 1), kind, bytes: kind === "file" ? stats.size : 0 };
  },
  list,
  async read(path, { bytesMax }) {
    const first = readSmall(path, bytesMax) ?? (await readOnce(path, bytesMax));
    // Somebody writes to it: once more, and then it is as it was read. The next run sees by its hash what came later.
    return first.steady ? first.bytes : (await readOnce(path, bytesMax)).bytes;
  },
  watch(folder, listener) {
    // Not `recursive`: on Linux that watches every file by its inode and misses edits after a save by rename.
    const watcher = watchNative(folder);
    watcher.on("change", (event, name) => listener.change(event === "rename" && typeof name === "string" ? name : undefined));
    watcher.on("error", (error) => listener.error(error.message));
    return { close: () => watcher.close() };
  },
};

/**
 * The disk without the index itself. Reading the index as a document would be useless, and closing such a handle would drop
 * the locks that SQLite holds in this process (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
export function withoutStore(fileSystem: FileSystem, store: string): FileSystem {
  const hidden = new Set(["", "-wal", "-shm", ".lock", ".next", ".next-wal", ".next-shm"].map((suffix) => slashed(store) + suffix));
  return {
    ...fileSystem,
    list: async (folder) => (await fileSystem.list(folder)).filter(({ name }) => !hidden.has(joinPath(folder, name))),
  };
}
