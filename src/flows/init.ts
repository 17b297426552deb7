import type { Advice } from "../core/advice.ts";
import type { Asker } from "../core/ask.ts";
import { FirstfitError } from "../core/errors.ts";
import type { FoundProject, Initialized, KeyVariable } from "../core/init.ts";
import { importCases } from "./dataset/import.ts";
import { configText, firstCaseText, freeName } from "./init/files.ts";
import { askQuestions, defaultAnswers } from "./init/questions.ts";
import type { InitAnswers } from "./init/questions.ts";

export interface InitOptions {
  /** As the user named it. */
  readonly folder: string;
  readonly found: FoundProject;
  readonly keys: readonly KeyVariable[];
  /** Absent: nothing is asked. */
  readonly ask?: Asker;
  readonly advise: (claim: string) => Promise<Advice>;
  /** The document of the advice. */
  readonly adviceText: (advice: Advice) => string;
  /** Text of a file that was found; paths are relative to the folder. */
  readonly read: (path: string) => Promise<string>;
  readonly isThere: (path: string) => Promise<boolean>;
  /** Makes the folder and files in it, none of which is there. */
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  readonly parseYaml: (text: string) => unknown;
  /** YYYY-MM-DD. */
  readonly today: string;
}

const CONFIG = "firstfit.config.ts";

/**
 * Writes a configuration, a first file of cases and the first advice, from what lies in the folder and what a person says. Never writes over a file: a
 * configuration that is there ends it, and another file gets a name that is free, which is said. Throws BAD_INPUT, and INTERRUPTED where the questions are left.
 */
export async function initProject(options: InitOptions): Promise<Initialized> {
  const { found, keys, ask, folder } = options;
  const there = found.names.find((name) => /^firstfit\.config\.m?[jt]s$/.test(name));
  if (there !== undefined)
    throw new FirstfitError(
      "BAD_INPUT",
      `${folder === "." ? "This folder" : folder} already has ${there}.`,
      "Change it there, or name another folder: firstfit init demo",
    );
  ask?.say(foundText(found, keys));
  const answers = ask === undefined ? defaultAnswers(found) : await askQuestions({ ask, found, isThere: options.isThere });
  const advice = await options.advise(answers.task);
  const taken = new Set(found.names);
  const notes: string[] = found.isCut ? ["The folder holds very many files, and only the first 20,000 names were looked at."] : [];
  const cases = await casesFile(answers, options, { taken, notes });
  const adviceFile = freeName("advice.md", taken);
  if (adviceFile !== "advice.md") notes.push(`advice.md was there and stays; the advice is in ${adviceFile}.`);
  const own = [CONFIG, adviceFile, ...(cases === undefined ? [] : [cases.path]), ...found.tests.map(({ path }) => path)];
  const config = configText({
    answers,
    advice,
    keys,
    ...(cases === undefined ? {} : { cases: cases.path }),
    exclude: answers.sources.some((source) => source === "." || own.some((path) => path.startsWith(`${source}/`))) ? [...new Set(own)] : [],
  });
  const files = {
    ...(cases?.text === undefined ? {} : { [cases.path]: cases.text }),
    [adviceFile]: `${options.adviceText(advice)}\n`,
    [CONFIG]: config,
  };
  await options.write(files);
  const best = advice.unsure ? undefined : advice.matches[0];
  return {
    folder,
    files: Object.keys(files),
    next: found.documents > 0 || ask !== undefined ? "firstfit index" : "firstfit index PATH",
    found: { documents: found.documents, sources: found.sources, tests: found.tests, keys: keys.map(({ variable }) => variable) },
    advice: { file: adviceFile, ...(best === undefined ? {} : { row: best.row, move: best.move }) },
    ...(notes.length === 0 ? {} : { notes }),
  };
}

interface CasesFile {
  readonly path: string;
  /** Absent: it is there. */
  readonly text?: string;
}

async function casesFile(
  { tests, first }: InitAnswers,
  options: InitOptions,
  { taken, notes }: { readonly taken: ReadonlySet<string>; readonly notes: string[] },
): Promise<CasesFile | undefined> {
  if (tests?.format === "cases") return { path: tests.path };
  const path = freeName("cases.jsonl", taken);
  if (path !== "cases.jsonl") notes.push(`cases.jsonl was there and stays; the cases are in ${path}.`);
  if (tests !== undefined) {
    const { parseYaml, today } = options;
    const { text, summary } = importCases(
      { name: tests.path, text: await options.read(tests.path) },
      { format: tests.format, added: today, parseYaml },
    );
    if (summary.skipped > 0)
      notes.push(`${summary.skipped} of the tests of ${tests.path} make no case; the first: ${summary.firstSkipped ?? ""}`);
    return { path, text };
  }
  if (first !== undefined) return { path, text: firstCaseText(first, options.today) };
  if (options.ask !== undefined) {
    notes.push('There is no case yet: firstfit ask "…" --save-case makes one of the next question.');
    return undefined;
  }
  notes.push(
    `Nobody said what a right answer is, so ${path} holds one question that your documents hardly answer. Look at it before it counts: firstfit dataset review ${path}`,
  );
  return { path, text: firstCaseText(undefined, options.today) };
}

function foundText({ documents, sources, tests, isCut }: FoundProject, keys: readonly KeyVariable[]): string {
  const lines = [
    documents === 0
      ? "No documents found."
      : `${documents.toLocaleString("en-US")} ${documents === 1 ? "document" : "documents"}${isCut ? " at least" : ""} in ${sources.map((source) => (source === "." ? "this folder" : `${source}/`)).join(", ")}.`,
    ...tests.map(({ path, format, cases }) => `${cases} ${cases === 1 ? "case" : "cases"} in ${path} (${format}).`),
    keys.length === 0
      ? "No key in the environment; none is needed."
      : `Keys in the environment: ${keys.map(({ variable }) => variable).join(", ")}.`,
  ];
  return lines.join("\n");
}
