import { describe, expect, test } from "vitest";
import { BAR, CURVE, candidate, dataset, options, rung, skipped, written } from "../../../test/fixtures/made-ladder.ts";
import type { DecisionDocument } from "../../core/decision.ts";
import type { Candidate } from "../../core/evaluation.ts";
import { decide } from "../decide.ts";
import { renderDecision } from "../../render/decision.ts";
import { documentsOf } from "../../render/decision-documents.ts";
import { decisionHtml } from "../../render/decision-html.ts";
import { decisionMarkdown } from "../../render/decision-markdown.ts";
import { plainStyle } from "../../render/style.ts";

describe("the document", () => {
  async function decided(): Promise<DecisionDocument> {
    const report = await decide(
      dataset(120, (at) => (at % 3 === 0 ? { group: `g${at}` } : {})),
      options(
        [
          skipped("better-prompt"),
          rung(candidate("retrieve-basic", 2, { usd: 0.001 }), "retrieval, basic"),
          rung(candidate("retrieve-production", 40, { usd: 0.004, models: ["builtin/extractive"] }), "retrieval, production"),
          {
            name: "fine-tune",
            mechanism: "fine-tuning by LoRA or QLoRA",
            offer: {
              kind: "skipped",
              skip: {
                why: "gate",
                reason: "There are 600 labelled examples, and fine-tuning needs 1,000.",
                gates: [
                  {
                    gate: "1,000 labelled examples",
                    verdict: "closed",
                    reason: "There are 600 labelled examples, and fine-tuning needs 1,000.",
                  },
                ],
              },
            },
          },
        ],
        {
          row: { id: "own-knowledge", problem: "It does not know our documents.", move: "Retrieve.", because: "task.kind is knowledge" },
          bar: [...BAR, { kind: "monthly-cost", usdPerMonthMax: 20, callsPerMonth: 1_000 }],
        },
      ),
    );
    const text = JSON.stringify({ ...written(report), curve: CURVE }).replaceAll(report.run.id, "20260301-120000-abcdef");
    return JSON.parse(text) as DecisionDocument; // what was written a line above
  }

  test("is as it was, in each form", async () => {
    const { markdown, html, json } = documentsOf(await decided());
    await expect(markdown).toMatchFileSnapshot("../../../test/golden/decision.md");
    // the style is that of all reports, and has no figures
    await expect(html.replace(/<style>.*<\/style>/s, "<style></style>")).toMatchFileSnapshot("../../../test/golden/decision.html");
    await expect(json).toMatchFileSnapshot("../../../test/golden/decision.json");
  });

  test("has a sentence for each rung that was not run, and the command that runs it again", async () => {
    const markdown = decisionMarkdown(await decided());
    expect(markdown).toContain("**better-prompt**: Not measured: no model configured.");
    expect(markdown).toContain("**fine-tune**: retrieve-production is proved to meet the bar, and this would cost more");
    expect(markdown).toContain("| 480 | 48 | 0.76 [0.72, 0.80] | 0.060 [0.030, 0.090] |");
    expect(markdown).toContain("It is not the curve of a fine-tuned model");
    expect(markdown).toContain("```sh\nfirstfit decide\n```");
    expect(markdown).toContain("More than about 5,000 calls a month");
  });

  test("says beside the picture of costs which rungs are not in it", async () => {
    const [cheap, dear, silent] = [candidate("cheap", 50), candidate("dear", 50), candidate("silent", 50)];
    const unknown: Candidate = {
      ...silent,
      run: async (...given) => ({ ...(await silent.run(...given)), cost: { kind: "unknown", reason: "x" } }),
    };
    const html = decisionHtml(await decide(dataset(60), options([rung(cheap), rung(dear), rung(unknown)], { isFixed: true })));
    expect(html).toContain("Not placed, because what a call costs is not known: silent.");
  });

  test("holds nothing that a page could fetch or run, whatever the cases say", async () => {
    const hostile = '<script src="https://example.org/x.js"></script><img src=x onerror=alert(1)>';
    const report = await decide(
      dataset(20, () => ({ input: hostile })),
      options([rung({ ...candidate("bad", 1), name: hostile }, hostile)], { task: { name: hostile } }),
    );
    const html = decisionHtml(report);
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    expect(html).not.toMatch(/(?:src|href)="/);
    expect(decisionMarkdown(report)).not.toContain("<script");
    expect(renderDecision(report, { style: plainStyle, columns: 80 })).not.toContain("\u001b");
  });
});
