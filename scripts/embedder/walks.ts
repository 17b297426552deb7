import type { GlossWord } from "./glosses.ts";
import { senseWeight } from "./glosses.ts";
import type { WordNet } from "./wordnet.ts";

export interface WalkRecipe {
  /** Walks from every synset. */
  readonly rounds: number;
  /** Lemmas that one walk emits. */
  readonly steps: number;
  /** Chance of a step along a pointer, and of one to a word of the gloss; the rest goes back through the emitted lemma. */
  readonly pointerShare: number;
  readonly glossShare: number;
  /** Pointer symbols that are not followed ("!" is antonymy). */
  readonly pointersLeftOut: readonly string[];
}

interface Graph {
  readonly lemmas: readonly Int32Array[];
  readonly pointers: readonly Int32Array[];
  readonly glosses: readonly (readonly GlossWord[])[];
  readonly senses: readonly { readonly synsets: Int32Array; readonly cumulative: Float64Array }[];
}

/**
 * Random walks over synsets (after Goikoetxea, Soroa and Agirre, NAACL 2015): at each step the walk emits a random lemma of the synset that it stands on.
 * Returns the emitted lemmas, `steps` after `steps`, one walk behind the other.
 */
export function walk(wordnet: WordNet, glosses: readonly (readonly GlossWord[])[], recipe: WalkRecipe, random: () => number): Int32Array {
  const graph = graphOf(wordnet, glosses, recipe);
  const emitted = new Int32Array(wordnet.synsets.length * recipe.rounds * recipe.steps);
  let at = 0;
  for (let round = 0; round < recipe.rounds; round++) {
    for (let start = 0; start < wordnet.synsets.length; start++) {
      let synset = start;
      for (let step = 0; step < recipe.steps; step++) {
        const lemma = pick(graph.lemmas[synset], random) ?? 0;
        emitted[at++] = lemma;
        synset = next(graph, synset, lemma, recipe, random);
      }
    }
  }
  return emitted;
}

/** A synset without pointers or gloss words goes back through the emitted lemma, which always has a sense. */
function next(graph: Graph, synset: number, lemma: number, recipe: WalkRecipe, random: () => number): number {
  const choice = random();
  if (choice < recipe.pointerShare) {
    const target = pick(graph.pointers[synset], random);
    if (target !== undefined) return target;
  } else if (choice < recipe.pointerShare + recipe.glossShare) {
    const words = graph.glosses[synset] ?? [];
    const word = words[Math.floor(random() * words.length)];
    if (word !== undefined) return pickWeighted(word, random);
  }
  const senses = graph.senses[lemma];
  return senses === undefined ? synset : pickWeighted(senses, random);
}

function graphOf(wordnet: WordNet, glosses: readonly (readonly GlossWord[])[], recipe: WalkRecipe): Graph {
  return {
    lemmas: wordnet.synsets.map((synset) => Int32Array.from(synset.lemmas)),
    pointers: wordnet.synsets.map((synset) =>
      Int32Array.from(
        synset.pointers.filter((pointer) => !recipe.pointersLeftOut.includes(pointer.symbol)).map((pointer) => pointer.synset),
      ),
    ),
    glosses,
    senses: wordnet.senses.map((senses) => {
      let total = 0;
      const cumulative = senses.map((sense) => (total += senseWeight(sense.rank, sense.tagCount)));
      return { synsets: Int32Array.from(senses, (sense) => sense.synset), cumulative: Float64Array.from(cumulative, (sum) => sum / total) };
    }),
  };
}

function pick(values: Int32Array | undefined, random: () => number): number | undefined {
  return values?.[Math.floor(random() * values.length)];
}

function pickWeighted(from: { readonly synsets: Int32Array; readonly cumulative: Float64Array }, random: () => number): number {
  const { synsets, cumulative } = from;
  const ticket = random();
  let at = 0;
  while (at < synsets.length - 1 && ticket >= (cumulative[at] ?? 1)) at++;
  return synsets[at] ?? 0;
}
