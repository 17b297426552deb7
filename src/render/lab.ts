import type { LabChecked, LabCheckResult, LabList, LabPart, LabShown, LabState } from "../core/lab.ts";
import { wrap } from "./style.ts";
import type { RenderOptions, Style } from "./style.ts";

const MARKS: Readonly<Record<LabState, string>> = { new: " ", begun: "…", done: "✓", "done as far as it can be checked": "✓" };

export function renderLabs({ labs, done, notes, next }: LabList, { style, columns }: RenderOptions): string {
  const lines = labs.map(({ id, title, does, state }) => {
    const mark = state.startsWith("done") ? style.green(MARKS[state]) : MARKS[state];
    const rest = state === "done as far as it can be checked" ? " (as far as it can be checked)" : "";
    return wrap(`${mark} ${style.bold(`${id}  ${title}`)}${style.dim(`: ${inTerminal(does)}${rest}`)}`, columns, "      ");
  });
  return [...notesLines(notes, style), ...lines, "", `${done} of ${labs.length} done`, nextLine(next, style)].join("\n");
}

export function renderLab(lab: LabShown | LabList, options: RenderOptions): string {
  if (lab.kind === "labs") return renderLabs(lab, options);
  const { style, columns } = options;
  const say = (text: string, indent = ""): string =>
    inTerminal(text)
      .split("\n")
      .map((line) => wrap(`${indent}${line}`, columns, indent))
      .join("\n");
  return [
    ...notesLines(lab.notes, style),
    style.bold(`Lab ${lab.id}: ${lab.title}`) + style.dim(lab.state === "new" ? "" : `  ${lab.state}`),
    say(`${lab.goal} ${lab.effort}`),
    say(lab.why),
    ...writtenLines(lab, style),
    ...lab.steps.flatMap(({ title, parts }, i) => ["", style.bold(`${i + 1}. ${title}`), ...parts.map((part) => partText(part, options))]),
    ...(lab.withKey === undefined ? [] : ["", style.bold("With a key"), ...lab.withKey.map((part) => partText(part, options))]),
    "",
    style.bold("Done when"),
    ...lab.doneWhen.map((line) => wrap(`  - ${inTerminal(line)}`, columns, "    ")),
    ...(lab.stretch.length === 0 ? [] : ["", style.bold("Stretch, optional"), ...lab.stretch.map((part) => partText(part, options))]),
    "",
    style.bold("Files that the check reads"),
    ...lab.files.map(({ role, path, holds }) =>
      wrap(`  ${role}: ${style.safe(lab.record?.files?.[role] ?? path)} (${holds})`, columns, "    "),
    ),
    "",
    nextLine(lab.next, style),
  ].join("\n");
}

function writtenLines({ written }: LabShown, style: Style): readonly string[] {
  if (written === undefined) return [];
  const { made, kept } = written;
  if (made.length + kept.length === 0) return ["This lab has no file to fill in: its commands make what the check reads."];
  return [...made.map((path) => style.green(`made ${path}`)), ...kept.map((path) => `${path} was there, and stays as it is`)];
}

/** Markdown as a terminal shows it: links by their words, code without its marks. */
function inTerminal(text: string): string {
  return text
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replaceAll(/`([^`]+)`/g, "$1")
    .replaceAll(/\*([^*]+)\*/g, "$1");
}

function partText(part: LabPart, { style, columns }: RenderOptions): string {
  if (part.kind === "text")
    return inTerminal(joined(part.text))
      .split("\n")
      .map((line) => wrap(`   ${line}`, columns, "   "))
      .join("\n");
  const lines = (part.kind === "run" ? part.commands : part.text).split("\n");
  return lines.map((line) => `     ${part.kind === "run" ? style.cyan(line) : line}`).join("\n");
}

/** Lines of one paragraph are one; items and quotations stay lines. */
function joined(text: string): string {
  return text.replaceAll(/\n(?=[^\n\s>*-])/g, (end, at: number) => (text[at - 1] === "\n" ? end : " "));
}

const VERDICTS: Readonly<Record<LabState, string>> = {
  new: "",
  begun: "is not done yet.",
  done: "is done.",
  "done as far as it can be checked": "is done as far as it can be checked: something was skipped.",
};

export function renderLabCheck({ lab, title, checks, state, notes, next }: LabChecked, options: RenderOptions): string {
  const { style } = options;
  return [
    ...notesLines(notes, style),
    style.bold(`Lab ${lab}: ${title}`),
    ...checks.flatMap((check) => checkLines(check, options)),
    "",
    style.bold(`Lab ${lab} ${VERDICTS[state]}`),
    nextLine(next, style),
  ].join("\n");
}

function checkLines(check: LabCheckResult, { style, columns }: RenderOptions): readonly string[] {
  const says = `${check.says}${check.isStretch ? " (optional)" : ""}`;
  const line = (text: string): string =>
    text
      .split("\n")
      .map((each) => wrap(`    ${style.safe(each)}`, columns, "    "))
      .join("\n");
  const looked = style.dim(wrap(`    looked at: ${style.safe(check.looked)}`, columns, "    "));
  if (check.kind === "passed") return [`${style.green("✓")} ${says}`, looked, line(check.found)];
  if (check.kind === "skipped") return [`${style.yellow("-")} ${says}: skipped`, looked, line(check.reason)];
  return [`${check.isStretch ? style.yellow("✗") : style.red("✗")} ${says}`, looked, line(check.missing), line(`next: ${check.fix}`)];
}

function notesLines(notes: readonly string[], style: Style): readonly string[] {
  return notes.map((note) => style.yellow(style.safe(note)));
}

function nextLine(next: string, style: Style): string {
  return `  ${style.bold("next:")} ${style.safe(next)}`;
}
