export type EntryKind = "file" | "folder" | "link" | "pipe" | "socket" | "device" | "unreadable";

/** One name in a folder. `bytes` is 0 for everything but files; `code` tells why an "unreadable" one could not be asked about. */
export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
  readonly bytes: number;
  readonly code?: string;
}

export interface WatchListener {
  /** Something in the folder changed; `name` is given when it came, went or was replaced, and is the folder's own name when the folder went. */
  change(name?: string): void;
  /** The watch is over. */
  error(reason: string): void;
}

/**
 * The disk as ingest sees it, so that tests hand in one of their own. Paths are absolute and written with "/".
 * Methods reject with errors that carry a POSIX `code` (ENOENT, EACCES, ELOOP ...), as Node's do.
 */
export interface FileSystem {
  /** Absolute path of what a user typed. */
  resolve(path: string): string;
  /** The same place without symbolic links. */
  realPath(path: string): Promise<string>;
  /** Follows links. `name` is the last part of the path. */
  entry(path: string): Promise<Entry>;
  /** Names in a folder, in any order. Links are not followed. */
  list(folder: string): Promise<readonly Entry[]>;
  /** At most `bytesMax + 1` bytes, so that a longer file shows. Never follows a link and never waits for a pipe or device. */
  read(path: string, options: { readonly bytesMax: number }): Promise<Uint8Array>;
  /** Tells of changes of the names in a folder and of the files they stand for, not of what lies deeper. Throws where the system allows no more watches. */
  watch(folder: string, listener: WatchListener): { close(): void };
}

/** The `code` of a file-system error: "ENOENT", "EACCES" ...; "unknown" for anything else. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
}

/** `folder` joined with a relative path, both written with "/". */
export function joinPath(folder: string, relative: string): string {
  return folder.endsWith("/") ? folder + relative : `${folder}/${relative}`;
}

/** Is `path` strictly under `folder`? Both absolute, written with "/". */
export function isUnder(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith("/") ? folder : `${folder}/`) && path !== folder;
}
