import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import { FirstfitError } from "./core/errors.ts";
import { acquireWriteLock } from "./stores/sqlite-lock.ts";

const WAIT_MS = 10_000;

/**
 * Reads a file of UTF-8, lets `change` make another text of it, and puts that in its place: written beside it, synced, renamed. A byte-order mark, the mode and a
 * symbolic link stay. The lock is in the folder for temporary files, so that none is left beside the user's own. Throws BAD_INPUT for a file that is not
 * UTF-8 or cannot be read or written, INDEX_BUSY when another process changes it for long, and what `change` throws.
 */
export async function editNamedFile(file: string, change: (text: string | undefined) => string | undefined): Promise<void> {
  const target = existsSync(file) ? realpathSync(file) : file;
  const lock = await lockOf(target);
  try {
    const was = existsSync(target) ? readText(target) : undefined;
    const text = change(was);
    if (text !== undefined && text !== was) await replace(target, text);
  } finally {
    lock.release();
  }
}

async function lockOf(target: string): Promise<{ release(): void }> {
  const name = createHash("sha256").update(`${userInfo().uid} ${target}`).digest("hex").slice(0, 24);
  try {
    return await acquireWriteLock({ file: join(tmpdir(), `firstfit-${name}`), waitMs: WAIT_MS, holder: () => undefined });
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "INDEX_BUSY") throw error;
    throw new FirstfitError("INDEX_BUSY", `Another process has been changing ${target} for ${WAIT_MS / 1000} s.`, error.fix, {
      cause: error,
    });
  }
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    // a rename would replace a file that is meant to stay
    accessSync(file, constants.R_OK | constants.W_OK);
    bytes = readFileSync(file);
  } catch (cause) {
    throw cannot("change", file, cause);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FirstfitError("BAD_INPUT", `${file} is not UTF-8.`, "Save it as UTF-8; its other lines could not be kept as they are.", {
      cause,
    });
  }
}

async function replace(target: string, text: string): Promise<void> {
  const folder = dirname(target);
  // One name, so that what a killed process left is written over.
  const half = join(folder, `.${basename(target)}.firstfit-new`);
  try {
    const mode = existsSync(target) ? statSync(target).mode : undefined;
    const handle = await open(half, "w", mode);
    try {
      await handle.writeFile(text, "utf8");
      if (mode !== undefined) await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, target);
    await syncFolder(folder);
  } catch (cause) {
    throw cannot("write", target, cause);
  }
}

/** So that the new name is on the disk too; not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code !== "EISDIR" && code !== "EPERM" && code !== "EACCES" && code !== "EINVAL") throw cause;
  }
}

function cannot(what: string, file: string, cause: unknown): FirstfitError {
  const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  return new FirstfitError("BAD_INPUT", `Cannot ${what} ${file} (${reason}).`, "Name a file in a folder that exists and can be written.", {
    cause,
  });
}
