import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { FirstfitError } from "../core/errors.ts";
import type { KeptProgress, LabProgress, LabProgressStore } from "../core/lab.ts";
import { editNamedFile } from "../edit-named-file.ts";
import { progressText, readProgress } from "../flows/lab/progress.ts";

const NAME = "labs.json";

export interface LabProgressOptions {
  /** Of the project. */
  readonly folder: string;
  /** Nothing is written. */
  readonly isDryRun: boolean;
}

/**
 * Progress in `.firstfit/labs.json`. A file that is damaged is renamed and said to be, so that nothing is lost and nothing is believed. Where the folder cannot
 * be written nothing is kept, which is a note and no error. Throws BAD_INPUT for a file of a newer firstfit.
 */
export function labProgress({ folder, isDryRun }: LabProgressOptions): LabProgressStore {
  const place = join(folder, ".firstfit");
  const file = join(place, NAME);
  const read = async (): Promise<KeptProgress> => {
    const text = await textOf(file);
    if (text === undefined) return { progress: {}, notes: [] };
    const found = text.kind === "text" ? readProgress(text.text) : ({ kind: "damaged", why: text.why } as const);
    if (found.kind === "progress") return { progress: found.progress, notes: [] };
    if (found.kind === "newer") throw newer(file);
    return { progress: {}, notes: [isDryRun ? `${file} cannot be used: ${found.why}.` : await setAside(place, file, found.why)] };
  };
  return {
    read,
    async change(change) {
      // a damaged file is set aside before the lock is taken: whoever comes second finds none, or a whole one
      const { progress: before, notes } = await read();
      let after: LabProgress = change(before);
      if (isDryRun) return { progress: after, notes };
      try {
        await mkdir(place, { recursive: true });
        await editNamedFile(file, (text) => {
          const found = text === undefined ? undefined : readProgress(text);
          after = change(found?.kind === "progress" ? found.progress : {});
          return progressText(after);
        });
      } catch (error) {
        const reason = unwritable(error);
        if (reason === undefined) throw error;
        return { progress: after, notes: [...notes, `Your progress is not kept: ${reason}`] };
      }
      return { progress: after, notes };
    },
  };
}

type FoundText = { readonly kind: "text"; readonly text: string } | { readonly kind: "bytes"; readonly why: string };

async function textOf(file: string): Promise<FoundText | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new FirstfitError("BAD_INPUT", `Cannot read ${file} (${code ?? String(cause)}).`, "Make it readable, or move it away.", {
      cause,
    });
  }
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { kind: "bytes", why: "it is not UTF-8" };
  }
}

/** Returns the note. */
async function setAside(place: string, file: string, why: string): Promise<string> {
  let name = `${NAME}.damaged`;
  for (let again = 2; existsSync(join(place, name)); again++) name = `${NAME}.damaged-${again}`;
  try {
    await rename(file, join(place, name));
  } catch (error) {
    return `.firstfit/${NAME} cannot be used (${why}) nor set aside (${codeOf(error) ?? String(error)}).`;
  }
  return `.firstfit/${NAME} could not be used: ${why}. It is kept as .firstfit/${name}, and progress begins anew.`;
}

/** Why nothing can be written, where that is no defect; undefined for anything else. */
function unwritable(error: unknown): string | undefined {
  if (error instanceof FirstfitError) return error.code === "BAD_INPUT" ? error.message : undefined;
  const code = codeOf(error);
  return code !== undefined && ["EACCES", "EROFS", "EPERM", "ENOSPC", "EEXIST", "ENOTDIR"].includes(code) ? `${code}.` : undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

function newer(file: string): FirstfitError {
  return new FirstfitError(
    "BAD_INPUT",
    `${file} was written by a newer firstfit.`,
    "Use that version, or move the file away; what it holds is your progress in the labs.",
  );
}
