import type { Lab } from "../../../core/lab.ts";
import { run, text } from "../parts.ts";

export const LAB_01: Lab = {
  id: "01",
  slug: "four-conversations",
  title: "four conversations",
  does: "answer what people say in planning meetings, with a mechanism, a reason and a measurement",
  goal: "Have a paragraph ready for what people say in planning meetings.",
  why: "The word that somebody uses decides the next quarter: whoever answers with the right term, a reason and something to measure is seldom overruled.",
  effort: "Twenty minutes, no key, no network.",
  background: "[advise](../advise.md), [the decision table](../decision-table.md), [glossary](../glossary.md).",
  files: [
    {
      role: "replies",
      path: "conversations.md",
      holds: "the claims as headings, your reply as a paragraph below each",
      template: [
        "# Conversations",
        "",
        "## Let's fine-tune the model on our docs",
        "",
        "## We need a vector database",
        "",
        "## The model is making things up",
        "",
        "## Can we make it faster / cheaper?",
        "",
      ].join("\n"),
    },
  ],
  steps: [
    {
      title: "Write your own replies first",
      parts: [
        text(
          "`conversations.md` in the sample project has five claims as headings, with what somebody would say today below each. Put your own words in their place; nobody grades this one.",
        ),
        run(["firstfit advise --review conversations.md"], {
          shows: [
            "4 of 5 replies are vague",
            "Let's fine-tune the model on our docs lacks a mechanism, a reason and a measurement",
            "upgrade: I would rather not, that sounds like a lot of work. Use retrieval-augmented generation (RAG)",
            "The model is making things up no reply yet",
            "Can we make it faster / cheaper? good",
            "The first version is kept as conversations.first.md.",
          ],
        }),
        text("A reply is vague when it names no mechanism by its term, gives no reason, or measures nothing."),
      ],
    },
    {
      title: "See what the table says",
      parts: [
        run(['firstfit advise "The model is making things up"'], {
          shows: ["makes-things-up → retrieve", "That is hallucination, and its usual cause is missing context"],
        }),
        text("A term that you would rather not explain on the spot: `firstfit explain hallucination`."),
      ],
    },
    {
      title: "Upgrade one reply",
      parts: [
        text(
          "Write below *The model is making things up*:",
          "",
          "> That is hallucination: the context is missing, so it fills the gap. We retrieve the sources and count how often 20 questions without an answer get one.",
          "",
          "With `sed`, for those who follow along:",
        ),
        run(
          [
            "firstfit explain hallucination",
            "sed -i '/^## The model is making things up$/a That is hallucination: the context is missing, so it fills the gap. We retrieve the sources and count how often 20 questions without an answer get one.' conversations.md",
            "firstfit advise --review conversations.md",
          ],
          {
            shows: [
              "3 of 5 replies are vague",
              "Since the first version (conversations.first.md)",
              "+ That is hallucination: the context is missing",
              "gained: mechanism, reason, measurement",
            ],
          },
        ),
        text(
          "Go on until none is vague. At the end of the practice review the document once more: the difference to the first version is what you learned.",
        ),
      ],
    },
    {
      title: "Check it",
      parts: [
        text("The check reads the same document, says of each reply what it lacks, and ends with 100 as long as one is vague:"),
        run(["firstfit lab check 01"], {
          exit: 100,
          shows: [
            "✗ every reply names a mechanism by its term",
            '"Let\'s fine-tune the model on our docs" has no mechanism',
            "firstfit advise --review conversations.md",
          ],
        }),
        text(
          "Without the sample project, `firstfit lab 01 --write` writes a document with the four headings, and `--file replies=PATH` takes one that you have.",
        ),
      ],
    },
  ],
  checks: [
    {
      id: "mechanism",
      says: "every reply names a mechanism by its term",
      kind: "replies",
      file: "replies",
      has: "mechanism",
      repliesMin: 4,
    },
    {
      id: "grounded",
      says: "every reply has a reason and a measurement",
      kind: "replies",
      file: "replies",
      has: "reason and measurement",
      repliesMin: 4,
    },
    {
      id: "own-model",
      says: "a fifth reply is about a model of your own",
      isStretch: true,
      kind: "replies",
      file: "replies",
      has: "mechanism",
      repliesMin: 1,
      about: { name: "a model of your own", pattern: "own (?:(?:foundation|language) )?(?:model|llm|gpt)" },
    },
  ],
  doneWhen: [
    "every heading has a paragraph that names a mechanism by its term, a reason and a measurement;",
    "you can say the one on fine-tuning without reading it.",
  ],
  stretch: [text("Put the sixth claim of your own team below the five. If the answer is *unsure*, what would have to be in the claim?")],
};
