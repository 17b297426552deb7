import type { Asker } from "../../core/ask.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { CaseRow } from "./case-rows.ts";
import { CASE_FIELDS } from "./case-fields.ts";
import type { CaseFieldName } from "./case-fields.ts";
import { withMember } from "./json-field.ts";
import { decide } from "./review.ts";
import type { ReviewDecision, ReviewedFiles, Undo } from "./review.ts";

export interface ReviewDialogOptions {
  readonly ask: Asker;
  readonly files: ReviewedFiles;
  /** A case as the person reads it; `n` counts from 1. */
  show(row: CaseRow, n: number, of: number): string;
}

export interface DialogOutcome {
  readonly kept: readonly string[];
  readonly edited: readonly string[];
  readonly dropped: readonly string[];
}

const REVIEW_HELP = "k keep   e edit and keep   d drop   s skip for now   u undo   q quit   ? help";
const END_HELP = "That was the last one.   u undo   q quit";
const KEYS = ["k", "e", "d", "s", "u", "q", "?"];

const LONG_HELP = [
  "k  the case is right as it stands: it counts from now on",
  "e  change it, then keep it",
  "d  it goes to the file of dropped cases, and is not proposed again",
  "s  leave it for another time",
  "u  take the last decision back",
  "q  stop; everything decided so far is on the disk",
].join("\n");

interface Step {
  readonly at: number;
  readonly list: "kept" | "edited" | "dropped" | "skipped";
  readonly undo: Undo;
}

/**
 * Puts cases before a person one by one until all are decided or they have had enough. Every decision is on the disk before the next case is shown. Ends without
 * an error when nobody answers any more.
 */
export async function reviewDialog(rows: readonly CaseRow[], { ask, files, show }: ReviewDialogOptions): Promise<DialogOutcome> {
  const steps: Step[] = [];
  let at = 0;
  let isNew = true;
  for (;;) {
    const row = rows[at];
    if (isNew && row !== undefined) ask.say(show(row, at + 1, rows.length));
    isNew = false;
    const key = await (row === undefined ? ask.key(END_HELP, ["u", "q"]) : ask.key(REVIEW_HELP, KEYS));
    if (key === undefined || key === "q") break;
    if (key === "?") {
      ask.say(LONG_HELP);
      continue;
    }
    if (key === "u") {
      const last = steps.pop();
      if (last === undefined) {
        ask.say("Nothing to undo.");
        continue;
      }
      await last.undo();
      at = last.at;
      isNew = true;
      continue;
    }
    if (row === undefined) continue;
    const step = await stepOf(key, row, ask, files);
    if (step === undefined) continue;
    steps.push({ at, ...step });
    at++;
    isNew = true;
  }
  const of = (list: Step["list"]): string[] => steps.filter((step) => step.list === list).map((step) => rows[step.at]?.value.id ?? "");
  return { kept: of("kept"), edited: of("edited"), dropped: of("dropped") };
}

/** Undefined when nothing was decided: an edit that was given up. */
async function stepOf(key: string, row: CaseRow, ask: Asker, files: ReviewedFiles): Promise<Omit<Step, "at"> | undefined> {
  if (key === "s") return { list: "skipped", undo: async () => {} };
  const done = async (decision: ReviewDecision): Promise<Undo> => await decide(files, [{ row: row.text, decision }]);
  if (key === "k") return { list: "kept", undo: await done({ kind: "keep" }) };
  if (key === "d") return { list: "dropped", undo: await done({ kind: "drop" }) };
  let draft = row.text;
  for (;;) {
    const text = await edited(draft, row, ask);
    if (text === undefined) return undefined;
    try {
      return { list: "edited", undo: await done({ kind: "edit", text }) };
    } catch (error) {
      // what was typed is no case yet, and typing it again from the start is no answer
      if (!(error instanceof FirstfitError) || error.code !== "BAD_INPUT") throw error;
      ask.say(`${error.message} ${error.fix}`);
      draft = text;
      if ((await ask.key("e edit again   b back to the case", ["e", "b"])) !== "e") return undefined;
    }
  }
}

/** Undefined when it was left as it is. */
async function edited(draft: string, row: CaseRow, ask: Asker): Promise<string | undefined> {
  const isSpread = /[\r\n]/.test(row.text);
  if (ask.edit !== undefined) {
    const pretty = isSpread ? draft : prettyIfJson(draft);
    const text = await ask.edit(pretty, `${row.value.id.replace(/[^\w.-]+/g, "_").slice(0, 60)}.json`);
    return text.trim() === pretty.trim() ? undefined : isSpread ? text : compactIfJson(text);
  }
  ask.say("One field a line, as field=value; field= takes it out; an empty line ends. $EDITOR names an editor to use instead.");
  let text = draft;
  for (;;) {
    const line = await ask.line("field=value: ");
    if (line === undefined || line.trim() === "") return text === draft ? undefined : text;
    const [, name = "", value = ""] = /^\s*(\w+)\s*=\s*(.*?)\s*$/s.exec(line) ?? [];
    if (!Object.hasOwn(CASE_FIELDS, name)) ask.say(`There is no field "${name}". Fields: ${Object.keys(CASE_FIELDS).join(", ")}`);
    else text = withMember(text, nameInRow(name, row), value === "" ? undefined : typed(name as CaseFieldName, value)); // just looked up
  }
}

/** Other names of a field stay what they are. */
function nameInRow(name: string, { fields }: CaseRow): string {
  const others = name === "input" ? ["question", "query"] : name === "id" ? ["_id"] : [];
  return others.find((other) => Object.hasOwn(fields, other)) ?? name;
}

/** A value as it was typed: JSON where the field takes that, else the text itself, so that 1081 is a text in `expected_substr` and a number in `weight`. */
function typed(name: CaseFieldName, value: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    return value; // no JSON, so a text
  }
  return typeof json === "string" || CASE_FIELDS[name](json).kind === "right" ? json : value;
}

function prettyIfJson(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return text; // on its way from an edit that went wrong
  }
}

function compactIfJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text; // the check says what is wrong with it
  }
}
