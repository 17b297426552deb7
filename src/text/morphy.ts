/**
 * WordNet's own morphology ("morphy", WordNet 3.0 reference manual, section 7WN): a form is looked up in the exception list of each part of speech,
 * and otherwise loses one of the listed endings; what is left counts only if it is a lemma of that part of speech. Several answers are normal ("saw").
 */

/** Noun, verb, adjective, adverb, in the order in which WordNet lists them. */
export const PARTS_OF_SPEECH = ["n", "v", "a", "r"] as const;
export type PartOfSpeech = (typeof PARTS_OF_SPEECH)[number];

/** What morphy has to know of a word list. `exceptions` returns base forms, empty for a regular form. */
export interface Lexicon {
  has(lemma: string, pos: PartOfSpeech): boolean;
  exceptions(form: string, pos: PartOfSpeech): readonly string[];
}

export interface BaseForm {
  readonly lemma: string;
  readonly pos: PartOfSpeech;
  /** False when the form is the lemma itself. */
  readonly inflected: boolean;
}

/** Ending and what takes its place, per part of speech (morphy(7WN), table "rules of detachment"). Adverbs have none. */
const DETACHMENTS: Readonly<Record<PartOfSpeech, readonly (readonly [ending: string, replacement: string])[]>> = {
  n: [
    ["s", ""],
    ["ses", "s"],
    ["xes", "x"],
    ["zes", "z"],
    ["ches", "ch"],
    ["shes", "sh"],
    ["men", "man"],
    ["ies", "y"],
  ],
  v: [
    ["s", ""],
    ["ies", "y"],
    ["es", "e"],
    ["es", ""],
    ["ed", "e"],
    ["ed", ""],
    ["ing", "e"],
    ["ing", ""],
  ],
  a: [
    ["er", ""],
    ["est", ""],
    ["er", "e"],
    ["est", "e"],
  ],
  r: [],
};

/** The same by the last letter of the ending: most words have the last letter of none. */
const DETACHED: Readonly<Record<PartOfSpeech, ReadonlyMap<string, readonly (readonly [ending: string, replacement: string])[]>>> = {
  n: Map.groupBy(DETACHMENTS.n, lastOfEnding),
  v: Map.groupBy(DETACHMENTS.v, lastOfEnding),
  a: Map.groupBy(DETACHMENTS.a, lastOfEnding),
  r: Map.groupBy(DETACHMENTS.r, lastOfEnding),
};

function lastOfEnding([ending]: readonly [ending: string, replacement: string]): string {
  return ending.slice(-1);
}

/** Two letters are the least that a base form may have after detachment: "as" is no plural of "a". */
const STEM_LETTERS_MIN = 2;

/**
 * All base forms of a lower-case form, the form itself first where it is a lemma. Empty for a form that WordNet does not know.
 * Never guesses: every returned lemma is in the lexicon with that part of speech.
 */
export function baseForms(form: string, lexicon: Lexicon): readonly BaseForm[] {
  const found: BaseForm[] = [];
  for (const pos of PARTS_OF_SPEECH) {
    if (lexicon.has(form, pos)) add(found, { lemma: form, pos, inflected: false });
    const exceptions = lexicon.exceptions(form, pos);
    for (const lemma of exceptions) {
      if (lemma !== form && lexicon.has(lemma, pos)) add(found, { lemma, pos, inflected: true });
    }
    if (exceptions.length === 0) detach(form, pos, lexicon, found);
  }
  return found;
}

function detach(form: string, pos: PartOfSpeech, lexicon: Lexicon, found: BaseForm[]): void {
  // morphy leaves nouns in "ss" alone ("glass" is no plural), and looks under "-ful" ("boxesful").
  if (pos === "n" && form.endsWith("ss")) return;
  const suffix = pos === "n" && form.endsWith("ful") ? "ful" : "";
  const stem = suffix === "" ? form : form.slice(0, -suffix.length);
  for (const [ending, replacement] of DETACHED[pos].get(stem.slice(-1)) ?? []) {
    if (!stem.endsWith(ending) || stem.length - ending.length + replacement.length < STEM_LETTERS_MIN) continue;
    const lemma = stem.slice(0, stem.length - ending.length) + replacement + suffix;
    if (lexicon.has(lemma, pos)) add(found, { lemma, pos, inflected: true });
  }
}

function add(found: BaseForm[], candidate: BaseForm): void {
  if (!found.some((one) => one.lemma === candidate.lemma && one.pos === candidate.pos)) found.push(candidate);
}
