import type { Lab } from "../../../core/lab.ts";
import { copy, run, text } from "../parts.ts";

export const LAB_03: Lab = {
  id: "03",
  slug: "token-budget",
  title: "a token budget",
  does: "find the largest section of a prompt, cut it, and set a limit",
  goal: "Know where the tokens of one prompt are, what they cost, and what can go.",
  why: "Prices, windows and rate limits are counted in tokens, every token attends to every other one, and what stands in the middle of a long prompt is attended to least.",
  effort: "Fifteen minutes, no key, no network.",
  background: "[tokens](../tokens.md), [prompt caching](../prompt-caching.md), [attention](../attention.md).",
  files: [
    { role: "prompt", path: "prompt.md", holds: "the prompt as it was" },
    { role: "shorter", path: "shorter.md", holds: "the prompt after the cut" },
    { role: "cases", path: "cases.jsonl", holds: "three inputs or more with expected_substr" },
  ],
  steps: [
    {
      title: "Count the sections",
      parts: [
        text(
          "`prompt.md` in the sample project is a prompt as somebody would write it: rules, a format, examples, passages, and a place for the question.",
        ),
        run(["firstfit budget prompt.md --model openai/gpt-4o --output 150 --volume 20000"], {
          shows: [
            "549 input tokens in prompt.md, for openai/gpt-4o",
            "counted by tokenizer: o200k_base",
            "system 134 …",
            "examples 183 …",
            "context 226 … largest",
            "input 6 …",
            "output 150 … at most",
            "a call: $0.00137 for the input, $0.00287 with the output at its limit",
            "a month of 20,000 calls: $27.45 for the input, $57.45 with the output at its limit",
          ],
        }),
        text(
          "Which section is the largest? That is where the bill goes.",
          "If it says *estimate*, `npm i js-tiktoken` brings OpenAI's own vocabulary. For another model, see who counts in [tokens](../tokens.md).",
        ),
      ],
    },
    {
      title: "Cut 30% of the largest",
      parts: [
        text("The same page proposes what could go, and by which rule:"),
        run(["firstfit budget prompt.md --model openai/gpt-4o --write shorter.md", "firstfit budget shorter.md --model openai/gpt-4o"], {
          shows: [
            "Cut of context: 226 to 129 tokens (43% less)",
            "the passage ranked last: [chunk 4] Paper forms run beside the meters for eight weeks…",
            "not run: Give three inputs with --cases before you call it safe.",
            "452 input tokens in shorter.md, for openai/gpt-4o",
          ],
        }),
        text(
          "Repeated lines go first. Then examples lose the longest, context the passages ranked last, tool schemas their ornaments, tool outputs their tails, a conversation its oldest turns, and system text the",
          "paragraphs that ask nothing of the model. Where the rules find less than 30%, the page says so; the rest takes a person.",
        ),
      ],
    },
    {
      title: "Is the answer still right?",
      parts: [
        text("With a chat model in `firstfit.config.ts`, the cut is run on three inputs before and after:"),
        copy(["firstfit budget prompt.md --cases cases.jsonl"]),
        text(
          "It is *safe* when every case that passed before passes after, *unsafe* when one does not, and *undecided* when none passed before, a call gave no answer, or an answer could not be graded. The graders are those of [`eval`](../eval.md), on the first three cases that expect something of the",
          "answer itself. Three inputs are few; they catch a cut that breaks the prompt, not one that makes it a little worse.",
        ),
      ],
    },
    {
      title: "A limit that fails the build",
      parts: [
        run(["firstfit budget prompt.md --model openai/gpt-4o --max 400"], {
          shows: ["over the budget: 549 tokens, 149 above --max 400"],
          exit: 100,
        }),
        text("The same in your own test suite, whatever its runner ([examples/04-token-budget.ts](../../examples/04-token-budget.ts)):"),
        copy(
          [
            'import { expectTokens } from "firstfit";',
            "",
            'test("the prompt keeps its budget", () => {',
            '  expectTokens(prompt, { model: "anthropic/claude-haiku-4-5" }).toBeUnder(1_000);',
            "});",
          ],
          "ts",
        ),
        text(
          "It takes a text or a request in the form of Anthropic's or OpenAI's messages, counts here and never calls a provider, and names the sections when it fails.",
        ),
      ],
    },
    {
      title: "Check it",
      parts: [
        run(["firstfit lab check 03"], {
          shows: [
            "✓ the largest section has 30% fewer tokens",
            "- three inputs are still answered well",
            "done as far as it can be checked",
          ],
        }),
        text(
          "The three inputs need a chat model, and without one they are skipped, which the check says. Answers that step 3 has paid for are not paid again.",
          "Another prompt is named once and remembered: `--file prompt=PATH --file shorter=PATH`.",
        ),
      ],
    },
  ],
  withKey: [
    text("- The count comes from the provider, for Claude from its free count endpoint, and is labelled so.", "- Step 3 runs: six calls."),
  ],
  checks: [
    { id: "cut", says: "the largest section has 30% fewer tokens", kind: "section-cut", before: "prompt", after: "shorter", shareMin: 0.3 },
    { id: "inputs", says: "three inputs are still answered well", kind: "inputs-good", before: "prompt", after: "shorter", cases: "cases" },
  ],
  doneWhen: [
    "you can name the largest section and its share;",
    "`shorter.md` has fewer tokens, counted again;",
    "a limit in CI fails when somebody makes the prompt longer.",
  ],
  stretch: [
    text(
      "`firstfit budget prompt.md --svg budget.svg` draws the picture for a pull request. Compare `--model anthropic/claude-opus-4-7` with `--model anthropic/claude-haiku-4-5`: nothing in the prompt changed, so what did?",
    ),
  ],
};
