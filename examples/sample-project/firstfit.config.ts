import { defineConfig } from "firstfit";

export default defineConfig({
  // What `firstfit index` reads, relative to this file: the ten notes. `.firstfitignore` keeps the rest of this folder out.
  sources: ["."],

  // Where the index lives. One file; delete it and `firstfit index` makes it again.
  store: ".firstfit/index.db",

  // Who turns text into vectors. This one ships with firstfit and needs neither a key nor a network.
  embedder: "builtin/wordnet",

  // Who writes the answer. This one picks sentences out of the notes and cites them word for word; it invents nothing.
  model: "builtin/extractive",
});
