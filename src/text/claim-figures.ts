// Numbers, units, months and bounds in one spelling, so that two ways of writing one figure compare equal and nothing else does.

const SMALL: ReadonlyMap<string, number> = new Map(
  "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    .split(" ")
    .map((word, i) => [word, i === 0 ? 0 : i + 1]),
);
const TENS: ReadonlyMap<string, number> = new Map(
  "twenty thirty forty fifty sixty seventy eighty ninety".split(" ").map((word, i) => [word, (i + 2) * 10]),
);
const SCALES: ReadonlyMap<string, number> = new Map([
  ["hundred", 100],
  ["thousand", 1_000],
  ["million", 1_000_000],
  ["billion", 1_000_000_000],
  ["trillion", 1_000_000_000_000],
]);
const ORDINALS: ReadonlyMap<string, number> = new Map([
  ...`first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth
nineteenth`
    .split(/\s/)
    .map((word, i): [string, number] => [word, i + 1]),
  ...[...TENS].map(([word, value]): [string, number] => [word.replace(/y$/, "ieth"), value]),
]);
/** Glued to a number: "40k", "200K", "5M", "3bn". A small m is metres or minutes. */
const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ["k", 1_000],
  ["K", 1_000],
  ["M", 1_000_000],
  ["bn", 1_000_000_000],
  ["B", 1_000_000_000],
]);

interface NumberPiece {
  readonly word: string;
  readonly raw: string;
  readonly number: boolean;
  /** A hyphen joins it to the piece before. */
  readonly isHyphened: boolean;
  readonly start: number;
  readonly end: number;
}

/** A number that begins with the first piece, in plain digits ("40000", "10th", "21th"), and how many pieces it takes; undefined where none does. */
export function numberWord(
  pieces: readonly NumberPiece[],
  glued: boolean,
): { readonly word: string; readonly length: number; readonly ordinal: boolean } | undefined {
  const [first, second, third] = pieces;
  if (first === undefined || glued) return undefined;
  if (!first.number) return spelled(pieces);
  const attached = second !== undefined && second.start === first.end && !second.number;
  if (attached && /^(?:st|nd|rd|th)$/.test(second.word) && /^\d+$/.test(first.word))
    return { word: `${first.word}th`, length: 2, ordinal: true };
  const suffix = attached ? SUFFIXES.get(second.raw) : undefined;
  if (suffix !== undefined) return { word: scaled(first.word, suffix), length: 2, ordinal: false };
  // A currency sign is listed behind its number, in front of the multiplier: "$40 million", "$5M".
  const currency = second !== undefined && second.start === first.start && !second.number;
  const multiplier = currency ? third : second;
  if (multiplier === undefined || multiplier.number) return undefined;
  const scale =
    SCALES.get(multiplier.word) ??
    (currency && multiplier.start === first.end
      ? (SUFFIXES.get(multiplier.raw) ?? (multiplier.raw === "m" ? 1_000_000 : undefined))
      : undefined);
  return scale === undefined ? undefined : { word: scaled(first.word, scale), length: currency ? 3 : 2, ordinal: false };
}

function scaled(digits: string, scale: number): string {
  return /^-?\d+(?:\.\d+)?$/.test(digits) ? String(Math.round(Number(digits) * scale * 1_000) / 1_000) : digits;
}

