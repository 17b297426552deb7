import { defineConfig } from "firstfit";

// With ten short notes, all of them would reach whoever answers, however they are ranked. One note alone shows what ranking is worth.
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
    vector: {
      kind: "retrieval",
      retrieveK,
      ranking: { weights: { lexical: 0, bigram: 0, heading: 0, dense: 1, latent: 0 }, spelling: "off", abbreviations: "off" },
    },
    keyword: {
      kind: "retrieval",
      retrieveK,
      ranking: { weights: { lexical: 1, bigram: 0, heading: 0, dense: 0, latent: 0 }, spelling: "off", abbreviations: "off" },
    },
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
    // every leg, spelling and abbreviations of the corpus, and the built-in reranker
    production: { kind: "retrieval", retrieveK, rerank: "builtin" },
  },
});
