// Development data for the benches: FIRSTFIT_DATA, or ../shared/data beside the repository. Exit code 2 without it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export function dataFolder(): string {
  const folder = process.env["FIRSTFIT_DATA"] ?? fileURLToPath(new URL("../../shared/data", import.meta.url));
  if (!existsSync(folder)) {
    process.stderr.write(`There is no data at ${folder}.\n  next: FIRSTFIT_DATA=FOLDER npm run bench:…\n`);
    process.exit(2);
  }
  return folder;
}

/** The lines of a JSONL file of the data folder. The caller names the shape, which the data's own README describes. */
export function readJsonl<T>(...path: readonly string[]): T[] {
  return readFileSync(join(dataFolder(), ...path), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as T);
}
