import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { CitationCase } from "./fixtures/citations/cases.ts";
import type { SourcePassage } from "./fixtures/citations/corpus.ts";
import { loadPassages, shippedPassages } from "./fixtures/citations/load.ts";
import { mutantMakers } from "./fixtures/citations/mutants.ts";
import { drawCases, passesWhole, showsCitation, verifyCase } from "./fixtures/citations/run.ts";
import { validMakers } from "./fixtures/citations/valid-answers.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const data = process.env["FIRSTFIT_DATA"] ?? join(root, "../shared/data");
const SEED = 20_261_122;
const MINUTES = 60_000;

// The makers of answers share nothing with the verifier: they have their own sentences, words and rules.
function contract(corpus: () => readonly SourcePassage[]): void {
  it("shows no citation for any of 1,000 mutated answers", { timeout: 3 * MINUTES }, () => {
    const mutants = drawCases(corpus(), mutantMakers, { perKind: 30, seed: SEED });
    expect(mutants.length).toBeGreaterThanOrEqual(1_000);
    expect(mutants.filter((mutant) => showsCitation(verifyCase(mutant))).map(described)).toEqual([]);
  });

  it("keeps every citation of at least 99 % of 1,000 valid answers", { timeout: 3 * MINUTES }, () => {
    const valid = drawCases(corpus(), validMakers, { perKind: 70, seed: SEED });
    expect(valid.length).toBeGreaterThanOrEqual(1_000);
    const lost = valid.filter((answer) => !passesWhole(verifyCase(answer)));
    expect(lost.length, lost.map(described).join("\n")).toBeLessThanOrEqual(valid.length / 100);
  });
}

function described({ kind, answer }: CitationCase): string {
  return `${kind}: ${answer}`;
}

describe("the citation contract on the notes and pages of this repository", () => {
  contract(() => shippedPassages(root));
});

// the sets are development data and not part of the repository
describe.skipIf(!existsSync(join(data, "squad2-half/corpus.jsonl")))(
  "the citation contract on public text (skipped without FIRSTFIT_DATA)",
  () => {
    contract(() => loadPassages(data));
  },
);
