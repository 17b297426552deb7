import type { Lab } from "../../../core/lab.ts";
import { copy, run, text } from "../parts.ts";

export const LAB_11: Lab = {
  id: "11",
  slug: "three-sizes",
  title: "three sizes",
  does: "a large model, a small one and a quantized one on the same cases, and the cheapest that meets the bar",
  goal: "Run one task on a large model, a small one and a quantized local one; record latency, cost and pass rate; let the cheapest row that meets the bar become the default.",
  why: "A student that was distilled is another model; a quantized one is the same with smaller numbers. Which of them is good enough is seen on your cases and nowhere else.",
  effort: "Thirty minutes; offline with stand-ins.",
  background: "[comparing](../compare.md), [models](../models.md), [cost](../cost.md).",
  files: [{ role: "report", path: "compare.json", holds: "a report of compare --json; without it, the runs that are kept" }],
  steps: [
    {
      title: "The rows",
      parts: [
        text("In an empty folder, six cases with one right answer each:"),
        run([
          "firstfit init --sample",
          "cat > sums.jsonl <<'END'",
          '{"id": "s1", "input": "What is 2 + 3?", "expected_number": 5, "tags": ["small"]}',
          '{"id": "s2", "input": "What is 12 + 30?", "expected_number": 42, "tags": ["small"]}',
          '{"id": "s3", "input": "What is 23 * 47?", "expected_number": 1081, "tags": ["product"]}',
          '{"id": "s4", "input": "What is 31 * 31?", "expected_number": 961, "tags": ["product"]}',
          '{"id": "s5", "input": "What is 7 + 8?", "expected_number": 15, "tags": ["small"]}',
          '{"id": "s6", "input": "What is 19 + 4?", "expected_number": 23, "tags": ["small"]}',
          "END",
        ]),
        text("Six show the form of the table and prove nothing. With a real task take the cases of [lab 10](10-eval-datasets.md)."),
      ],
    },
    {
      title: "Three models",
      parts: [
        text("With a key and Ollama, the configuration names them:"),
        copy(
          [
            'import { defineConfig } from "firstfit";',
            "",
            "export default defineConfig({",
            "  candidates: {",
            '    large: { kind: "prompt", model: "anthropic/claude-sonnet-5-5" },',
            '    small: { kind: "prompt", model: "anthropic/claude-haiku-4-5" },',
            '    quantized: { kind: "prompt", model: "ollama/llama3.1:8b-instruct-q4_K_M" },',
            "  },",
            "  task: { bar: { passRateMin: 0.9 } },",
            "});",
          ],
          "ts",
        ),
        text(
          "`q4_K_M` says that the weights have four bits: most models that run locally are quantized, whether one knows it or not. Offline, stand-ins play them: the large one can add and multiply, the small one too, the",
          "quantized one only adds. Their prices are rows of your own.",
        ),
        run(
          [
            "firstfit dataset stats sums.jsonl",
            "cat > three.config.ts <<'END'",
            'import { defineConfig } from "firstfit";',
            'import { scriptedModel } from "firstfit/models/scripted";',
            "",
            "function standIn(id: string, multiplies: boolean) {",
            "  const reply = ({ messages }) => {",
            '    const [, a, sign, b] = /(\\d+) ([+*]) (\\d+)/.exec(messages.at(-1)?.text ?? "") ?? [];',
            '    if (sign === "*" && !multiplies) return { text: "About a thousand." };',
            '    return { text: `It is ${sign === "*" ? Number(a) * Number(b) : Number(a) + Number(b)}.` };',
            "  };",
            "  const model = scriptedModel([{ times: Infinity, reply }], { id });",
            "  return {",
            "    ...model,",
            "    // a provider says what a call used, and only then it has a price",
            "    async complete(request) {",
            "      const completion = await model.complete(request);",
            '      return { ...completion, usage: { ...completion.usage, source: "provider" } };',
            "    },",
            "  };",
            "}",
            "",
            "export default defineConfig({",
            "  candidates: {",
            '    large: { kind: "prompt", model: standIn("stand-in/large", true) },',
            '    small: { kind: "prompt", model: standIn("stand-in/small", true) },',
            '    quantized: { kind: "prompt", model: standIn("stand-in/quantized", false) },',
            "  },",
            "  prices: [",
            '    { provider: "stand-in", model: "large", usdPerMillion: { input: 3, output: 15 } },',
            '    { provider: "stand-in", model: "small", usdPerMillion: { input: 1, output: 5 } },',
            '    { provider: "stand-in", model: "quantized", usdPerMillion: { input: 0, output: 0 } },',
            "  ],",
            "  task: { bar: { passRateMin: 0.9 } },",
            "});",
            "END",
            "firstfit compare sums.jsonl --config three.config.ts --out report.html",
          ],
          {
            shows: [
              "6 cases of sums.jsonl, 3 candidates",
              "  candidate  pass rate",
              "  large      1.00",
              "  small      1.00",
              "  quantized  0.67",
              "Differences",
              "  large and small passed the same cases, all 6.",
              "  You cannot tell large and quantized apart yet; about",
              "Cost against quality",
              "  Best for their cost, cheapest first: quantized, small.",
              "The cheapest that meets the bar is small,",
            ],
          },
        ),
        text(
          "Three figures a row, and the row to take in the last line. Open `report.html` for the picture of cost against pass rate, and for every answer.",
        ),
      ],
    },
    {
      title: "Is the difference real?",
      parts: [
        text(
          "The quantized row passes four of six. *You cannot tell* means that six cases do not show it, and about how many more would: a real verdict needs some dozens. The bar has the same caution: *met, not proved*.",
        ),
      ],
    },
    {
      title: "The default, and the next model",
      parts: [
        text(
          "With models that have a name, two more flags finish the job:",
          "",
          "| Flag | What it does |",
          "| --- | --- |",
          "| `--set-default` | writes the cheapest row that meets the bar into `firstfit.config.ts`, and shows the change |",
          "| `--watch-models` | runs the table again when a model changed, and only its row |",
          "",
          "A stand-in has no name to write down, and the command says so:",
        ),
        run(["firstfit compare sums.jsonl --config three.config.ts --set-default"], {
          shows: ["The default stays as it is: small cannot be made the default: its model is a value of the configuration"],
        }),
      ],
    },
    {
      title: "Check it",
      parts: [
        run(["firstfit lab check 11"], {
          shows: [
            "✓ three models stand beside each other",
            "stand-in/large: 6 of 6 passed",
            "stand-in/quantized: 4 of 6 passed",
            "Lab 11 is done.",
          ],
        }),
        text(
          "It takes the newest run that has three models. A table from elsewhere, such as a CI job, is named: `firstfit compare --json > compare.json`, then `firstfit lab check 11 --file report=compare.json`.",
        ),
      ],
    },
  ],
  checks: [
    {
      id: "table",
      says: "three models stand beside each other, each with pass rate, latency and cost",
      kind: "model-table",
      report: "report",
      modelsMin: 3,
    },
  ],
  doneWhen: [
    "your own table has three rows with latency, cost and pass rate;",
    "you can say which one you would ship, and what would change your mind.",
  ],
  stretch: [text("Let CI run the table when a model changes: `compare --watch-models --baseline main.json`, as [in CI](../ci.md) shows.")],
};
