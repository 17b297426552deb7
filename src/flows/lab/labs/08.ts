import type { Lab } from "../../../core/lab.ts";
import { run, text } from "../parts.ts";

export const LAB_08: Lab = {
  id: "08",
  slug: "fine-tuning-intuition",
  title: "prompt, retrieve or fine-tune?",
  does: "route three scenarios to prompt, retrieve or fine-tune, each with the row that backs it",
  goal: "Route three scenarios, each with the rule that backs it.",
  why: "Fine-tuning is dearer than retrieval, slower to change and harder to debug. The few cases in which it earns that can be told from their figures.",
  effort: "Ten minutes, no key, no network.",
  background: "[the decision table](../decision-table.md), [advise](../advise.md).",
  files: [
    {
      role: "routes",
      path: "routes.md",
      holds: "a table with scenario (A, B, C), move and row",
      template: [
        "| scenario | move | row |",
        "| --- | --- | --- |",
        "| A, the catalogue | … | … |",
        "| B, the summary | … | … |",
        "| C, the contracts | … | … |",
        "",
      ].join("\n"),
    },
  ],
  steps: [
    {
      title: "A, the catalogue",
      parts: [
        text("Decide for yourself before you run each command: prompt, retrieve or fine-tune, and by which rule?"),
        run(
          [
            'firstfit advise "Support wants a bot that answers questions about our product catalogue of 400 pages, which changes every month"',
          ],
          {
            shows: [
              "own-knowledge → retrieve",
              "of what not to fine-tune for: domain knowledge",
              "Your texts change monthly: an index follows in minutes",
            ],
          },
        ),
      ],
    },
    {
      title: "B, the summary",
      parts: [
        run(['firstfit advise "Each reply should close with three bullets that sum it up, in the voice of our brand"'], {
          shows: ["fixed-habit → prompt", "one-off behaviours → a format and a constraint in the prompt"],
        }),
      ],
    },
    {
      title: "C, the contracts",
      parts: [
        run(
          [
            'firstfit advise "The same 12 fields from one kind of contract, about 2M times a month, on a small cheap model. Whatever we write in the prompt, it drifts on edge cases, and people have labelled 5,000 examples."',
          ],
          {
            shows: [
              "same-task-millions → fine-tune",
              "Gate 1: a better prompt with five examples and structured output misses the bar.",
              "for your 2,000,000 a month",
            ],
          },
        ),
        text("Only C comes near training, and only after two gates. What would move it back? Say it with 300 examples:"),
        run(
          [
            'firstfit advise "The same 12 fields from one kind of contract, about 2M times a month, on a small cheap model. Whatever we write in the prompt, it drifts on edge cases, and people have labelled 300 examples."',
          ],
          { shows: ["same-task-millions → prompt", "You state 300 labelled examples, and gate 3 asks for 1,000"] },
        ),
      ],
    },
    {
      title: "Write the three down",
      parts: [
        text("`firstfit lab 08 --write` writes an empty table into `routes.md`. Filled in:"),
        run(
          [
            "firstfit lab 08 --write",
            "cat > routes.md <<'END'",
            "| scenario | move | row |",
            "| --- | --- | --- |",
            "| A, the catalogue | retrieve | what not to fine-tune for: domain knowledge |",
            "| B, the summary | prompt | what not to fine-tune for: one-off behaviours, tone of voice |",
            "| C, the contracts | fine-tune, after gates 1 and 2 | same task, millions of times; 1,000 labelled examples or more |",
            "END",
            "firstfit lab check 08",
          ],
          { shows: ["made routes.md", "✓ three scenarios have their move", "A: retrieve, B: prompt, C: fine-tune", "Lab 08 is done."] },
        ),
      ],
    },
  ],
  checks: [
    {
      id: "routes",
      says: "three scenarios have their move and the row that backs it",
      kind: "routes",
      file: "routes",
      routes: [
        {
          scenario: "A",
          move: { name: "retrieve", pattern: "^(?:retriev|rag\\b)" },
          rows: [
            { name: "domain knowledge", pattern: "domain knowledge|knowledge of (?:your|our) products|own[- ]knowledge" },
            { name: "our docs", pattern: "(?:our|own|your) (?:docs|documents|texts|files)|does(?:n't| not) know about" },
          ],
        },
        {
          scenario: "B",
          move: { name: "prompt", pattern: "^(?:a |the |better )?(?:prompt|persona|format)" },
          rows: [
            {
              name: "one-off behaviours",
              pattern: "one[- ]off behaviou?r|(?:one )?fixed[- ](?:behaviou?r|habit)|format (?:and|\\+) (?:a )?constraint",
            },
            { name: "tone of voice", pattern: "tone of voice|brand[- ]voice|inconsistent voice|persona" },
          ],
        },
        {
          scenario: "C",
          move: { name: "fine-tune", pattern: "^(?:fine-?tun|q?lora\\b)" },
          rows: [
            { name: "1,000 labelled examples", pattern: "1[,. ]?000\\+? (?:good |high-quality )?label" },
            { name: "extreme consistency", pattern: "consisten|same way every time|narrow task" },
            { name: "a smaller model", pattern: "smaller|cheaper model" },
            { name: "same task, millions of times", pattern: "same[- ]task|millions" },
          ],
        },
      ],
    },
  ],
  doneWhen: [
    "your three moves agree with the rules, or you can say which rule is wrong for your case;",
    "you can name the two lists by heart: what not to fine-tune for, and when to consider it.",
  ],
  stretch: [text("Write a scenario D from your own backlog. If it says fine-tune, write down the result of gate 1 before you go on.")],
};
