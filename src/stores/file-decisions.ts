import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { DecisionDocument, DecisionStore } from "../core/decision.ts";
import { FirstfitError } from "../core/errors.ts";

/** Newer ones are left alone. */
const VERSION = 1;

/**
 * Decisions as files of one folder: ID.json, ID.md and ID.html. Each is written beside its place and renamed, so that a machine that stops keeps the
 * old one or the new. What cannot be read there is passed over with a note. `from` is what paths are told relative to. Throws BAD_INPUT where the folder cannot be written.
 */
export function fileDecisions(
  folder: string,
  { from, onNote = () => {} }: { readonly from: string; readonly onNote?: (text: string) => void },
): DecisionStore {
  return {
    async all() {
      const names = (await namesIn(folder)).filter((name) => name.endsWith(".json"));
      const read = await Promise.all(names.map((name) => readDecision(join(folder, name), onNote)));
      return read
        .flatMap((decision) => decision ?? [])
        .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : a.id < b.id ? -1 : 1));
    },
    async keep(id, { json, markdown, html }) {
      const files = { [`${id}.md`]: markdown, [`${id}.html`]: html, [`${id}.json`]: json };
      try {
        await mkdir(folder, { recursive: true });
        for (const [name, text] of Object.entries(files)) {
          const file = join(folder, name);
          await writeFile(`${file}.new`, text);
          await rename(`${file}.new`, file);
        }
      } catch (cause) {
        const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
        throw new FirstfitError(
          "BAD_INPUT",
          `Cannot write into ${folder} (${reason}).`,
          "Make the folder writable, and run the same command again: nothing is paid twice.",
          {
            cause,
          },
        );
      }
      return relative(from, join(folder, id));
    },
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

async function readDecision(file: string, onNote: (text: string) => void): Promise<DecisionDocument | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    if (isDecision(value)) return value;
  } catch {
    // told below, like a file that holds something else
  }
  onNote(`${file} holds no decision that this version can read, and is passed over.`);
  return undefined;
}

function isDecision(value: unknown): value is DecisionDocument {
  if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "decision") return false;
  return (
    "version" in value &&
    value.version === VERSION &&
    "id" in value &&
    "outcome" in value &&
    "task" in value &&
    "rungs" in value &&
    "startedAt" in value
  );
}
