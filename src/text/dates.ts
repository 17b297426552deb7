/** A calendar day written in a text: `text.slice(start, end)` says `iso`. */
export interface FoundDate {
  readonly start: number;
  readonly end: number;
  /** YYYY-MM-DD. */
  readonly iso: string;
}

/** By their first three letters; German, French, Spanish and Italian spellings that differ are beside the English ones. */
const MONTHS: readonly string[] = [
  "january|jan|januar|jänner|janvier|enero|gennaio",
  "february|feb|februar|février|febrero|febbraio",
  "march|mar|märz|mars|marzo",
  "april|apr|avril|abril|aprile",
  "may|mai|mayo|maggio",
  "june|jun|juni|juin|junio|giugno",
  "july|jul|juli|juillet|julio|luglio",
  "august|aug|août|agosto",
  "september|sept|sep|septembre|septiembre|settembre",
  "october|oct|oktober|okt|octobre|octubre|ottobre",
  "november|nov|novembre|noviembre",
  "december|dec|dezember|dez|décembre|diciembre|dicembre",
];
const monthNumber: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, index) => names.split("|").map((name): [string, number] => [name, index + 1])),
);
// Longest first, so that "september" is not read as "sep".
const month = [...monthNumber.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|");

const year = "(?:1[5-9]|20|21)\\d{2}";
const YEAR = new RegExp(year, "u");
const weekday = "(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\\s)?";
const forms: readonly string[] = [
  // 2026-03-03, 2026/3/3, 2026.03.03, 2026_03_03, also in front of a time
  `(?<y1>${year})(?<s1>[-/._])(?<m1>\\d{1,2})\\k<s1>(?<d1>\\d{1,2})`,
  // 20260303
  `(?<y2>${year})(?<m2>0[1-9]|1[0-2])(?<d2>0[1-9]|[12]\\d|3[01])`,
  // 3 March 2026, 3rd of March, 2026, 3. März 2026, 03-Mar-2026
  `${weekday}(?<d3>\\d{1,2})(?:st|nd|rd|th|er|\\.)?[\\s-]{1,2}(?:(?:of|de)\\s)?(?<m3>${month})\\.?,?[\\s-]{1,2}(?:(?:de|del)\\s)?(?<y3>${year})`,
  // March 3, 2026, Mar. 3rd 2026
  `${weekday}(?<m4>${month})\\.?[\\s-]{1,2}(?:the\\s)?(?<d4>\\d{1,2})(?:st|nd|rd|th)?,?[\\s-]{1,2}(?<y4>${year})`,
  // 03.04.2026: with full stops the day comes first
  `(?<d5>\\d{1,2})\\.(?<m5>\\d{1,2})\\.(?<y5>${year})`,
  // 13/4/2026 and 4/13/2026; 3/4/2026 may be either day and is left alone
  `(?<a6>\\d{1,2})(?<s6>[/-])(?<b6>\\d{1,2})\\k<s6>(?<y6>${year})`,
];
const between = (character: string, flags: string): RegExp =>
  new RegExp(`(?<!${character})(?:${forms.join("|")})(?:(?=[Tt]\\d)|(?!${character}))`, flags);
const pattern = between("[\\p{L}\\p{N}]", "giu");
/** The same for a text without a letter or digit beyond ASCII, as most are: all of Unicode's take as long again to be compiled. */
const plainPattern = between("[a-z0-9]", "gi");
/** Such a text: ASCII, dashes, quotation marks, arrows, signs of mathematics and of drawing. */
const PLAIN = /^[\0-\x7f\u2010-\u2027\u2190-\u23ff\u2500-\u2767]*$/;

const DAYS_OF_MONTH: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isoOf(yearText: string, monthValue: number, day: number): string | undefined {
  const yearValue = Number(yearText);
  const leap = (yearValue % 4 === 0 && yearValue % 100 !== 0) || yearValue % 400 === 0;
  const days = monthValue === 2 && !leap ? 28 : (DAYS_OF_MONTH[monthValue - 1] ?? 0);
  if (day < 1 || day > days) return undefined;
  return `${yearText}-${String(monthValue).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function read(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const { y1, m1, d1, y2, m2, d2, y3, m3, d3, y4, m4, d4, y5, m5, d5, y6, a6, b6 } = groups;
  if (y1 !== undefined) return isoOf(y1, Number(m1), Number(d1));
  if (y2 !== undefined) return isoOf(y2, Number(m2), Number(d2));
  if (y3 !== undefined) return isoOf(y3, monthNumber.get((m3 ?? "").toLowerCase()) ?? 0, Number(d3));
  if (y4 !== undefined) return isoOf(y4, monthNumber.get((m4 ?? "").toLowerCase()) ?? 0, Number(d4));
  if (y5 !== undefined) return isoOf(y5, Number(m5), Number(d5));
  const [a, b] = [Number(a6), Number(b6)];
  if (y6 === undefined || (a <= 12 && b <= 12 && a !== b)) return undefined;
  return a > 12 ? isoOf(y6, b, a) : isoOf(y6, a, b);
}

/**
 * Calendar days named in a text, in order. Only whole and unambiguous ones: a day, a month and a year of four digits that
 * exist in the calendar; "3/4/2026", "March 2026" and "31 February 2026" are not among them. Linear in the text.
 */
export function findDates(text: string): FoundDate[] {
  // Every form has a year, and most texts have none: the long pattern is then not tried at each letter.
  if (!YEAR.test(text)) return [];
  const found: FoundDate[] = [];
  for (const match of text.matchAll(PLAIN.test(text) ? plainPattern : pattern)) {
    const iso = read(match.groups ?? {});
    if (iso !== undefined) found.push({ start: match.index, end: match.index + match[0].length, iso });
  }
  return found;
}

/** The first unambiguous date of a text, as YYYY-MM-DD: for front matter, file names, headings and first lines. */
export function isoDate(text: string): string | undefined {
  return findDates(text)[0]?.iso;
}
