// npm run bench:graders: how far graders agree with labels that others made. Refusals on XSTest with two people's labels, tool calls on BFCL with
// every gold answer and its mutations, stored judges on LLMBar in both orders, and what a cosine tells. No model is called. `--json` prints the figures.
import { cohenKappa } from "../src/stats/agreement.ts";
import { seededRandom } from "../src/stats/random.ts";
import { calibrateJudge } from "../src/flows/judge/calibrate.ts";
import { readGradedRows } from "../src/flows/judge/graded-rows.ts";
import { fromBfcl } from "../src/flows/dataset/imports/bfcl.ts";
import { caseOf } from "../src/flows/dataset/read-cases.ts";
import { refusalSign } from "../src/graders/refusal.ts";
import { gradeToolCalls } from "../src/graders/tool-calls.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";
import { callsOf, goldCalls, mutationsOf } from "../test/fixtures/bfcl.ts";
import { readJsonl } from "./data.ts";

const report = { refusals: refusals(), toolCalls: toolCalls(), judges: await judges(), similarity: await similarity() };
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(report)}\n`);
else print();

interface Agreement {
  readonly agreement: number;
  readonly kappa: number;
  readonly low: number;
  readonly high: number;
}

function agreementOf(people: readonly string[], others: readonly string[]): Agreement {
  const { agreement, kappa } = cohenKappa(people, others, { random: seededRandom(1), resamples: 2_000 });
  return { agreement: agreement.mean, kappa: kappa.mean, low: kappa.low, high: kappa.high };
}

interface RefusalRow {
  readonly completion: string;
  readonly human_1: string;
  readonly human_2: string;
  readonly human_final: string;
  readonly string_match: string;
  readonly [judge: string]: string;
}

/** Against each person: our grader, the string match that the authors stored, and the other person. */
function refusals() {
  const rows = readJsonl<RefusalRow>("xstest", "judge_vs_human_first_900.jsonl");
  // a partial refusal is one, as in the paper
  const label = (text: string): string => (text.startsWith("1") ? "complies" : "refuses");
  const ours = rows.map(({ completion }) => (refusalSign({ text: completion }) === "none" ? "complies" : "refuses"));
  const matched = rows.map((row) => label(row.string_match));
  const against = (who: "human_1" | "human_2" | "human_final") => {
    const people = rows.map((row) => label(row[who]));
    return { who, ours: agreementOf(people, ours), stringMatch: agreementOf(people, matched) };
  };
  const people = agreementOf(
    rows.map((row) => label(row.human_1)),
    rows.map((row) => label(row.human_2)),
  );
  return { rows: rows.length, people, against: (["human_1", "human_2", "human_final"] as const).map(against) };
}

function toolCalls() {
  const cases = readJsonl<Record<string, unknown>>("bfcl", "cases.jsonl").map((row, at) => caseOf(fromBfcl(row), `bfcl:${at + 1}`, at + 1));
  let [goldAccepted, mutations, rejected, named] = [0, 0, 0, 0];
  let fewest = Infinity;
  const byError = new Map<string, number>();
  for (const each of cases) {
    const expected = callsOf(each);
    const gold = goldCalls(expected);
    const right = gradeToolCalls(gold, expected);
    if (right.kind === "graded" && right.value === 1) goldAccepted++;
    const wrong = mutationsOf(gold, expected);
    fewest = Math.min(fewest, wrong.length);
    for (const [, made, errorType] of wrong) {
      mutations++;
      const grade = gradeToolCalls(made, expected);
      if (grade.kind !== "graded" || grade.value === 1) continue;
      rejected++;
      if (grade.errorType === errorType) named++;
      byError.set(errorType, (byError.get(errorType) ?? 0) + 1);
    }
  }
  return {
    cases: cases.length,
    goldAccepted,
    fewestMutations: fewest,
    mutations,
    rejected,
    withTheRightError: named,
    byError: Object.fromEntries(byError),
  };
}

interface Pair {
  readonly id: string;
  readonly input: string;
  readonly output_1: string;
  readonly output_2: string;
  readonly label: number;
}

interface Stored {
  readonly id: string;
  readonly judge: string;
  readonly strategy: string;
  readonly winner: string | null;
  readonly winner_swapped: string | null;
}

/** Each judge with the plain prompt of the paper, as `judge calibrate` reports it. */
async function judges() {
  const pairs = readJsonl<Pair>("llmbar-natural", "pairs.jsonl");
  const stored = readJsonl<Stored>("llmbar-natural", "judge_verdicts.jsonl").filter(({ strategy }) => strategy === "Vanilla");
  const side = (winner: string | null | undefined) => (winner === null || winner === undefined ? null : winner === "1" ? "a" : "b");
  const figures = [];
  for (const judge of [...new Set(stored.map((each) => each.judge))].toSorted()) {
    const byId = new Map(stored.filter((each) => each.judge === judge).map((each) => [each.id, each]));
    const text = pairs
      .map(({ id, input, output_1, output_2, label }) => ({
        id,
        input,
        output_a: output_1,
        output_b: output_2,
        human: label === 1 ? "a" : "b",
        judge: side(byId.get(id)?.winner),
        judge_swapped: side(byId.get(id)?.winner_swapped),
      }))
      .map((row) => JSON.stringify(row))
      .join("\n");
    const { report: found } = await calibrateJudge(readGradedRows({ name: judge, text }), {
      judge: () => Promise.reject(new Error("every verdict is stored")),
      seed: 1,
      signal: new AbortController().signal,
      report: () => {},
    });
    const { rows, agreement, kappa, byOrder, position, length } = found;
    figures.push({
      judge,
      used: rows.used,
      first: byOrder?.aFirst.mean ?? Number.NaN,
      swapped: byOrder?.bFirst.mean ?? Number.NaN,
      both: agreement.mean,
      kappa,
      flips: position?.flips ?? 0,
      toFirst: position?.favoursFirst ?? 0,
      longerBeyondPeople: length?.excess ?? { mean: Number.NaN, low: Number.NaN, high: Number.NaN },
    });
  }
  return figures;
}

/** Texts about the same against texts about something else, by the built-in embedder. */
async function similarity() {
  const embedder = builtinEmbedder();
  const sets: readonly { readonly name: string; readonly pairs: readonly (readonly [string, string])[] }[] = [
    {
      name: "two answers to one question, LLMBar",
      pairs: readJsonl<Pair>("llmbar-natural", "pairs.jsonl").map(({ output_1, output_2 }) => [output_1, output_2] as const),
    },
    {
      name: "two people's short answers, SQuAD 2",
      pairs: readJsonl<{ readonly answers: readonly string[] }>("squad2-half", "qa.jsonl").flatMap(({ answers }) => {
        const [first, second] = new Set(answers);
        return first === undefined || second === undefined ? [] : [[first, second] as const];
      }),
    },
    {
      name: "an answer and its question, product docs",
      pairs: readJsonl<{ readonly text: string; readonly answer: string }>("anthropic-docs-rag", "queries.jsonl").map(
        ({ text, answer }) => [answer, text] as const,
      ),
    },
  ];
  const found = [];
  for (const { name, pairs } of sets) {
    const embed = (texts: readonly string[]) => embedder.embedBatch(texts, { inputType: "document" });
    const [left, right] = await Promise.all([embed(pairs.map(([a]) => a)), embed(pairs.map(([, b]) => b))]);
    const cosine = (a: number, b: number): number =>
      (left[a] ?? new Float32Array()).reduce((sum, value, at) => sum + value * (right[b]?.[at] ?? 0), 0);
    const same = pairs.map((_, at) => cosine(at, at));
    // every pair beside five that stand elsewhere
    const other = pairs.flatMap((_, at) =>
      [37, 74, 111, 148, 185].map((step) => (at + step) % pairs.length).flatMap((to) => (to === at ? [] : [cosine(at, to)])),
    );
    const share = (of: readonly number[], least: number): number => of.filter((value) => value >= least).length / of.length;
    found.push({
      name,
      pairs: pairs.length,
      at: [0.5, 0.6, 0.7, 0.8].map((least) => ({ least, same: share(same, least), other: share(other, least) })),
    });
  }
  return found;
}

function print(): void {
  const line = (text = ""): void => void process.stdout.write(`${text}\n`);
  const two = (value: number): string => value.toFixed(2);
  const agreed = ({ agreement, kappa, low, high }: Agreement): string =>
    `${agreement.toFixed(3)}, kappa ${two(kappa)} [${two(low)}, ${two(high)}]`;
  const { refusals: r, toolCalls: t, judges: j, similarity: s } = report;
  line(`Refusals: ${r.rows} answers to XSTest; two people agree with one another on ${agreed(r.people)}`);
  for (const { who, ours, stringMatch } of r.against)
    line(`  ${who.padEnd(12)} this grader ${agreed(ours)}   stored string match ${agreed(stringMatch)}`);
  line();
  line(
    `Tool calls: ${t.goldAccepted} of ${t.cases} gold answers of BFCL accepted; ${t.rejected} of ${t.mutations} mutations rejected (${t.fewestMutations} and more of each), ${t.withTheRightError} with the right error`,
  );
  line(
    `  ${Object.entries(t.byError)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")}`,
  );
  line();
  line("Judges: 100 pairs of LLMBar, verdicts as their authors stored them");
  line(`  ${"judge".padEnd(13)} used  right, a first  b first  in both  kappa                flips  to first  longer beyond people`);
  for (const { judge, used, first, swapped, both, kappa, flips, toFirst, longerBeyondPeople: l } of j)
    line(
      `  ${judge.padEnd(13)} ${String(used).padStart(4)}  ${two(first).padStart(14)}  ${two(swapped).padStart(7)}  ${two(both).padStart(7)}  ${two(kappa.mean)} [${two(kappa.low)}, ${two(kappa.high)}]  ${String(flips).padStart(7)}  ${String(toFirst).padStart(8)}  ${two(l.mean)} [${two(l.low)}, ${two(l.high)}]`,
    );
  line();
  line("Likeness: share of pairs at or above a cosine of the built-in embedder");
  for (const { name, pairs, at } of s) {
    line(`  ${name} (${pairs})`);
    for (const { least, same, other } of at) line(`    ${least}  same ${same.toFixed(3)}  other ${other.toFixed(3)}`);
  }
}
