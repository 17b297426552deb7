import type { Lab } from "../../../core/lab.ts";
import { run, text } from "../parts.ts";

export const LAB_02: Lab = {
  id: "02",
  slug: "training-or-inference",
  title: "training or inference",
  does: "sort what your team does by one test: are weights updated, or frozen?",
  goal: "Sort what your team does by one test: are weights updated, or frozen?",
  why: '"The model cannot do it" mostly means that it does not do it with this prompt, these tools and this context. Those you can change today; weights hardly ever.',
  effort: "Ten minutes, no key, no network.",
  background: "[advise](../advise.md#training-or-inference), [the decision table](../decision-table.md#training-or-inference).",
  files: [
    {
      role: "map",
      path: "training-map.md",
      holds: "a table with thing, side, reason and measurement",
      template: ["| thing | side | reason | measurement |", "| --- | --- | --- | --- |", "| … | training or inference | … | … |", ""].join(
        "\n",
      ),
    },
  ],
  steps: [
    {
      title: "What is configured",
      parts: [
        run(["firstfit advise map"], {
          shows: [
            "Nothing here trains a model, and that is the expected, healthy result",
            "production (candidate)",
            "builtin/wordnet (embedder)",
          ],
        }),
      ],
    },
    {
      title: "What you do and plan",
      parts: [
        text(
          "`plans.txt` in the sample project has six things, one a line, as one would say them to a colleague. Put your own in their place.",
        ),
        run(["firstfit advise map --file plans.txt"], {
          shows: [
            "1 of 12 updates weights. Each needs its reason and its one measurement",
            "training 1",
            "Fine-tune a small model on last year's tickets",
            "measure: the tuned model's pass rate beside its own base with the best prompt and five examples",
            "inference 11",
            "Weights that were trained before are used as they are.",
            "The same weights are stored in fewer bits",
            "The line says that nothing is trained.",
            "People are trained here, and no model.",
          ],
        }),
        text("Serving a tuned model is inference: somebody changed its weights once, and while it answers they are frozen."),
      ],
    },
    {
      title: "Write the reason down",
      parts: [
        text(
          "For each training row write why it has to be trained, and the figure that would prove it. If you cannot name the figure, it is a prompt problem for now.",
          "`firstfit lab 02 --write` writes an empty table into `training-map.md`; filled in, it may read like this:",
        ),
        run(
          [
            "firstfit lab 02 --write",
            "cat > training-map.md <<'END'",
            "| thing | side | reason | measurement |",
            "| --- | --- | --- | --- |",
            "| Answer questions about the ten notes with retrieval | inference | | |",
            "| Serve the adapter that the vendor gave us | inference | | |",
            "| Fine-tune a small model on last year's tickets | training | the prompt drifts on rare tickets | pass rate on 200 held-out tickets, beside the base with five examples |",
            "END",
            "firstfit lab check 02",
          ],
          {
            shows: [
              "made training-map.md",
              "✓ everything stands on one side",
              "3 rows: 1 training, 2 inference",
              "✓ each training row has its reason",
            ],
          },
        ),
      ],
    },
  ],
  checks: [
    { id: "sides", says: "everything stands on one side, and on the right one", kind: "map-sides", file: "map" },
    { id: "reasons", says: "each training row has its reason and its one measurement", kind: "map-reasons", file: "map" },
  ],
  doneWhen: [
    "every line has a side that you agree with; what came out *unsure* is written more plainly;",
    "each training row has its reason and its one measurement.",
  ],
  stretch: [text("`firstfit advise map --json` in CI: fail the build when a training row appears without anybody having decided it.")],
};
