import { appendFile, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { DecisionDocument, DecisionStore, MadeDecision } from "../core/decision.ts";
import { FirstfitError } from "../core/errors.ts";

/** Newer ones are left alone. */
const VERSION = 1;

/** A line for each time that a decision was made: {"id", "madeAt"}. */
const MADE = "made.jsonl";

/**
 * Decisions as files of one folder: ID.json, ID.md and ID.html. Each is written beside its place and renamed, so that a machine that stops keeps the
 * old one or the new. When each was made stands in a file of its own; one that is not in it counts from when its first case was run. What cannot be read there is passed over with a note. `from` is what paths are told relative to. Throws BAD_INPUT where the folder cannot be written.
 */
export function fileDecisions(
  folder: string,
  { from, onNote = () => {} }: { readonly from: string; readonly onNote?: (text: string) => void },
): DecisionStore {
  return {
    async made() {
      const names = (await namesIn(folder)).filter((name) => name.endsWith(".json"));
      const read = await Promise.all(names.map((name) => readDecision(join(folder, name), onNote)));
      const decisions = new Map(read.flatMap((decision) => (decision === undefined ? [] : [[decision.id, decision] as const])));
      const times = await madeTimes(join(folder, MADE));
      const known = new Set(times.map(({ id }) => id));
      const untold = [...decisions.values()].filter(({ id }) => !known.has(id));
      return [...untold.map(({ id, startedAt }) => ({ id, madeAt: startedAt })), ...times]
        .flatMap(({ id, madeAt }): readonly MadeDecision[] => {
          const decision = decisions.get(id);
          return decision === undefined ? [] : [{ madeAt, decision }];
        })
        .toSorted((a, b) => (a.madeAt < b.madeAt ? -1 : a.madeAt > b.madeAt ? 1 : 0)); // else as they stand in the file
    },
    async keep(id, { json, markdown, html }, madeAt) {
      const files = { [`${id}.md`]: markdown, [`${id}.html`]: html, [`${id}.json`]: json };
      try {
        await mkdir(folder, { recursive: true });
        await keepFirstTime(folder, id);
        for (const [name, text] of Object.entries(files)) {
          const file = join(folder, name);
          await writeFile(`${file}.new`, text);
          await rename(`${file}.new`, file);
        }
        await addTime(folder, { id, madeAt });
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

/** Before a decision is made again that has no line yet: when it was made the first time, which its file alone says. */
async function keepFirstTime(folder: string, id: string): Promise<void> {
  if ((await madeTimes(join(folder, MADE))).some((each) => each.id === id)) return;
  const before = await readDecision(join(folder, `${id}.json`), () => {});
  if (before?.id === id) await addTime(folder, { id, madeAt: before.startedAt });
}

/** Begun with the break, so that a line that a machine left torn spoils no other. */
async function addTime(folder: string, made: { readonly id: string; readonly madeAt: string }): Promise<void> {
  await appendFile(join(folder, MADE), `\n${JSON.stringify(made)}`);
}

/** In the order of the file. What is no such line, because a machine stopped in the middle of it, is passed over. */
async function madeTimes(file: string): Promise<readonly { readonly id: string; readonly madeAt: string }[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
  return text.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value !== "object" || value === null || !("id" in value) || !("madeAt" in value)) return [];
      const { id, madeAt } = value;
      return typeof id === "string" && typeof madeAt === "string" ? [{ id, madeAt }] : [];
    } catch {
      return [];
    }
  });
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

type Part = "string" | "object" | "array";
type PartOf<Value> = Value extends string ? "string" : Value extends readonly unknown[] ? "array" : "object";

/** What every decision has, and what each is in JSON. */
const PARTS: Readonly<Record<string, Part>> = {
  id: "string",
  startedAt: "string",
  task: "object",
  order: "object",
  bar: "array",
  test: "object",
  outcome: "object",
  rungs: "array",
  wouldChange: "array",
  notes: "array",
  dataset: "object",
  versions: "object",
  pricesAsOf: "string",
  rerun: "string",
  candidates: "array",
} satisfies { readonly [Name in keyof DecisionDocument]?: PartOf<DecisionDocument[Name]> };

function isDecision(value: unknown): value is DecisionDocument {
  if (partOf(value) !== "object") return false;
  const fields = new Map(Object.entries(value as object)); // an object, by the line above
  return (
    fields.get("kind") === "decision" &&
    fields.get("version") === VERSION &&
    Object.entries(PARTS).every(([name, part]) => partOf(fields.get(name)) === part)
  );
}

function partOf(value: unknown): Part | undefined {
  if (typeof value === "string") return "string";
  if (typeof value !== "object" || value === null) return undefined;
  return Array.isArray(value) ? "array" : "object";
}
