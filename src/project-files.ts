import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { FirstfitError } from "./core/errors.ts";
import type { QueryAdapter } from "./core/retrieval.ts";

const CONFIG_TEXT = `import { defineConfig } from "firstfit";

export default defineConfig({
  // Files and folders to index, relative to this file.
  sources: ["."],
  // Left out of them, written as lines of .gitignore.
  exclude: [],
});
`;

/** Writes the sample project or a configuration. Never overwrites: a file that is there already stops it before anything is written. */
export async function scaffold(kind: "sample" | "config", folder: string): Promise<readonly string[]> {
  const target = resolve(folder);
  await mkdir(target, { recursive: true });
  const sample = fileURLToPath(new URL("../examples/sample-project/", import.meta.url));
  const names = kind === "sample" ? (await readdir(sample)).filter((name) => name !== ".firstfit").toSorted() : ["firstfit.config.ts"];
  const taken = names.filter((name) => existsSync(join(target, name)));
  if (taken.length > 0)
    throw new FirstfitError(
      "BAD_INPUT",
      `${folder === "." ? "This folder" : folder} already has ${taken[0]}.`,
      kind === "sample"
        ? "Name an empty folder: firstfit init demo --sample"
        : "Change it there, or name another folder: firstfit init demo",
    );
  if (kind === "config") await writeFile(join(target, "firstfit.config.ts"), CONFIG_TEXT, { flag: "wx" });
  else for (const name of names) await cp(join(sample, name), join(target, name), { recursive: true, errorOnExist: true, force: false });
  return names;
}

/** Files by their names into a folder, which is made. Never overwrites: one that is there already stops it before anything is written. Throws BAD_INPUT. */
export async function writeNew(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const taken = Object.keys(files).find((name) => existsSync(join(folder, name)));
  if (taken !== undefined) throw new FirstfitError("BAD_INPUT", `${folder} already has ${taken}.`, "Move it away, or name another folder.");
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { flag: "wx" });
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new FirstfitError("BAD_INPUT", `Cannot write into ${folder} (${reason}).`, "Name a folder that can be written.", { cause });
  }
}

/** In one step, so that a machine that stops keeps the old file or the new one. */
export async function writeConfig(file: string, text: string, was: string | undefined): Promise<void> {
  const now = existsSync(file) ? await readFile(file, "utf8") : undefined;
  if (now !== was)
    throw new FirstfitError("BAD_INPUT", `${file} was changed while it was being tuned for.`, "Look at the change, and run it again.");
  const half = `${file}.new`;
  await writeFile(half, text, { flag: "wx" });
  await rename(half, file);
}

/** Before a run whose result goes into the file, relative to `from`. Throws BAD_INPUT when its folder is not there. */
export function mustTakeFile(file: string, from: string): void {
  if (!existsSync(dirname(resolve(from, file))))
    throw new FirstfitError(
      "BAD_INPUT",
      `${file} cannot be written, because its folder is not there.`,
      "Make the folder first, or name a file in one that exists.",
    );
}

/** A file that the user named for output. Throws BAD_INPUT where it cannot be written. */
export async function writeNamedFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new FirstfitError("BAD_INPUT", `Cannot write ${file} (${reason}).`, "Name a file in a folder that exists and can be written.", {
      cause,
    });
  }
}

/** Several documents into one folder, which is made. Each is whole, the old one or the new. Returns their paths relative to `from`. Throws BAD_INPUT. */
export async function writeDocuments(
  folder: string,
  documents: Readonly<Record<string, string>>,
  from: string,
): Promise<readonly string[]> {
  const files: string[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(documents)) {
      const file = join(folder, name);
      await writeFile(`${file}.new`, text);
      await rename(`${file}.new`, file);
      files.push(relative(from, file));
    }
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new FirstfitError("BAD_INPUT", `Cannot write into ${folder} (${reason}).`, "Name a folder that can be written.", { cause });
  }
  return files;
}

/** The query adapter that a configuration names. Throws BAD_CONFIG for a file that is not there or holds something else. */
export function readQueryAdapter(file: string): QueryAdapter {
  const refuse = (why: string, cause?: unknown): FirstfitError =>
    new FirstfitError(
      "BAD_CONFIG",
      `The query adapter ${file} ${why}.`,
      "Fit another with `firstfit tune retrieval --write`, or take `adapter` out of `ranking` in the configuration.",
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw refuse(existsSync(file) ? "cannot be read as JSON" : "is not there", cause);
  }
  if (!isQueryAdapter(value)) throw refuse("is not what tuning writes");
  return value;
}

function isQueryAdapter(value: unknown): value is QueryAdapter {
  if (typeof value !== "object" || value === null) return false;
  const { embedder, dimensions, left, right } = value as Readonly<Record<string, unknown>>; // every object can be read by names
  const isMatrix = (rows: unknown): rows is readonly unknown[] =>
    Array.isArray(rows) &&
    rows.every((row) => Array.isArray(row) && row.length === dimensions && row.every((number) => Number.isFinite(number)));
  return typeof embedder === "string" && isMatrix(left) && isMatrix(right) && left.length === right.length;
}
