// How `advise` does on texts of writers that its matcher was not trained on. The figures of docs/advise.md are these.
//   npm run bench:advise              the lists that were sealed, and each writer's list left out in turn
//   npm run bench:advise -- --parts   also without each kind of feature
import { parseArgs } from "node:util";
import { scoreOf, scoreWithout, sumOf } from "../scripts/advise/leave-out.ts";
import type { AdviseScore, LeaveOutOptions } from "../scripts/advise/leave-out.ts";
import { readSaid, saidLists, STRANGERS } from "../scripts/advise/texts.ts";
import { shippedMatcher } from "../src/config/advice-matcher.ts";
import { FEATURE_WEIGHTS } from "../src/flows/advise/features.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";
import { wilson } from "../src/stats/intervals.ts";

const { values } = parseArgs({ options: { parts: { type: "boolean", default: false } } });
const lists = saidLists();
const embedder = builtinEmbedder();

const sealed: AdviseScore[] = [];
for (const name of ["sealed3", "sealed4"]) {
  const score = await scoreOf(shippedMatcher(), readSaid(new URL(`../test/fixtures/advise/${name}.jsonl`, import.meta.url)));
  sealed.push(score);
  say(line(`${name}, on which nothing is trained`, score));
}
say(line("both of them", sumOf(sealed)));
say(`${[...lists.values()].flat().length} texts in ${lists.size} lists; each writer's list is left out in turn`);
await everyList("");
await everyList("also without the texts written after errors: ", { withoutAfterErrors: true });
if (values.parts) {
  const without = {
    stems: "stems",
    pairs: "pairs of words",
    letters: "runs of letters",
    turns: "turns of speech",
    numbers: "stated figures",
  };
  for (const [part, name] of Object.entries(without))
    await everyList(`without ${name} too: `, { withoutAfterErrors: true, weights: { ...FEATURE_WEIGHTS, [part]: 0 } }, false);
  await everyList("without the vector too: ", { withoutAfterErrors: true, likeness: false }, false);
}

async function everyList(what: string, options: LeaveOutOptions = {}, isShown = true): Promise<void> {
  const scores: AdviseScore[] = [];
  for (const name of STRANGERS) {
    const score = await scoreWithout(name, lists, embedder, options);
    scores.push(score);
    if (isShown) say(line(`${what}${name}`, score));
  }
  say(line(`${what}all of them`, sumOf(scores)));
}

function line(name: string, { texts, right, unsure, wrong, noneUnsure, none }: AdviseScore): string {
  const { low, high } = wilson(right, texts);
  const rate = `${(right / texts).toFixed(3)}, 95% interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
  return `${name}: ${right} of ${texts} right (${rate}), ${unsure} unsure, ${wrong} wrong; of ${none} that no row answers ${noneUnsure} unsure`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
