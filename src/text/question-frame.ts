const saying = /^(?:say|state|mention|tell|specify|describe|explain)$/;
const happening = /^(?:happen(?:s|ed|ing)?|occur(?:s|red|ring)?)$/;
const asking = /^(?:who|whom|whose|what|what's|when|when's|where|where's|why|how|which|did|does|do|has|have)$/;
const amount = /^(?:many|much|long|often)$/;

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
 * The places of all words that only frame a question: that verb, "happened" and "took place", and the word behind "how" that asks for an amount. An
 * answer need not mention them. Words in lower case, of an English question.
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
    if (word === "how" && next !== undefined && amount.test(next)) places.add(place + 1);
  });
  return places;
}
