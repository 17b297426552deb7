import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GLOSSARY, explain, termsNamed } from "../src/flows/advise/explain.ts";
import { rulesFor } from "../src/flows/advise/rules.ts";
import { DECISION_TABLE } from "../src/flows/advise/table.ts";
import { STANDARD_NAMES, standardRung } from "../src/flows/decide/standard-rungs.ts";
import { CURVE_HEADS } from "../src/render/decision-curve.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const decision = read("test/golden/decision.md");
/** The words that every form of a decision is written with. */
const words = ["text", "curve", "markdown"].map((part) => read(`src/render/decision-${part}.ts`)).join("\n");

describe("firstfit explain", () => {
  const mechanisms = DECISION_TABLE.flatMap((row) => [
    ...row.mechanisms,
    ...rulesFor(row, { isPrivate: true, chunks: 50, examples: 10, callsMonth: 10 }).mechanisms,
  ]);

  it.for([...new Set(mechanisms)].toSorted())("has the mechanism that advise names: %s", (mechanism) => {
    expect(explain(mechanism).kind).toBe("term");
  });

  it.for(STANDARD_NAMES)("has a term of the rung %s", (name) => {
    expect(termsNamed(standardRung(name)?.mechanism ?? "", 9)).not.toEqual([]);
  });

  it("has both terms of a rung that names two", () => {
    expect(termsNamed(standardRung("tf-idf-softmax")?.mechanism ?? "", 9)).toEqual(["TF-IDF", "softmax"]);
    expect(termsNamed(standardRung("nearest-neighbours")?.mechanism ?? "", 9)).toEqual(["nearest neighbours", "embedding"]);
    expect(termsNamed(standardRung("fine-tune")?.mechanism ?? "", 9)).toEqual(["fine-tuning", "LoRA", "QLoRA"]);
  });

  // these say what they are, and "examples" alone are those of a prompt
  const everyday = new Set(["", "a call", "a label", "gain over the point before", "examples"]);
  const columns = [...decision.matchAll(/^\|(.*)\|\n\| ?-/gm)].flatMap(([, heads = ""]) => heads.split("|").map((head) => head.trim()));
  it.for([...new Set([...columns, ...CURVE_HEADS])].filter((head) => !everyday.has(head)))("has the column of a decision: %s", (head) => {
    expect(explain(head).kind).toBe("term");
  });

  const printed = [
    ["decision table", decision],
    ["bar", decision],
    ["target", decision],
    ["pass rate", decision],
    ["errors and ungraded", decision],
    ["ladder", decision],
    ["rung", decision],
    ["gate", decision],
    ["p50", decision],
    ["p95", decision],
    ["latency", decision],
    ["labelled examples", decision],
    ["accuracy", decision],
    ["label", decision],
    ["held out", decision],
    ["sequential test by betting", decision],
    ["seed", decision],
    ["intervals", decision],
    ["groups", decision],
    ["TF-IDF", decision],
    ["softmax regression", decision],
    ["LoRA", decision],
    ["QLoRA", decision],
    ["fine-tuning", decision],
    ["retrieval", decision],
    ["ungraded", decision],
    ["proved", decision],
    ["refuted", decision],
    ["rejected", decision],
    ["provisional choice", words],
    ["undecided", words],
    ["corrected for the judge", words],
  ] as const;
  it.for(printed)("has the term of a decision: %s", ([term, document]) => {
    expect(document.toLowerCase()).toContain(term.toLowerCase());
    expect(explain(term).kind).toBe("term");
  });

  it("has what advise map, eval and people call by name", () => {
    for (const term of [
      "learning curve",
      "instruction tuning",
      "DPO",
      "prefix tuning",
      "soft prompts",
      "continued pre-training",
      "baseline",
    ])
      expect(explain(term).kind, term).toBe("term");
  });
});

it("an everyday word of a decision is no term that an unsure claim asks for", () => {
  expect(termsNamed("Our bar has a gate, a target and a seed; the label of the group is an error", 9)).toEqual([]);
  expect(termsNamed("Is softmax a baseline?", 9)).toEqual(["softmax", "classical baseline"]);
});

it("every page that counts the terms counts them right", () => {
  for (const page of ["README.md", "CHANGELOG.md", "docs/README.md"])
    expect(
      [...read(page).matchAll(/(\d+) terms (?:in plain|with sources)/g)].map(([, count]) => Number(count)),
      page,
    ).toEqual([GLOSSARY.length]);
});
