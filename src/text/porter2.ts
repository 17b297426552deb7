/**
 * The English Snowball stemmer ("Porter2"), by its published definition: https://snowballstem.org/algorithms/english/stemmer.html.
 * Written out because half the time of indexing went into the general one; the test holds it to that one's results.
 */

const EXCEPTIONS: ReadonlyMap<string, string> = new Map(
  (
    "skis:ski skies:sky dying:die lying:lie tying:tie idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl " +
    "sky:sky news:news howe:howe atlas:atlas cosmos:cosmos bias:bias andes:andes"
  )
    .split(" ")
    .map((pair): [string, string] => {
      const [word = "", stem = ""] = pair.split(":");
      return [word, stem];
    }),
);
/** Words that are left as they are after their plural s is gone. */
const KEPT: ReadonlySet<string> = new Set("inning outing canning herring earring proceed exceed succeed".split(" "));

type Rule = readonly [ending: string, replacement: string];
/** Rules by the last letter of their endings, longer endings first: most words have the last letter of none or few. */
type Rules = ReadonlyMap<string, readonly Rule[]>;
const rules = (table: string): Rules =>
  Map.groupBy(
    table
      .split(" ")
      .map((rule): Rule => {
        const [ending = "", replacement = ""] = rule.split(":");
        return [ending, replacement];
      })
      .sort((a, b) => b[0].length - a[0].length),
    ([ending]) => ending.slice(-1),
  );

const STEP_2 = rules(
  "tional:tion enci:ence anci:ance abli:able entli:ent izer:ize ization:ize ational:ate ation:ate ator:ate alism:al aliti:al alli:al " +
    "fulness:ful ousli:ous ousness:ous iveness:ive iviti:ive biliti:ble bli:ble ogi:og fulli:ful lessli:less li:",
);
const STEP_3 = rules("tional:tion ational:ate alize:al icate:ic iciti:ic ical:ic ful: ness: ative:");
const STEP_4 = rules("al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: ism: ate: iti: ous: ive: ize: ion:");

/** 1 for the code of a vowel. */
const VOWELS = new Uint8Array(128);
for (const vowel of "aeiouy") VOWELS[vowel.charCodeAt(0)] = 1;

/** False beyond the word's ends. */
function isVowelAt(word: string, at: number): boolean {
  return VOWELS[word.charCodeAt(at)] === 1;
}

/** Stem of a word of lower-case ASCII letters. */
export function porter2(word: string): string {
  if (word.length <= 2) return word;
  const exception = EXCEPTIONS.get(word);
  if (exception !== undefined) return exception;
  let stem = markConsonantY(word);
  const r1 = regionStart(stem);
  const r2 = afterVowelConsonant(stem, r1);
  stem = plural(stem);
  if (KEPT.has(stem)) return stem;
  stem = finalY(pastAndGerund(stem, r1));
  stem = derivation(stem, r1, r2);
  stem = lastLetter(stem, r1, r2);
  return stem.includes("Y") ? stem.replaceAll("Y", "y") : stem;
}

/** A y at the start or after a vowel is a consonant and is written Y. */
function markConsonantY(word: string): string {
  if (!word.includes("y")) return word;
  let marked = "";
  for (const letter of word) marked += letter === "y" && (marked === "" || isVowelAt(marked, marked.length - 1)) ? "Y" : letter;
  return marked;
}

function regionStart(word: string): number {
  if (word.startsWith("gener") || word.startsWith("arsen")) return 5;
  return word.startsWith("commun") ? 6 : afterVowelConsonant(word, 0);
}

/** The place behind the first consonant that follows a vowel, from `at` on. */
function afterVowelConsonant(word: string, at: number): number {
  for (let i = at + 1; i < word.length; i += 1) if (!isVowelAt(word, i) && isVowelAt(word, i - 1)) return i + 1;
  return word.length;
}

function hasVowel(word: string, end: number): boolean {
  for (let i = 0; i < end; i += 1) if (isVowelAt(word, i)) return true;
  return false;
}

function plural(word: string): string {
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (word.endsWith("ied") || word.endsWith("ies")) return word.slice(0, word.length > 4 ? -2 : -1);
  if (!word.endsWith("s") || word.endsWith("us") || word.endsWith("ss")) return word;
  return hasVowel(word, word.length - 2) ? word.slice(0, -1) : word;
}

function pastAndGerund(word: string, r1: number): string {
  // The last letters of the endings below; most words have none of them.
  const final = word[word.length - 1];
  if (final !== "d" && final !== "g" && final !== "y") return word;
  const eed = endingLength(word, "eedly", "eed");
  if (eed > 0) return word.length - eed >= r1 ? `${word.slice(0, -eed)}ee` : word;
  const cut = endingLength(word, "ingly", "edly", "ing", "ed");
  if (cut === 0 || !hasVowel(word, word.length - cut)) return word;
  const stem = word.slice(0, -cut);
  if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) return `${stem}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(stem)) return stem.slice(0, -1);
  return r1 >= stem.length && endsShort(stem, stem.length) ? `${stem}e` : stem;
}

/** Length of the first of these endings that the word has, or 0; give longer ones first. */
function endingLength(word: string, ...endings: readonly string[]): number {
  for (const candidate of endings) if (word.endsWith(candidate)) return candidate.length;
  return 0;
}

/** Whether `word.slice(0, end)` ends in a short syllable. */
function endsShort(word: string, end: number): boolean {
  const last = word[end - 1];
  if (last === undefined || isVowelAt(word, end - 1) || !isVowelAt(word, end - 2)) return false;
  if (end === 2) return true;
  return end > 2 && last !== "w" && last !== "x" && last !== "Y" && !isVowelAt(word, end - 3);
}

function finalY(word: string): string {
  const last = word[word.length - 1];
  if ((last !== "y" && last !== "Y") || word.length <= 2 || isVowelAt(word, word.length - 2)) return word;
  return `${word.slice(0, -1)}i`;
}

function derivation(word: string, r1: number, r2: number): string {
  let stem = word;
  const second = ruleFor(stem, STEP_2);
  if (second !== undefined) {
    const at = stem.length - second[0].length;
    const before = stem[at - 1] ?? "";
    const fits = second[0] === "ogi" ? before === "l" : second[0] !== "li" || (before !== "" && "cdeghkmnrt".includes(before));
    if (at >= r1 && fits) stem = stem.slice(0, at) + second[1];
  }
  const third = ruleFor(stem, STEP_3);
  if (third !== undefined) {
    const at = stem.length - third[0].length;
    if (at >= (third[0] === "ative" ? Math.max(r1, r2) : r1)) stem = stem.slice(0, at) + third[1];
  }
  const fourth = ruleFor(stem, STEP_4);
  if (fourth === undefined) return stem;
  const at = stem.length - fourth[0].length;
  if (at < r2 || (fourth[0] === "ion" && stem[at - 1] !== "s" && stem[at - 1] !== "t")) return stem;
  return stem.slice(0, at);
}

function ruleFor(word: string, table: Rules): Rule | undefined {
  return table.get(word[word.length - 1] ?? "")?.find(([ending]) => word.endsWith(ending));
}

function lastLetter(word: string, r1: number, r2: number): string {
  const at = word.length - 1;
  if (word[at] === "l") return at >= r2 && word[at - 1] === "l" ? word.slice(0, at) : word;
  if (word[at] !== "e") return word;
  return at >= r2 || (at >= r1 && !endsShort(word, at)) ? word.slice(0, at) : word;
}
