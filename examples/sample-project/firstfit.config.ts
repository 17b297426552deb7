import { defineConfig } from "firstfit";

// With ten short notes, all of them would reach whoever answers, however they are ranked. One note alone shows what ranking is worth: the first three below
// hand on no more.
const retrieveK = 1;

export default defineConfig({
  // What `firstfit index` reads, relative to this file: the ten notes. `.firstfitignore` keeps the rest of this folder out.
  sources: ["."],

  // Where the index lives. One file; delete it and `firstfit index` makes it again.
  store: ".firstfit/index.db",

  // Who turns text into vectors. This one ships with firstfit and needs neither a key nor a network.
  embedder: "builtin/wordnet",

  // Who writes the answer. This one picks sentences out of the notes and cites them word for word; it invents nothing.
  model: "builtin/extractive",

  // What `firstfit eval` runs on cases.jsonl: four ways to find the note that holds the answer, none of which asks anybody.
  candidates: {
    // By meaning alone: the nearest vectors. Knows that money has to do with a budget, and is vague about names and numbers.
    vector: {
      kind: "retrieval",
      retrieveK,
      ranking: { weights: { lexical: 0, bigram: 0, heading: 0, dense: 1, latent: 0 }, spelling: "off", abbreviations: "off" },
    },
    // By the words of the question alone (BM25). Sharp on names and numbers, and finds nothing that is said in other words.
    keyword: {
      kind: "retrieval",
      retrieveK,
      ranking: { weights: { lexical: 1, bigram: 0, heading: 0, dense: 0, latent: 0 }, spelling: "off", abbreviations: "off" },
    },
    // Both, their two lists made one: where most pipelines begin.
    basic: {
      kind: "retrieval",
      retrieveK,
      ranking: {
        fusion: "rrf",
        weights: { lexical: 1, bigram: 0, heading: 0, dense: 1, latent: 0 },
        spelling: "off",
        abbreviations: "off",
      },
    },
    // All that firstfit does when you set nothing: pairs of words and headings count too, slips and abbreviations are understood. Then the best 30 are put in
    // order once more, and five are handed on.
    production: { kind: "retrieval", rerank: "builtin", rerankTo: 5 },
  },

  // What `firstfit decide decision-cases.jsonl` decides, and what good enough means. Half of the questions answered by themselves is worth having here,
  // because a person looks up the rest. Write the bar of your own task before you run anything; this one was set where the sample's cases can settle it.
  task: {
    name: "Answer the project team's questions from the ten notes, or say that they do not hold the answer",
    kind: "knowledge",
    knowledgeChanges: "monthly",
    callsPerMonth: 2_000,
    bar: { passRateMin: 0.5, passRateTarget: 0.65 },
  },
});
