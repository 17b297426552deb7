const saying = /^(?:say|state|mention|tell|specify|describe|explain)$/;

/**
 * The place of the verb in "What does the contract say about fees?" that only frames the question: what a text says, it says without saying so.
 * Words in lower case, of an English question; undefined where there is none.
 */
export function framingVerb(words: readonly string[]): number | undefined {
  const cue = words.findIndex((word, place) => word === "what" && /^(?:do|does|did)$/.test(words[place + 1] ?? ""));
  if (cue < 0) return undefined;
  const place = words.findIndex((word, at) => at > cue + 2 && saying.test(word));
  return place < 0 ? undefined : place;
}
