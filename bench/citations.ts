import { parseArgs } from "node:util";
import { wilson } from "../src/stats/intervals.ts";
import type { CitationCase } from "../test/fixtures/citations/cases.ts";
import { loadPassages } from "../test/fixtures/citations/load.ts";
import { mutantMakers } from "../test/fixtures/citations/mutants.ts";
import { drawCases, passesWhole, showsCitation, verifyCase } from "../test/fixtures/citations/run.ts";
import { bareMakers, validMakers } from "../test/fixtures/citations/valid-answers.ts";
import { dataFolder } from "./data.ts";

// How well the citation contract holds: mutated answers that get a citation (none should) and valid ones that keep theirs.
//   node bench/citations.ts [--per-kind 60] [--seed 1] [--show 5]

const { values } = parseArgs({
  options: {
    "per-kind": { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "0" },
  },
});

function interval(hits: number, n: number): string {
  const { low, high } = wilson(hits, n);
  return `[${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

function report(
  title: string,
  cases: readonly CitationCase[],
  passes: (testCase: CitationCase) => boolean,
  wanted: boolean,
): { readonly passed: number; readonly total: number } {
  const kinds = [...new Set(cases.map(({ kind }) => kind))];
  console.log(`\n${title}\n${"kind".padEnd(44)}${"n".padStart(6)}${"pass".padStart(6)}${"rate".padStart(8)}  95% interval`);
  let passed = 0;
  for (const kind of kinds) {
    const mine = cases.filter((testCase) => testCase.kind === kind);
    const wrong = mine.filter((testCase) => passes(testCase) !== wanted);
    const hits = wanted ? mine.length - wrong.length : wrong.length;
    passed += hits;
    console.log(
      `${kind.padEnd(44)}${String(mine.length).padStart(6)}${String(hits).padStart(6)}${(hits / mine.length).toFixed(3).padStart(8)}  ${interval(hits, mine.length)}`,
    );
    for (const testCase of wrong.slice(0, Number(values.show))) {
      const { sentences, citations, rejected } = verifyCase(testCase);
      console.log(
        `    Q: ${testCase.question}\n    A: ${testCase.answer}\n    ${JSON.stringify({ rejected: rejected.map(({ why }) => why), unsupported: sentences.filter(({ supported }) => !supported).map(({ text }) => text), quotes: citations.map(({ quote }) => quote) })}`,
      );
    }
  }
  console.log(
    `${"all".padEnd(44)}${String(cases.length).padStart(6)}${String(passed).padStart(6)}${(passed / cases.length).toFixed(3).padStart(8)}  ${interval(passed, cases.length)}`,
  );
  return { passed, total: cases.length };
}

const corpus = loadPassages(dataFolder());
const options = { perKind: Number(values["per-kind"]), seed: Number(values.seed) };
const started = performance.now();
report(
  "Mutated answers that got a citation (wanted: none)",
  drawCases(corpus, mutantMakers, options),
  (testCase) => showsCitation(verifyCase(testCase)),
  false,
);
report(
  "Valid answers that kept every citation (wanted: 0.99)",
  drawCases(corpus, validMakers, options),
  (testCase) => passesWhole(verifyCase(testCase)),
  true,
);
report(
  "Bare phrases as answers: held to more, because they assert less",
  drawCases(corpus, bareMakers, options),
  (testCase) => passesWhole(verifyCase(testCase)),
  true,
);
console.log(`\n${((performance.now() - started) / 1000).toFixed(1)} s`);
