import type { Asker } from "../../core/ask.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { FoundProject, FoundTests } from "../../core/init.ts";

/** What a person says, or what is taken without one. */
export interface InitAnswers {
  readonly task: string;
  readonly sources: readonly string[];
  /** Tests to take over. */
  readonly tests?: FoundTests;
  /** A first case of their own. */
  readonly first?: { readonly input: string; readonly expected: string };
  /** From 0 to 1. */
  readonly passRateMin: number;
  readonly callsPerMonth?: number;
}

const TASK = "Answer questions from our documents, or say that they do not hold the answer";
const PASS_RATE = 0.9;

/** Without anybody to ask. */
export function defaultAnswers({ sources, tests: [tests] }: FoundProject): InitAnswers {
  return { task: TASK, sources: sources.length === 0 ? ["."] : sources, ...(tests === undefined ? {} : { tests }), passRateMin: PASS_RATE };
}

export interface QuestionOptions {
  readonly ask: Asker;
  readonly found: FoundProject;
  /** Whether something lies at a path that was typed. */
  isThere(path: string): Promise<boolean>;
}

/** Asks six questions, one less where tests were found. Enter takes what stands in brackets. Throws INTERRUPTED when no more answers come; nothing is written then. */
export async function askQuestions({ ask, found, isThere }: QuestionOptions): Promise<InitAnswers> {
  const defaults = defaultAnswers(found);
  ask.say("Six questions at most; Enter takes what stands in brackets. Nothing is written before the last.");
  const task = (await lineOf(ask, `1. What is it to do, in one sentence? [${defaults.task}]\n   `)) || defaults.task;
  const sources = await sourcesFrom(ask, defaults.sources, isThere);
  const [offered] = found.tests;
  const tests = offered !== undefined && (await isTaken(ask, offered)) ? offered : undefined;
  const first = tests === undefined ? await firstCase(ask) : undefined;
  const passRateMin = await numberFrom(
    ask,
    `5. How many of 100 cases have to come out right? [${100 * PASS_RATE}]\n   `,
    shareOf,
    PASS_RATE,
  );
  const callsPerMonth = await numberFrom(ask, "6. How many calls a month will it take? [not known]\n   ", countOf, undefined);
  return {
    task,
    sources,
    ...(tests === undefined ? {} : { tests }),
    ...(first === undefined ? {} : { first }),
    passRateMin: passRateMin ?? PASS_RATE,
    ...(callsPerMonth === undefined ? {} : { callsPerMonth }),
  };
}

async function lineOf(ask: Asker, prompt: string): Promise<string> {
  const line = await ask.line(prompt);
  if (line === undefined)
    throw new FirstfitError(
      "INTERRUPTED",
      "The questions were left, and nothing was written.",
      "Begin again: firstfit init; or let nothing be asked: firstfit init --yes",
    );
  return line.trim();
}

async function sourcesFrom(ask: Asker, fallback: readonly string[], isThere: QuestionOptions["isThere"]): Promise<readonly string[]> {
  for (;;) {
    const line = await lineOf(ask, `2. Which files or folders does it answer from? Several with commas. [${fallback.join(", ")}]\n   `);
    const typed = line
      .split(",")
      .map((path) => path.trim())
      .filter((path) => path !== "");
    if (typed.length === 0) return fallback;
    const missing: string[] = [];
    for (const path of typed) if (!(await isThere(path))) missing.push(path);
    if (missing.length === 0) return typed;
    ask.say(`   There is no ${missing.join(" and no ")} here.`);
  }
}

async function isTaken(ask: Asker, { path, cases }: FoundTests): Promise<boolean> {
  const answer = await lineOf(ask, `3. Take the ${cases} ${cases === 1 ? "case" : "cases"} of ${path}? [yes]\n   `);
  return !/^(?:n|no|nein|non)$/i.test(answer);
}

/** Empty where nobody has one yet: a case that is made up proves nothing. */
async function firstCase(ask: Asker): Promise<InitAnswers["first"]> {
  const input = await lineOf(ask, "3. One real input, as somebody would type it? [none yet]\n   ");
  if (input === "") return undefined;
  const expected = await lineOf(
    ask,
    "4. Which words does a right answer hold? Enter means that there is no answer. [not found in sources]\n   ",
  );
  return { input, expected };
}

async function numberFrom(
  ask: Asker,
  prompt: string,
  read: (text: string) => number | undefined,
  fallback: number | undefined,
): Promise<number | undefined> {
  for (;;) {
    const line = await lineOf(ask, prompt);
    if (line === "") return fallback;
    const value = read(line);
    if (value !== undefined) return value;
    ask.say(`   "${line}" is no such number.`);
  }
}

/** "90", "90 %", "0.9". */
function shareOf(text: string): number | undefined {
  const number = Number(text.replace(/\s*%$/, "").replace(",", "."));
  if (!Number.isFinite(number) || number <= 0 || number > 100) return undefined;
  return number <= 1 && !text.includes("%") ? number : number / 100;
}

/** "2000", "2,000", "2k", "1.5M". */
function countOf(text: string): number | undefined {
  const [, digits = "", unit = ""] = /^([\d.,_ ]+?)\s*([km]?)$/i.exec(text) ?? [];
  const plain = unit === "" ? digits.replaceAll(/[.,_ ]/g, "") : digits.replace(",", ".");
  const count = Math.round(Number(plain) * ({ k: 1e3, m: 1e6 }[unit.toLowerCase()] ?? 1));
  return digits !== "" && Number.isSafeInteger(count) && count >= 1 ? count : undefined;
}
