import type { Lab, NamedPattern } from "../../../core/lab.ts";
import { run, text } from "../parts.ts";

/** From the simplest to the fanciest. */
const APPROACHES: readonly NamedPattern[] = [
  { name: "classical", pattern: "classical|rules?\\b|tf-?idf|regular expression|nearest neighbou?r" },
  { name: "prompt", pattern: "prompt" },
  { name: "retrieve", pattern: "retriev|\\brag\\b" },
  { name: "fine-tune", pattern: "fine-?tun|\\bq?lora\\b" },
  { name: "distill", pattern: "distil" },
];

export const LAB_12: Lab = {
  id: "12",
  slug: "decide",
  title: "the right tool",
  does: "take one use case down the decision tree with evidence, and write why each fancier rung is unnecessary",
  goal: "Take one use case down the decision tree with evidence, stop at the simplest rung that meets the bar, and hold a document that says why each fancier one is unnecessary.",
  why: "A plan that skips the cheap steps is seldom wrong on purpose: nobody had written down what the cheap step would have given.",
  effort: "Twenty minutes, no key, no network.",
  background: "[decide](../decide.md), [the ladder and its test](../ladder.md), [the decision table](../decision-table.md).",
  files: [
    {
      role: "approaches",
      path: "approaches.md",
      holds: "the task, a table with approach, would it work and cost, the choice and why",
      template: [
        "Task: …",
        "",
        "| approach | would it work | cost |",
        "| --- | --- | --- |",
        ...APPROACHES.map(({ name }) => `| ${name} | … | … |`),
        "",
        "Chosen: …",
        "",
      ].join("\n"),
    },
  ],
  steps: [
    {
      title: "The task, its row and its bar",
      parts: [
        text("In an empty folder:"),
        run(["firstfit init --sample", "firstfit index"], { shows: ["10 documents, 10 chunks in …"] }),
        text(
          "Open `firstfit.config.ts` and read `task`. It has the task in one sentence, its kind, and the bar: half of the questions right, because a person looks up the rest. Write the bar of your own task before you run anything; this one was set where the sample can settle it.",
        ),
      ],
    },
    {
      title: "What would it cost?",
      parts: [run(["firstfit decide decision-cases.jsonl --dry-run"], { shows: ["No call would be made. It would cost nothing."] })],
    },
    {
      title: "Decide",
      parts: [
        run(["firstfit decide decision-cases.jsonl"], {
          shows: [
            "Decision table:",
            "- 1 better-prompt  not measured",
            "- 3 whole-corpus  not measured",
            "✓ 4 retrieve-basic  adopted after",
            "- 5 retrieve-production  not needed",
            "Adopt retrieve-basic.",
          ],
        }),
        text(
          "The kind of the task found the row, the row chose five rungs. Three need a language model: they are not measured, and nothing stands in for them. The fourth was stopped as soon as its test was settled; the fifth was never run.",
        ),
      ],
    },
    {
      title: "Read the document",
      parts: [
        text(
          "Open `decision.html` in a browser. Find: the stop in the ladder, the interval against the bar, three failures, the sentence for each rung that was not run, and what would change the decision.",
        ),
      ],
    },
    {
      title: "Look at what was not needed",
      parts: [
        run(["firstfit decide decision-cases.jsonl --fixed --out fixed"], {
          shows: ["✓ 4 retrieve-basic  adopted after", "✓ 5 retrieve-production  proved after"],
        }),
        text(
          "What was measured before is not measured again. Production retrieval is better by some points. The bar did not ask for them.",
        ),
      ],
    },
    {
      title: "Ask for more",
      parts: [
        run(["firstfit decide decision-cases.jsonl --bar 0.8 --target 0.9 --out strict"], {
          shows: [
            "✗ 4 retrieve-basic  rejected after",
            "✗ 5 retrieve-production  rejected after",
            "No rung that was measured meets the bar",
          ],
          exit: 100,
        }),
        text(
          "Bad rungs are cheap to reject: look after how many cases. The decision also says that you moved the bar after the trials, and what that is worth.",
        ),
      ],
    },
    { title: "Over time", parts: [run(["firstfit decide --since"], { shows: ["adopted retrieve-basic", "none", "another bar"] })] },
    {
      title: "In your own words",
      parts: [
        text(
          "The document has the figures. What you say in the meeting is shorter, and covers what was not measured as well.",
          "`firstfit lab 12 --write` writes an empty table into `approaches.md`: classical, prompt, retrieve, fine-tune, distill. A sentence each: would it work, and at what cost?",
          "Then the choice, and one paragraph that says of each fancier approach why it is not needed. For the sample project:",
        ),
        run(
          [
            "firstfit lab 12 --write",
            "cat > approaches.md <<'END'",
            "Task: answer the project team's questions from ten dated notes.",
            "",
            "| approach | would it work | cost |",
            "| --- | --- | --- |",
            "| classical | a search box finds the note, and somebody still has to read it | none a call |",
            "| prompt | all ten notes fit, and would be paid for with every question | 3,500 tokens a call |",
            "| retrieve | finds the note and cites it; the later of two notes wins | nothing offline, 700 tokens a call with a model |",
            "| fine-tune | would have to be trained again whenever a note is written | days, and 1,000 labels that nobody has |",
            "| distill | nothing to distil: 2,000 questions a month are few | a teacher's calls and a trainer |",
            "",
            "Chosen: retrieve.",
            "",
            "A fine-tune is unnecessary because the notes change every month and an index follows in seconds. To distill is",
            "unnecessary because the volume is small and the answerer costs nothing as it is.",
            "END",
            "firstfit lab check 12",
          ],
          {
            shows: [
              "made approaches.md",
              "✓ a decision is kept",
              "✓ five approaches are weighed",
              "✓ the choice says why each fancier approach is unnecessary",
              "retrieve is chosen, and each of the 2 fancier ones is named with a reason.",
            ],
          },
        ),
      ],
    },
  ],
  checks: [
    { id: "decision", says: "a decision is kept, with a sentence for every rung that was not run", kind: "decision" },
    {
      id: "approaches",
      says: "five approaches are weighed, each with its cost",
      kind: "approaches",
      file: "approaches",
      approaches: APPROACHES,
    },
    {
      id: "choice",
      says: "the choice says why each fancier approach is unnecessary",
      kind: "justified",
      file: "approaches",
      approaches: APPROACHES,
    },
  ],
  doneWhen: [
    "you have a decision document on a use case of your own, with the row it matched, a bar written beforehand, and one sentence for every rung that is unnecessary;",
    "a colleague who was not there understands from the document alone why you stopped where you stopped.",
  ],
  stretch: [
    text(
      'With a key, write `model: "anthropic/claude-haiku-4-5"` into the configuration and decide again: now the prompt rungs are measured first. Mind `--dry-run` and `--max-cost`.',
      "",
      "Read the document of lab 01 once more: `firstfit advise --review conversations.md` shows what changed since its first version. What still sounds vague is what the table is for.",
    ),
  ],
};
