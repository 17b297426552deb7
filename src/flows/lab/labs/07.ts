import type { Lab } from "../../../core/lab.ts";
import { copy, run, text } from "../parts.ts";

export const LAB_07: Lab = {
  id: "07",
  slug: "rag-that-works",
  title: "RAG that works",
  does: "trace the nine steps, add a reranker, and measure what it was worth",
  goal: "Switch on what turns a demo into something that holds, one upgrade after the other, see what each changed, and measure whether it was worth it.",
  why: "Vectors alone miss names and error codes, fixed cuts tear what belongs together, and vague questions find vague passages. Each has a cure, and each cure has a price.",
  effort: "Twenty-five minutes, no key, no network.",
  background: "[the pipeline](../production-pipeline.md), [reranking](../reranking.md), [query rewriting](../query-rewriting.md).",
  files: [
    { role: "before", path: "first-stage.jsonl", holds: "answers of ask --file without reranking" },
    { role: "after", path: "reranked.jsonl", holds: "answers to the same questions with --rerank" },
    {
      role: "rows",
      path: "reranking.md",
      holds: "a table with question, first three (changed or same) and answer (better, same or worse)",
      template: ["| question | first three | answer |", "| --- | --- | --- |", "| … | changed or same | better, same or worse |", ""].join(
        "\n",
      ),
    },
  ],
  steps: [
    {
      title: "Index",
      parts: [text("In an empty folder:"), run(["firstfit init --sample", "firstfit index"], { shows: ["10 documents, 10 chunks in …"] })],
    },
    {
      title: "The nine steps",
      parts: [
        run(['firstfit ask "How many tankers will be fitted?" --trace'], {
          shows: ["1 question", "4 legs", "lexical x 1", "5 merge", "7 pack", "9 cite"],
        }),
        text(
          "Read steps 4 and 5: each leg has its own first passages, and step 5 says which chunks rose or fell when they were merged.",
          "Steps 2 and 6 did not run. They need a model, and they are what this lab adds.",
        ),
      ],
    },
    {
      title: "Is the first upgrade worth it?",
      parts: [
        text("Words and vectors together, against words alone. `cases.jsonl` knows for each question which notes it should find:"),
        run(["firstfit eval retrieval --cases cases.jsonl --against bm25"], {
          shows: ["15 judged queries", "this less against", "nDCG@10", "better, … worse, … equal"],
        }),
        text(
          "Fifteen queries show little. Read the last sentence: it says whether you can tell the two apart, and if not, about how many more queries you need.",
        ),
      ],
    },
    {
      title: "Add a reranker",
      parts: [
        text(
          "With a provider you would name its model in `firstfit.config.ts`. Here a few lines stand in for one: they prefer the passages with the most different words of the question.",
        ),
        run(
          [
            'firstfit search "Which drivers took part in the pilot?" --k 3',
            "cat > with-model.config.ts <<'END'",
            'import { defineConfig } from "firstfit";',
            'import { scriptedModel } from "firstfit/models/scripted";',
            "",
            "const words = (text: string) => new Set(text.toLowerCase().match(/\\p{L}{3,}/gu));",
            "",
            "function order(prompt: string): number[] {",
            '  const asked = words(prompt.slice(0, prompt.indexOf("\\n")));',
            "  const passages = prompt.split(/^\\[\\d+\\] /m).slice(1);",
            "  const shared = passages.map((text, i) => ({ n: i + 1, count: words(text).intersection(asked).size }));",
            "  return shared.toSorted((a, b) => b.count - a.count).map(({ n }) => n);",
            "}",
            "",
            "export default defineConfig({",
            '  model: scriptedModel([{ times: Infinity, reply: ({ messages }) => ({ toolInput: { best: order(messages[0]?.text ?? "") } }) }], {',
            '    id: "stand-in",',
            "  }),",
            "});",
            "END",
            'firstfit search "Which drivers took part in the pilot?" --k 3 --rerank llm --config with-model.config.ts --trace',
          ],
          { shows: ["3 hits, …", "stand-in kept 3 of 10"] },
        ),
        text("Step 6 of the second run shows the moves: `8 → 1` rose from place 8 to the first. Which of the two lists do you trust?"),
      ],
    },
    {
      title: "All questions, both ways",
      parts: [
        run(
          [
            "firstfit ask --file cases.jsonl > first-stage.jsonl",
            "firstfit ask --file cases.jsonl --model builtin/extractive --rerank llm --config with-model.config.ts 2>&1 > reranked.jsonl",
          ],
          { shows: ["Reranking changed the first 3 passages on … of 20 queries (95% interval … to …)."] },
        ),
        text(
          "The last line is the signal of this lab. If reranking changes the top on nearly every question, then as a rule the embedding model does not suit the documents, and a reranker on top is the dearer cure.",
          "Here you know better: step 3 found the first stage close to perfect, so it is the reranker that is wrong. It counts words and reads nothing.",
          "",
          "Compare the two files, question by question. Where is the answer better, where worse?",
        ),
      ],
    },
    {
      title: "Rewrite the question",
      parts: [
        run(['firstfit search "and what does that cost?" --rewrite rewrite'], { exit: 2 }),
        text(
          "It needs a model that can read, and says so. With one, try `rewrite`, `hyde`, `multi` and `decompose` with `--trace` on a vague question of yours, and see in step 2 what was searched.",
        ),
      ],
    },
    {
      title: "Write five rows",
      parts: [
        text(
          "The check compares the two files of step 5 and prints the rows that it wants to see, with everything filled in but your own verdict:",
        ),
        run(["firstfit lab check 07"], {
          exit: 100,
          shows: [
            "✓ five questions were answered both ways",
            "✗ five rows say whether the first three and the answer changed",
            "reranking.md is not there.",
            "| sponsor | … | … |",
          ],
        }),
        text(
          "Copy them into `reranking.md`, write better, same or worse behind each, and check again. A row that says something else than the two files is named.",
        ),
      ],
    },
  ],
  withKey: [
    text("With `COHERE_API_KEY` or `VOYAGE_API_KEY` set, a cross-encoder reads each of the thirty passages with the question:"),
    copy(['firstfit search "Why did the schedule slip?" --rerank cohere/rerank-v3.5 --trace']),
    text(
      "With a chat model as `model` in the configuration, `--rerank llm` and the four ways of step 6 work, and each run says what it cost.",
    ),
  ],
  checks: [
    { id: "both-ways", says: "five questions were answered both ways", kind: "both-ways", before: "before", after: "after", rowsMin: 5 },
    {
      id: "rows",
      says: "five rows say whether the first three and the answer changed",
      kind: "rerank-rows",
      file: "rows",
      before: "before",
      after: "after",
      rowsMin: 5,
    },
  ],
  doneWhen: [
    "you can say of one question which chunks rose and fell, and by which step;",
    "you have the number of questions on which reranking changed the first three;",
    "you can say which switch you would pay for, and on what evidence.",
  ],
  stretch: [text("Put a real model into `with-model.config.ts`, and do step 5 again. How many of the 20 does it change?")],
};
