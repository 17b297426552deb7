import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { FirstfitError } from "./core/errors.ts";

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
    throw new FirstfitError("BAD_INPUT", `${folder} already has ${taken[0]}.`, "Name an empty folder: firstfit init demo --sample");
  if (kind === "config") await writeFile(join(target, "firstfit.config.ts"), CONFIG_TEXT, { flag: "wx" });
  else for (const name of names) await cp(join(sample, name), join(target, name), { recursive: true, errorOnExist: true, force: false });
  return names;
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
