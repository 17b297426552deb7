// npm run bench:classifier: how good is the classical baseline, what do its parameters do, and how often does its learning curve say what is not so?
// Parameters are set beside each other on 1,000 of Banking77's training questions, and the test questions are asked once. `--quick`: 20 draws in place of 200.
import { curveScores } from "../src/learn/learning-curve.ts";
import type { CurveExample } from "../src/learn/learning-curve.ts";
import { probabilities, trainSoftmax } from "../src/learn/softmax.ts";
import { TEXT_CLASSIFIER, trainTextClassifier } from "../src/learn/text-classifier.ts";
import type { LabelledText } from "../src/learn/text-classifier.ts";
import { fitTfIdf } from "../src/learn/tf-idf.ts";
import type { TermCounts } from "../src/learn/tf-idf.ts";
import { learningCurve } from "../src/flows/decide/learning-curve.ts";
import { gainInterval } from "../src/stats/gain.ts";
import type { Interval } from "../src/stats/intervals.ts";
import { seededRandom, shuffled } from "../src/stats/random.ts";
import type { Random } from "../src/stats/random.ts";
import { foldWord } from "../src/text/fold.ts";
import { letterRuns } from "../src/text/letter-runs.ts";
import { readJsonl } from "./data.ts";

const DRAWS = process.argv.includes("--quick") ? 20 : 200;
const all = shuffled(readJsonl<LabelledText>("banking77", "train.jsonl"), seededRandom(7));
const [held, train] = [all.slice(0, 1_000), all.slice(1_000)];

interface Terms {
  readonly words: 0 | 1 | 2;
  readonly letters?: readonly [shortest: number, longest: number];
}

function main(): void {
  const began = performance.now();
  const { labelOf } = trainTextClassifier(readJsonl<LabelledText>("banking77", "train.jsonl"));
  const trained = performance.now();
  const asked = readJsonl<LabelledText>("banking77", "test.jsonl");
  const right = asked.filter(({ text, label }) => labelOf(text) === label).length;
  const answered = performance.now();
  say("Banking77, 10,003 questions to learn from, 3,080 asked", [
    ["right", "share", "training", "a question"],
    [
      `${right}`,
      (right / asked.length).toFixed(3),
      seconds(trained - began),
      `${((1_000 * (answered - trained)) / asked.length).toFixed(0)} µs`,
    ],
  ]);
  say("Terms, by accuracy on 1,000 questions held out", [
    ["terms", "of 9,003 examples", "of 900", "training on 9,003"],
    ...TERMS.map((terms) => {
      const start = performance.now();
      const large = accuracy(train, terms);
      const took = performance.now() - start;
      return [termsText(terms), large, accuracy(train.slice(0, 900), terms), seconds(took)];
    }),
  ]);
  say("Epochs and rate of learning, by accuracy on 1,000 questions held out", [
    ["epochs", "rate", "of 9,003 examples", "of 900"],
    ...TRAININGS.map((training) => [
      `${training.epochs}`,
      `${training.learningRate}`,
      accuracy(train, BUILT, training),
      accuracy(train.slice(0, 900), BUILT, training),
    ]),
  ]);
}

const BUILT: Terms = { words: 2, letters: [4, 4] };
const TERMS: readonly Terms[] = [
  { words: 1 },
  { words: 2 },
  { words: 1, letters: [4, 4] },
  BUILT,
  { words: 2, letters: [3, 5] },
  { words: 0, letters: [3, 5] },
];
const TRAININGS = [4, 6, 12].flatMap((epochs) => [1, 2, 4].map((learningRate) => ({ epochs, learningRate })));

function termsText({ words, letters }: Terms): string {
  const parts = [
    ...(words > 0 ? ["words"] : []),
    ...(words > 1 ? ["pairs"] : []),
    ...(letters === undefined
      ? []
      : [letters[0] === letters[1] ? `runs of ${letters[0]} letters` : `runs of ${letters.join(" to ")} letters`]),
  ];
  return parts.join(", ");
}

function accuracy(
  examples: readonly LabelledText[],
  terms: Terms,
  { epochs, learningRate }: { readonly epochs: number; readonly learningRate: number } = TEXT_CLASSIFIER,
): string {
  const labels = [...new Set(all.map(({ label }) => label))].toSorted();
  const numbers = new Map<string, number>();
  const counted = examples.map(({ text }) => countsOf(text, terms, numbers, true));
  const weights = fitTfIdf(counted);
  const model = trainSoftmax(
    {
      rows: counted.map((text) => weights.rowOf(text)),
      classes: examples.map(({ label }) => labels.indexOf(label)),
      classCount: labels.length,
      columnCount: weights.columnCount,
    },
    { epochs, learningRate, penalty: 0, random: seededRandom(1) },
  );
  const right = held.filter(({ text, label }) => {
    const shares = probabilities(model, weights.rowOf(countsOf(text, terms, numbers, false)));
    return labels[shares.indexOf(Math.max(...shares))] === label;
  });
  return (right.length / held.length).toFixed(3);
}

