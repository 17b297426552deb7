const saying = /^(?:say|state|mention|tell|specify|describe|explain)$/;
const happening = /^(?:happen(?:s|ed|ing)?|occur(?:s|red|ring)?)$/;
const asking = /^(?:who|whom|whose|what|what's|when|when's|where|where's|why|how|which|did|does|do|has|have)$/;
const amount = /^(?:many|much|long|often)$/;
const owner = /(?:['\u2019]s|s['\u2019])$|^(?:my|your|his|her|its|our|their|whose)$/;
/** "in the chief operating officer's place" */
const OWNER_WORDS_MAX = 5;

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

/**
 * The places of all words that only frame a question: that verb, "happened" and "took place", "in Marit's place", and the word behind "how" that asks for an
 * amount. An answer need not mention them. Words in lower case, of an English question.
 */
export function framingPlaces(words: readonly string[]): ReadonlySet<number> {
  const verb = framingVerb(words);
  const places = new Set(verb === undefined ? [] : [verb]);
  const cue = words.findIndex((word) => asking.test(word));
  if (cue < 0) return places;
  words.forEach((word, place) => {
    const next = words[place + 1];
    if (place > cue && happening.test(word)) places.add(place);
    if (place > cue && /^(?:took|take|takes|taken|taking)$/.test(word) && next === "place") places.add(place).add(place + 1);
    if (isInstead(words, place)) places.add(place);
    if (word === "how" && next !== undefined && amount.test(next)) places.add(place + 1);
  });
  return places;
}

/** "in Marit's place", "in her stead", "in place of Marit": who does something instead of her does it, and no place is asked about. */
function isInstead(words: readonly string[], place: number): boolean {
  if (!/^(?:place|stead)$/.test(words[place] ?? "")) return false;
  if (words[place - 1] === "in") return words[place + 1] === "of";
  return owner.test(words[place - 1] ?? "") && words.slice(Math.max(0, place - 1 - OWNER_WORDS_MAX), place - 1).includes("in");
}
