import type { Lab } from "../../../core/lab.ts";
import { run, text } from "../parts.ts";

export const LAB_06: Lab = {
  id: "06",
  slug: "rag-basics",
  title: "RAG basics",
  does: "get cited answers, and one honest *not found in sources*",
  goal: "Get answers from documents, each with a citation that you can check, and one *not found in sources* that is true.",
  why: "A model that is handed the right passages and told to use nothing else has less to make up, and a citation shows where to look when it did.",
  effort: "Fifteen minutes, no key, no network.",
  background: "[citation](../citation.md), [abstention](../abstention.md).",
  files: [
    {
      role: "cases",
      path: "cases.jsonl",
      holds: "with documents of your own: a question with expected_documents and one with expected_abstain",
    },
  ],
  steps: [
    {
      title: "Index",
      parts: [text("In an empty folder:"), run(["firstfit init --sample", "firstfit index"], { shows: ["10 documents, 10 chunks in …"] })],
    },
    {
      title: "Four questions that the notes answer",
      parts: [
        run(['firstfit ask "Who is the executive sponsor?"'], {
          shows: ["Marit Sandvoll, our chief operating officer, is the executive sponsor. [1]", "[1] note01.txt:15"],
        }),
        run(['firstfit ask "What is the contingency reserve?"'], {
          shows: ["The contingency reserve is 62,000 euros, a tenth of the total budget and inside it. [1]", "[1] note05.txt:8"],
        }),
        run(['firstfit ask "Why did the schedule slip?"'], {
          shows: ["The schedule slips by seven weeks because Pellworth has to redesign the air separators … [1]", "[1] note06.txt:10"],
        }),
        run(['firstfit ask "What is the pilot budget?"'], {
          shows: [
            "The pilot budget is now 104,500 euros instead of 86,000. [1]",
            "[1] note07.txt:9",
            "note07.txt (2026-04-20) is later than note03.txt (2026-02-09), which said: “The pilot budget is 86,000 euros.”",
          ],
        }),
        text(
          "Open the file and the line of each citation. The quoted words stand there, letter for letter.",
          "The pilot budget stands in two notes with two values. The later note wins, and the answer says so.",
        ),
      ],
    },
    {
      title: "One question that they do not answer",
      parts: [
        run(['firstfit ask "What is the office Wi-Fi password?"'], {
          shows: ["not found in sources", "Nearest, and why they do not count:", "note04.txt"],
          exit: 3,
        }),
        text(
          "One note speaks of the Wi-Fi, and it comes up among the nearest passages. It does not hold a password, so it does not count.",
        ),
      ],
    },
    {
      title: "Many at once",
      parts: [
        text("`cases.jsonl` holds 20 questions. Every line of the output is one answer in JSON:"),
        run(["firstfit ask --file cases.jsonl"], { shows: ['{"id":"sponsor","kind":"answered",…', '{"id":"wifi","kind":"abstained",…'] }),
      ],
    },
    {
      title: "Check it",
      parts: [
        run(["firstfit lab check 06"], {
          shows: [
            "✓ an answer cites the right document",
            "note06.txt",
            "✓ what the documents do not hold is not answered",
            "Lab 06 is done.",
          ],
        }),
      ],
    },
  ],
  checks: [
    {
      id: "cites",
      says: "an answer cites the right document",
      kind: "cites",
      question: { question: "Why did the schedule slip?", document: "note06.txt" },
      cases: "cases",
    },
    {
      id: "not-found",
      says: "what the documents do not hold is not answered",
      kind: "not-found",
      question: "What is the office Wi-Fi password?",
      document: "note04.txt",
      cases: "cases",
    },
  ],
  doneWhen: [
    "the schedule slip cites note06;",
    "the pilot budget is the later figure;",
    "the Wi-Fi password is *not found in sources*, with exit code 3.",
  ],
  stretch: [
    text(
      "Ask the same in your own words, and then about something that sounds as if it were in the notes but is not. Where does it give in?",
      "With a model in `firstfit.config.ts`, ask again with `--strict`: sentences that no citation supports disappear.",
    ),
  ],
};
