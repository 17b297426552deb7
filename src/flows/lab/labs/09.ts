import type { Lab } from "../../../core/lab.ts";
import { copy, run, text } from "../parts.ts";

export const LAB_09: Lab = {
  id: "09",
  slug: "fine-tune-or-not",
  title: "fine-tune or not?",
  does: "take one real use case through three gates, of which most teams need the first",
  goal: "Take the use case in which your output is weakest through three gates, and stop at the first that meets the bar.",
  why: "An adapter is a hundredth of its base in size and can be taken back at once. It still needs labels, a trainer and somebody who keeps it; a prompt needs an hour.",
  effort: "Half an hour to an hour; gates 1 and 2 need a chat model, the rest nothing.",
  background:
    "[the decision table](../decision-table.md), [evaluating](../eval.md), [candidates](../candidates.md), [prompt forms](../prompt-forms.md).",
  files: [
    {
      role: "gates",
      path: "gates.md",
      holds: "the use case, and a table with gate, tried and result",
      template: [
        "Use case: …",
        "",
        "| gate | tried | result |",
        "| --- | --- | --- |",
        "| 1 | better prompt, five examples, structured output | … |",
        "| 2 | a smaller model with the same prompt | … |",
        "| 3 | … labelled examples; LoRA or QLoRA | … |",
        "",
      ].join("\n"),
    },
  ],
  steps: [
    {
      title: "Name the use case",
      parts: [
        text("Which output is weakest? Say it in one sentence, and see which row of the table it is:"),
        run(
          [
            'firstfit advise "Our bot sorts incoming tickets into twelve labels, 30,000 a month, and a third of the rare ones come out wrong"',
          ],
          {
            shows: ["plain-labels → classical"],
          },
        ),
        text(
          "Every gate needs the same cases and the same bar, written before anything is tried: `task.bar` in the configuration, or `--bar`.",
        ),
      ],
    },
    {
      title: "Gate 1: prompt, examples, form",
      parts: [
        text(
          "Role, format and constraint; five examples that a specialist calls good; the output forced through a tool. As candidates beside each other:",
        ),
        copy(
          [
            'import { defineConfig } from "firstfit";',
            "",
            "export default defineConfig({",
            "  prompts: {",
            '    bare: { task: "Sort the ticket.", input: "{{input}}" },',
            "    gate1: {",
            '      role: "You sort tickets of a telephone company.",',
            '      task: "Give the one label that fits.",',
            '      constraint: "If two fit, take the one that somebody has to act on first.",',
            '      examples: [{ input: "The line is dead since Monday.", output: "outage" }],',
            '      input: "{{input}}",',
            "    },",
            "  },",
            "  candidates: {",
            '    before: { kind: "prompt", model: "anthropic/claude-sonnet-4-6", prompt: "bare" },',
            '    gate1: { kind: "prompt", model: "anthropic/claude-sonnet-4-6", prompt: "gate1" },',
            '    gate2: { kind: "prompt", model: "anthropic/claude-haiku-4-5", prompt: "gate1" },',
            "  },",
            "});",
          ],
          "ts",
        ),
        copy(["firstfit eval cases.jsonl --candidate before --candidate gate1 --bar 0.9"]),
        text("Does `gate1` meet the bar? Write the figure down and stop: that is the win."),
      ],
    },
    {
      title: "Gate 2: a smaller model, the same prompt",
      parts: [
        copy(["firstfit compare cases.jsonl --candidate gate1 --candidate gate2 --bar 0.9"]),
        text("It costs one line of configuration, and is the cheapest result of all when it holds."),
      ],
    },
    {
      title: "Gate 3: labels enough?",
      parts: [
        text(
          "Only when both have missed the bar: count the labelled examples. With 1,000 or more LoRA enters, and QLoRA where one consumer GPU has to do.",
          "Fine-tuning itself is not built into firstfit yet. The check says so and skips that part.",
        ),
      ],
    },
    {
      title: "Write the results down",
      parts: [
        text("`firstfit lab 09 --write` writes the table into `gates.md`. A team that stops at gate 1 may have this in it:"),
        run(
          [
            "firstfit lab 09 --write",
            "cat > gates.md <<'END'",
            "Use case: tickets of private customers come out with the wrong label",
            "",
            "| gate | tried | result |",
            "| --- | --- | --- |",
            "| 1 | better prompt, five examples, structured output | 57 of 60, bar of .90 met |",
            "| 2 | not needed | |",
            "| 3 | not needed | |",
            "END",
            "firstfit lab check 09",
          ],
          {
            shows: [
              "made gates.md",
              "✓ gate 1 has its result",
              "✓ gate 2 has its result, where it is needed",
              "Not reached: gate 1 met the bar",
            ],
          },
        ),
      ],
    },
  ],
  checks: [
    { id: "gate-1", says: "gate 1 has its result, on a use case that is named", kind: "gate", file: "gates", gate: 1 },
    { id: "gate-2", says: "gate 2 has its result, where it is needed", kind: "gate", file: "gates", gate: 2 },
    { id: "gate-3", says: "gate 3 was opened by labels, and LoRA or QLoRA is chosen", kind: "trained", file: "gates" },
  ],
  doneWhen: [
    "each gate that you reached has a figure on the same cases;",
    "you can say what would have to change before you open the next one.",
  ],
  stretch: [text("Put the hours that the fine-tune would have taken into cases: lab 10 says where they come from.")],
};
