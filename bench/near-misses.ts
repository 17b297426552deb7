// npm run bench:near-misses: questions that ask for a date, a sum, a currency, a version, a person, a place, a role or one in an order which the documents do not have in
// that place, though they have another like it; and beside each its control, the same question as the documents can answer it. Both lists were written by hand before the answerer was
// looked at; `near-misses-held.jsonl` was asked once, when the rules stood. `--list held` asks that one, `--rows` prints every answer, `--json` the figures.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AnswerResult } from "../src/core/results.ts";
import { openProject, runOperation } from "../src/index.ts";
import { wilson } from "../src/stats/intervals.ts";
import { readJsonl } from "./data.ts";

/** Two questions that differ in one thing. `documents` answer the control; a quote of theirs that contains `holds` shows it. */
interface Pair {
  readonly id: string;
  readonly corpus: keyof typeof CORPORA;
  readonly family: string;
  readonly near_miss: string;
  readonly control: string;
  readonly documents: readonly string[];
  readonly holds: string;
}

interface Page {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

interface CorpusRow {
  readonly _id: string;
  readonly title: string;
  readonly text: string;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const rows = (...path: readonly string[]): readonly Page[] =>
  readJsonl<CorpusRow>(...path).map(({ _id, title, text }) => ({ id: _id, title, text }));
const file = (path: string, id: string): Page => ({ id, title: "", text: readFileSync(join(root, path), "utf8") });

const CORPORA = {
  sample: () =>
    Array.from({ length: 10 }, (_, i) => `note${String(i + 1).padStart(2, "0")}.txt`).map((id) =>
      file(`examples/sample-project/${id}`, id),
    ),
  squad2: () => rows("squad2-half", "corpus.jsonl"),
  hugo: () => rows("hugo-docs", "corpus.jsonl"),
  anthropic: () => rows("anthropic-docs-rag", "corpus.jsonl"),
  xquad: () => rows("xquad", "en", "corpus.jsonl"),
  handbook: () => [file("test/golden/operations-handbook.md", "operations-handbook.md")],
  speech: () =>
    rows("chunking-evaluation", "documents.jsonl")
      .filter(({ id }) => id === "state_of_the_union")
      .map((page) => ({ ...page, id: "speech.txt" })),
} satisfies Record<string, () => readonly Page[]>;

interface Outcome {
  readonly pair: Pair;
  readonly side: "near miss" | "control";
  readonly isAnswered: boolean;
  /** A document that answers the control is cited, and a quote holds what shows it. */
  readonly isRight: boolean;
  readonly said: string;
}

const list = process.argv.includes("held") ? "near-misses-held.jsonl" : "near-misses.jsonl";
const pairs = readFileSync(new URL(list, import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Pair); // the file beside this one
const outcomes: Outcome[] = [];
for (const corpus of new Set(pairs.map((pair) => pair.corpus))) outcomes.push(...(await askCorpus(corpus)));

const families = [...new Set(pairs.map(({ family }) => family)), "all"];
const report = families.map((family) => {
  const of = (side: Outcome["side"]): readonly Outcome[] =>
    outcomes.filter((one) => one.side === side && (family === "all" || one.pair.family === family));
  const rate = (among: readonly Outcome[], holds: (outcome: Outcome) => boolean) => ({
    ...wilson(among.filter(holds).length, among.length),
    n: among.length,
  });
  return {
    family,
    refused: rate(of("near miss"), ({ isAnswered }) => !isAnswered),
    right: rate(of("control"), ({ isRight }) => isRight),
    answered: rate(of("control"), ({ isAnswered }) => isAnswered),
  };
});
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(report)}\n`);
else {
  if (process.argv.includes("--rows"))
    for (const { pair, side, isAnswered, isRight, said } of outcomes)
      process.stdout.write(
        `${pair.id}\t${side}\t${isAnswered ? (isRight ? "right" : "answered") : "abstained"}\t${side === "control" ? pair.control : pair.near_miss}\t${said}\n`,
      );
  process.stdout.write(
    `${"family".padEnd(10)} ${"near miss refused".padEnd(34)} ${"control answered rightly".padEnd(34)} control answered\n`,
  );
  const show = ({
    mean,
    low,
    high,
    n,
  }: {
    readonly mean: number;
    readonly low: number;
    readonly high: number;
    readonly n: number;
  }): string => `${mean.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]  n=${n}`.padEnd(34);
  for (const { family, refused, right, answered } of report)
    process.stdout.write(`${family.padEnd(10)} ${show(refused)} ${show(right)} ${show(answered).trimEnd()}\n`);
}

async function askCorpus(corpus: keyof typeof CORPORA): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), "firstfit-near-"));
  try {
    const pages = join(folder, "pages");
    const names = new Map<string, string>();
    for (const { id, title, text } of CORPORA[corpus]()) {
      // an address is no file name
      const name = /^[\w./-]+$/u.test(id) && !id.includes("://") ? (/\.\w+$/u.test(id) ? id : `${id}.md`) : `${names.size + 1}.md`;
      names.set(name, id);
      const path = join(pages, name);
      if (!existsSync(join(path, ".."))) mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, title === "" ? text : `---\ntitle: ${JSON.stringify(title)}\n---\n${text}`);
    }
    const project = await openProject({ folder });
    await runOperation(project, "index", { paths: [pages] });
    const found: Outcome[] = [];
    for (const pair of pairs.filter((one) => one.corpus === corpus))
      for (const [side, question] of [
        ["near miss", pair.near_miss],
        ["control", pair.control],
      ] as const) {
        const answer = (await runOperation(project, "ask", { question })) as AnswerResult; // a verb's output is the type that its row names
        const citations = answer.kind === "answered" ? answer.citations : [];
        found.push({
          pair,
          side,
          isAnswered: answer.kind === "answered",
          isRight: citations.some(
            ({ document, quote }) =>
              pair.documents.some((one) => (names.get(document) ?? document).endsWith(one)) &&
              quote.replace(/\s+/gu, " ").includes(pair.holds),
          ),
          said: (answer.kind === "answered" ? answer.text : answer.reason).replace(/\s+/gu, " "),
        });
      }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
