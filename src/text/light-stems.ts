/**
 * Light stemmers for languages that Snowball has no good one for: endings (and Arabic and Hebrew prefixes) are cut, no word is
 * looked up. All take folded words and are a function of the word alone.
 */

/** Larkey, Ballesteros and Connell (2007), "Light stemming for Arabic information retrieval": light10. */
export function arabicStem(word: string): string {
  let stem = word;
  if (stem.startsWith("و") && stem.length >= 4) stem = stem.slice(1);
  for (const article of ["ال", "وال", "بال", "كال", "فال", "لل"]) {
    if (!stem.startsWith(article) || stem.length - article.length < 2) continue;
    stem = stem.slice(article.length);
    break;
  }
  for (const ending of ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"])
    if (stem.endsWith(ending) && stem.length - ending.length >= 2) stem = stem.slice(0, -ending.length);
  return stem;
}

/** Endings by length, longest first: Ramanathan and Rao (2003), "A lightweight stemmer for Hindi". */
const HINDI_ENDINGS: readonly (readonly string[])[] = [
  "ाएंगी ाएंगे ाऊंगी ाऊंगा".split(" "),
  "ाएगी ाएगा ाओगी ाओगे एंगी ेंगी एंगे ेंगे ूंगी ूंगा ातीं नाओं नाएं ताओं ताएं ियां ियों".split(" "),
  "ाकर ाइए ाईं ाया ेगी ेगा ोगी ोगे ाने ाना ाते ाती ाता तीं ाओं ाएं ुओं ुएं ुआं".split(" "),
  "कर ाओ िए ाई ाए ने नी ना ते ीं ती ता ां ों ें".split(" "),
  "ो े ू ु ी ि ा".split(" "),
];

export function hindiStem(word: string): string {
  for (const endings of HINDI_ENDINGS)
    for (const ending of endings) if (word.length > ending.length + 1 && word.endsWith(ending)) return word.slice(0, -ending.length);
  return word;
}

/** Case endings of nouns and adjectives and personal endings of verbs, without accents and with σ for ς, longest first. */
const GREEK_ENDINGS: readonly string[] = (
  "ηθηκαν ουσαν ματων ματοσ ηθηκε ησουν ματα ησαν ηκαν σεων σεωσ σεισ ουμε ουνε εισα ουσ εων εωσ εισ εοσ αμε ατε ετε ουν ησε ηκε σησ " +
  "μα ση ων οσ ον ου οι οισ εσ ασ ησ ησα ει αν αι α η ο ι ε ω υ"
)
  .split(" ")
  .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

export function greekStem(word: string): string {
  const ending = GREEK_ENDINGS.find((candidate) => word.length - candidate.length >= 3 && word.endsWith(candidate));
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/**
 * A Hebrew word and what is left of it without its prefixes (and, that, in, to, from, as, the). Prefixes look like first letters of
 * plain words, so both forms are terms: "בשלום" is found by "שלום".
 */
export function hebrewForms(word: string): readonly string[] {
  const rest = /^(?:ו?(?:כש|מש|ש)?[הבכלמ]?ה?)(\p{L}{3,})$/u.exec(word)?.[1];
  return rest === undefined || rest === word ? [word] : [word, rest];
}