/** "two hundred and five", "forty-two thousand"; "one" alone is a pronoun as often as a number, and stays a word. */
function spelled(
  pieces: readonly NumberPiece[],
): { readonly word: string; readonly length: number; readonly ordinal: boolean } | undefined {
  const ordinal = ORDINALS.get(pieces[0]?.word ?? "");
  if (ordinal !== undefined && pieces[0]?.word !== "second") return { word: `${ordinal}th`, length: 1, ordinal: true };
  const [tens, digit] = [TENS.get(pieces[0]?.word ?? ""), ORDINALS.get(pieces[1]?.word ?? "") ?? 10];
  // "thirty-second" is a length of time as often as a rank
  if (tens !== undefined && digit < 10 && pieces[1]?.word !== "second" && pieces[1]?.isHyphened === true)
    return { word: `${tens + digit}th`, length: 2, ordinal: true };
  let [total, group, length, taken] = [0, 0, 0, 0];
  for (const { word } of pieces) {
    length += 1;
    const small = SMALL.get(word) ?? TENS.get(word) ?? (word === "one" && (taken > 0 || SCALES.has(pieces[1]?.word ?? "")) ? 1 : undefined);
    const scale = SCALES.get(word);
    if (small !== undefined) group += small;
    else if (scale !== undefined && taken > 0) {
      if (scale === 100) group *= 100;
      else [total, group] = [total + group * scale, 0];
    } else if (
      word === "and" &&
      taken > 0 &&
      (SMALL.has(pieces[length]?.word ?? "") || TENS.has(pieces[length]?.word ?? "")) &&
      group % 100 === 0 &&
      group > 0
    )
      continue;
    else break;
    taken = length;
    // "two three" are two numbers; only tens take a digit, and scales go on.
    const next = pieces[length]?.word ?? "";
    if (small !== undefined && SMALL.has(next) && !(TENS.has(word) && (SMALL.get(next) ?? 10) < 10)) break;
    if (small !== undefined && TENS.has(next)) break;
  }
  return taken === 0 ? undefined : { word: String(total + group), length: taken, ordinal: false };
}

const UNITS: ReadonlyMap<string, string> = new Map(
  `percent percent pct|dollar dollars usd|euro euros eur|pound pounds gbp|yen jpy|kilometre kilometres kilometer kilometers km|metre metres meter meters|centimetre centimetres centimeter centimeters cm|millimetre millimetres millimeter millimeters mm
mile miles|kilogram kilograms kg kilo kilos|millisecond milliseconds ms|second seconds secs|minute minutes mins|hour hours hrs hr|day days|week weeks|month months|year years yr yrs|kilobyte kilobytes kb|megabyte megabytes mb|gigabyte gigabytes gb|terabyte terabytes tb`
    .split(/[|\n]/)
    .flatMap((line) => line.split(" ").map((word): [string, string] => [word, `unit:${line.split(" ")[0] ?? word}`])),
);

/** One key for the spellings of a unit ("unit:percent"); undefined for other words. */
export function unitKey(word: string): string | undefined {
  return UNITS.get(word);
}

const MONTHS = "january february march april may june july august september october november december".split(" ");
const MONTH_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** 1-12 for a month written with a capital. "May" and "March" count only beside a figure or behind a word such as "in". */
export function monthNumber(raw: string, before: string | undefined, besideFigure: boolean): number | undefined {
  if (!/^\p{Lu}/u.test(raw)) return undefined;
  const word = raw.toLowerCase();
  const number = MONTHS.indexOf(word) + 1 || MONTH_SHORT.indexOf(word === "sept" ? "sep" : word) + 1;
  if (number === 0) return undefined;
  const certain = MONTHS.includes(word) && word !== "may" && word !== "march";
  return certain || besideFigure || /^(?:in|since|until|till|by|last|next|early|late|mid|before|after|from|of|during)$/.test(before ?? "")
    ? number
    : undefined;
}

const BOUNDS: readonly (readonly [key: string, phrases: string])[] = [
  ["bound:more", "more than|greater than|larger than|higher than|in excess of|over|above|exceeding|beyond"],
  ["bound:less", "less than|fewer than|lower than|smaller than|under|below"],
  ["bound:least", "at least|no less than|no fewer than|not less than|not fewer than|a minimum of|minimum of|minimum"],
  ["bound:most", "at most|no more than|not more than|up to|a maximum of|maximum of|maximum|not exceeding"],
  ["bound:about", "about|approximately|around|roughly|circa|ca|some|approx"],
  ["bound:nearly", "nearly|almost|close to|just under"],
];
const phrases = BOUNDS.flatMap(([key, list]) => list.split("|").map((phrase) => ({ key, words: phrase.split(" ") }))).sort(
  (a, b) => b.words.length - a.words.length,
);

/** A bound in front of a figure ("at least 40"), under one key for its spellings; undefined where the words are no bound. */
export function bound(
  words: readonly string[],
  isFigure: (at: number) => boolean,
): { readonly key: string; readonly length: number } | undefined {
  for (const phrase of phrases) {
    const length = phrase.words.length;
    if (phrase.words.every((word, i) => words[i] === word) && (isFigure(length) || (words[length] === "the" && isFigure(length + 1))))
      return { key: phrase.key, length };
  }
  return undefined;
}