function countsOf(text: string, { words, letters }: Terms, numbers: Map<string, number>, grows: boolean): TermCounts {
  const found = new Map<number, number>();
  const visit = (term: string): void => {
    const number = numbers.get(term) ?? (grows ? numbers.size : undefined);
    if (number === undefined) return;
    numbers.set(term, number);
    found.set(number, (found.get(number) ?? 0) + 1);
  };
  const folded = (text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map(foldWord);
  for (const [at, word] of folded.entries()) {
    if (words > 0) visit(word);
    if (words > 1 && at > 0) visit(`${folded[at - 1]} ${word}`);
    if (letters !== undefined) for (const run of letterRuns(word, ...letters)) visit(`:${run}`);
  }
  const terms = Int32Array.from(found.keys()).sort();
  return { terms, counts: Float64Array.from(terms, (term) => found.get(term) ?? 0) };
}

/** Draws of examples from something that has no end, or nearly none. */
interface Setting {
  readonly name: string;
  draw(random: Random): readonly CurveExample[];
}

function planted(count: number, labels: number, noise: number, words: number): Setting {
  return {
    name: `${count} planted texts, ${labels} labels, ${(100 * noise).toFixed(0)}% of them random`,
    draw(random) {
      const below = (most: number): number => Math.floor(most * random());
      return Array.from({ length: count }, () => {
        const own = below(labels);
        // some words are said often and most seldom
        const told = [0, 1].map(() => madeWord(1_000 + 1_000 * own + Math.floor(words * random() ** 2.5)));
        const filler = Array.from({ length: 6 }, () => madeWord(below(300)));
        return { text: shuffled([...told, ...filler], random).join(" "), label: `${random() < noise ? below(labels) : own}` };
      });
    },
  };
}

function drawn(count: number, labels: number): Setting {
  const names = shuffled([...new Set(all.map(({ label }) => label))].toSorted(), seededRandom(3)).slice(0, labels);
  const rows = all.filter(({ label }) => names.includes(label));
  return { name: `${count} questions of Banking77, ${labels} intents`, draw: (random) => shuffled(rows, random).slice(0, count) };
}

const CONSONANTS = "bcdfghjklmnpqrstvwxz";

function madeWord(of: number): string {
  let letters = "";
  for (let rest = of * 7_919 + 13, at = 0; at < 5; at += 1, rest = Math.floor(rest / 20) + of) letters += CONSONANTS[rest % 20] ?? "";
  return `${letters}${of.toString(26)}`;
}

/** The true gain is the mean over all draws, each of which estimates it without bias. */
async function coverage({ name, draw }: Setting): Promise<readonly string[]> {
  const gains: Interval[] = [];
  for (let seed = 1; seed <= DRAWS; seed += 1) {
    const scores = await curveScores(draw(seededRandom(seed)), {
      shares: [0.5, 1],
      folds: 5,
      deals: 3,
      heldMax: Infinity,
      workMax: Infinity,
      examplesMax: Infinity,
    });
    const [before, after] = scores.points.map(({ right }) => right);
    gains.push(gainInterval(before ?? [], after ?? [], { groups: scores.groups, random: seededRandom(1), resamples: 1_000 }));
  }
  const truth = gains.reduce((sum, { mean }) => sum + mean, 0) / gains.length;
  const share = (holds: (gain: Interval) => boolean): string => (gains.filter(holds).length / gains.length).toFixed(3);
  return [
    name,
    truth.toFixed(4),
    share(({ low, high }) => low <= truth && truth <= high),
    share(({ high }) => high < truth),
    share(({ high }) => high < 0.02),
  ];
}

/** Labels that have nothing to do with their texts must not open a gate, wherever the bar is. */
async function shuffledLabels(count: number, most: number): Promise<readonly string[]> {
  const found = new Map<string, number>();
  for (let seed = 1; seed <= DRAWS; seed += 1) {
    const random = seededRandom(seed);
    const examples = planted(count, 2, 0, 3)
      .draw(random)
      .map(({ text }) => ({ text, label: random() < most ? "a" : "b" }));
    const curve = await learningCurve(examples, { bar: 0.3 });
    const finding = curve.kind === "measured" ? curve.finding : "not measured";
    found.set(finding, (found.get(finding) ?? 0) + 1);
  }
  return [
    `${count} texts, ${(100 * most).toFixed(0)}% of one label`,
    `${found.get("enough") ?? 0} of ${DRAWS}`,
    [...found]
      .map(([name, times]) => `${name} ${times}`)
      .toSorted()
      .join(", "),
  ];
}

function say(title: string, [head = [], ...rows]: readonly (readonly string[])[]): void {
  process.stdout.write(`\n## ${title}\n\n${[head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n")}\n`);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

main();
const settings = [planted(150, 2, 0.05, 60), planted(300, 4, 0.05, 60), planted(600, 2, 0.02, 60), drawn(300, 5), drawn(600, 3)];
const covered: (readonly string[])[] = [];
for (const setting of settings) covered.push(await coverage(setting));
say("The interval of the last doubling", [["examples", "true gain", "covered", "lies below it", "upper end below 0.02"], ...covered]);
const none: (readonly string[])[] = [];
for (const [count, most] of [
  [300, 0.5],
  [300, 0.9],
  [600, 0.97],
] as const)
  none.push(await shuffledLabels(count, most));
say("Labels that have nothing to do with their texts, beside a bar of 0.30", [["examples", "overruled", "found"], ...none]);
