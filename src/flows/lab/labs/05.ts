import type { Lab } from "../../../core/lab.ts";
import { copy, run, text } from "../parts.ts";

export const LAB_05: Lab = {
  id: "05",
  slug: "vector-search",
  title: "vector search",
  does: "index ten notes and ask five queries",
  goal: "Build the smallest search that works, on ten notes, and see both legs of it.",
  why: "Below some hundred thousand passages a search is one file and one loop. Whoever has built it once does not buy a database for it.",
  effort: "Ten minutes, no key, no network, no database.",
  background: "[vector search](../vector-search.md), [BM25](../bm25.md), [fusion](../fusion.md).",
  files: [{ role: "cases", path: "cases.jsonl", holds: "with documents of your own: two questions or more with expected_documents" }],
  steps: [
    {
      title: "Index",
      parts: [
        text("In an empty folder:"),
        run(["firstfit init --sample", "firstfit index"], { shows: ["10 documents, 10 chunks in …", "10 added; 10 embedded, 0 reused"] }),
        text("Ten notes became ten chunks with a vector each, in one file. Index again, and nothing is embedded a second time:"),
        run(["firstfit index"], { shows: ["10 unchanged"] }),
      ],
    },
    {
      title: "Five queries",
      parts: [
        run(
          [
            'firstfit search "Who is the executive sponsor?" --k 3',
            'firstfit search "What is the contingency reserve?" --k 3',
            'firstfit search "Why did the schedule slip?" --k 3',
            'firstfit search "What is the supplier called now?" --k 3',
            'firstfit search "Which drivers took part in the pilot?" --k 3',
          ],
          {
            shows: [
              "1. note01.txt:1  Tanker metering, kick-off at Tarn Street",
              "1. note05.txt:1  Money, training, paper",
              "1. note06.txt:1  Bad news, in order",
            ],
          },
        ),
        text(
          "The first query has note01 on top, the second note05, the third note06. For the last two look for yourself which note holds the answer, and where it came in the list.",
        ),
      ],
    },
    {
      title: "Why this order?",
      parts: [
        run(['firstfit search "What is the contingency reserve?" --k 3 --explain'], { shows: ["lexical rank 1 …, dense rank 1"] }),
        text("`lexical` is the rank by shared words, `dense` the rank by vectors. Find a query of your own where the two disagree."),
      ],
    },
    {
      title: "How far does it go?",
      parts: [
        text(
          "Ten notes are no test of speed. In a clone of the repository this one asks 200 questions of a thousand, ten thousand, a hundred thousand and a million vectors, beside the same for words and for the two together:",
        ),
        copy(["npm run bench:search -- --parts growth"]),
        text(
          "A hundred thousand vectors of 384 numbers took 3 ms a question on one core of a busy server, and all ten of the exact nearest ten were found for every one of 400 questions.",
          "With a filter that one vector in ten passes it took 0.7 ms, because what is left out is not read. How: [vector search](../vector-search.md#the-kernel).",
        ),
      ],
    },
    {
      title: "Check it",
      parts: [
        run(["firstfit lab check 05"], {
          shows: ["✓ two questions find the right document first", '"Who is the executive sponsor?" note01.txt', "Lab 05 is done."],
        }),
        text("With documents of your own it asks the first cases of `cases.jsonl` that say which document is right."),
      ],
    },
  ],
  checks: [
    {
      id: "first-hit",
      says: "two questions find the right document first",
      kind: "first-hit",
      questions: [
        { question: "Who is the executive sponsor?", document: "note01.txt" },
        { question: "What is the contingency reserve?", document: "note05.txt" },
      ],
      cases: "cases",
    },
  ],
  doneWhen: [
    "note01 comes first for the sponsor and note05 for the reserve;",
    "you have seen a hit whose `dense` rank differs from its `lexical` rank, and can say which of them was right.",
  ],
  stretch: [
    text("Index a folder of your own with a thousand files or more into another index, and compare the time per query:"),
    copy(["firstfit index ~/notes --store /tmp/notes.db", 'firstfit search "…" --store /tmp/notes.db']),
    text("It stays in milliseconds, and there is still no database."),
  ],
};
