import { readFileSync } from "node:fs";
import type { AdviceLabel } from "../../src/flows/advise/matcher-file.ts";

/** What somebody says, with the row that answers it; "none" is what no row answers. */
export interface SaidText {
  readonly text: string;
  readonly row: AdviceLabel;
}

/** Written by those who wrote the table, in several moods. */
const OWN_LISTS = ["in-short", "at-length", "in-stories"] as const;
/** Written for rows that a matcher had taken for others, so with the errors on the strangers' lists in view. */
export const AFTER_ERRORS = "after-errors";
/** Each by another writer who had only the table, and saw none of the other texts. The last three were tests of earlier matchers before they were lessons. */
export const STRANGERS = [
  "tickets",
  "chats",
  "meetings",
  "logistics",
  "engineers",
  "public-offices",
  "figures-of-speech",
  "tuning",
  "sealed",
  "sealed2",
] as const;

/** All that the matcher is trained on, by list. */
export function saidLists(): ReadonlyMap<string, readonly SaidText[]> {
  const folder = new URL("said/", import.meta.url);
  return new Map([...OWN_LISTS, AFTER_ERRORS, ...STRANGERS].map((name) => [name, readSaid(new URL(`${name}.jsonl`, folder))]));
}

/** The texts of one list, one JSON object a line. */
export function readSaid(file: URL): readonly SaidText[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  // our own files, with these two fields; test/advise-matcher.test.ts checks them
  return lines.map((line) => JSON.parse(line) as SaidText);
}
