/**
 * Words that carry no topic: Lucene's English list, with pronouns, auxiliaries, question words and contractions.
 * Kept small on purpose: "may" (the month), "us" (the country) and "over" stay searchable.
 */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with " +
    "i me my mine you your yours he him his she her hers its we our ours them theirs " +
    "am been being were do does did doing done has have had having can could should would shall might must " +
    "who whom whose what which when where why how " +
    "from so than too very just also both each about because while during any some those here " +
    "cant couldnt didnt doesnt dont hadnt hasnt havent isnt arent wasnt werent mustnt neednt shouldnt wont wouldnt"
  ).split(" "),
);

/** True for a word without topic, in lower case and without its apostrophe ("dont"). */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
