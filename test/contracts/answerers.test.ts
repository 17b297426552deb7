import type { AnswerRequest, Evidence } from "../../src/core/answer.ts";
import { modelAnswerer } from "../../src/flows/model-answerer.ts";
import { extractiveAnswerer } from "../../src/models/extractive.ts";
import { scriptedModel } from "../../src/models/scripted.ts";
import { analyze } from "../../src/text/analyze.ts";
import { answererContract } from "./answerer-contract.ts";

const texts = [
  "The contingency reserve of the project is 62,000 euros. Pascal may release up to 10,000 euros at a time.",
  "Training takes half a day for each driver. The first session is on 4 May.",
  "Dana Whitfield is the executive sponsor of the project.",
];
const evidence = texts.map((text, i): Evidence => {
  const chunk = {
    id: `note0${i + 1}.txt#1`,
    document: `note0${i + 1}.txt`,
    ordinal: 1,
    start: 0,
    end: text.length,
    text,
    heading: [],
    locator: { kind: "line", line: 1 },
  } as const;
  return {
    n: i + 1,
    hit: { chunk, score: 1 / (i + 1), legs: { lexical: { rank: i + 1, score: 10 / (i + 1) } } },
    shownLength: text.length,
  };
});
const frequencies = new Map<string, number>();
for (const text of texts) for (const term of new Set(analyze(text))) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
const statistics = { documents: 3, chunks: 3, languages: ["english"], documentFrequency: (term: string) => frequencies.get(term) ?? 0 };
const answerable: AnswerRequest = { question: "What is the contingency reserve of the project?", evidence, statistics };
const unanswerable: AnswerRequest = { question: "What is the office Wi-Fi password?", evidence, statistics };

answererContract("builtin/extractive", async () => ({ answerer: extractiveAnswerer(), answerable, unanswerable }));

answererContract("a model behind a prompt", async () => ({
  answerer: modelAnswerer(
    scriptedModel([
      {
        when: "QUESTION: What is the contingency",
        reply: {
          text: 'The contingency reserve of the project is 62,000 euros [chunk 1: "The contingency reserve of the project is 62,000 euros."].',
        },
      },
      { when: "Wi-Fi", reply: { text: "Not found in sources." } },
    ]),
  ),
  answerable,
  unanswerable,
}));
