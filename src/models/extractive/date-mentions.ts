import type { ClaimToken } from "../../text/claim-tokens.ts";

/** A day, a month or a span of years as far as a text says it; `from` and `to` are places of its tokens. */
export interface DateMention {
  /** First and last year: one for a year, ten for a decade, a hundred for a century. */
  readonly years?: readonly [first: number, last: number];
  readonly month?: number;
  readonly day?: number;
  readonly from: number;
  readonly to: number;
}

const YEAR = /^(?:1\d|20)\d\d$/;
const glued = (token: ClaimToken | undefined, next: ClaimToken | undefined): boolean => token?.end === next?.start;

/** The dates of a text's tokens, in order. A run of four digits is a year where no unit follows it. Linear in the tokens. */
export function dateMentions(tokens: readonly ClaimToken[]): DateMention[] {
  const found: DateMention[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const from = at;
    const day = numberBehind("day:", tokens[at]);
    const month = numberBehind("month:", tokens[day === undefined ? at : at + 1]);
    if (month !== undefined) {
      at += day === undefined ? 0 : 1;
      const year = yearOf(tokens[at + 1]);
      if (year !== undefined && /^,?$/.test(tokens[at + 1]?.before ?? "")) at += 1;
      const years = tokens[at]?.key === String(year) ? yearsOf(year) : {};
      found.push({ ...years, month, ...(day === undefined ? {} : { day }), from, to: at });
      continue;
    }
    const span = spanOf(tokens, at);
    if (span === undefined) continue;
    found.push({ years: span.years, from, to: at + span.length - 1 });
    at += span.length - 1;
  }
  return found;
}

function numberBehind(prefix: string, token: ClaimToken | undefined): number | undefined {
  return token?.key.startsWith(prefix) === true ? Number(token.key.slice(prefix.length)) : undefined;
}

function yearOf(token: ClaimToken | undefined): number | undefined {
  // "1,500" is no year; that of "2026-01-29" spans its date
  return token !== undefined && YEAR.test(token.key) && [4, 10].includes(token.end - token.start) ? Number(token.key) : undefined;
}

function yearsOf(year: number | undefined): { readonly years: readonly [number, number] } | Record<string, never> {
  return year === undefined ? {} : { years: [year, year] };
}

/** A year, "1970s", "18th century". */
function spanOf(
  tokens: readonly ClaimToken[],
  at: number,
): { readonly years: readonly [number, number]; readonly length: number } | undefined {
  const [token, next] = [tokens[at], tokens[at + 1]];
  const year = yearOf(token);
  if (year !== undefined && next?.word === "s" && glued(token, next))
    return { years: [year, year + (year % 100 === 0 ? 99 : 9)], length: 2 };
  const century = /^(\d{1,2})th$/.exec(token?.key ?? "")?.[1];
  if (century !== undefined && next?.key === "centuri") return { years: [100 * Number(century) - 100, 100 * Number(century)], length: 2 };
  return year === undefined || next?.key.startsWith("unit:") === true ? undefined : { years: [year, year], length: 1 };
}

/** A month without a year in a dated text is of the year of its date, of the one before or of the one after. */
export function withYear(mention: DateMention, date: string | undefined): DateMention {
  if (date === undefined || mention.years !== undefined || mention.month === undefined) return mention;
  const year = Number(date.slice(0, 4));
  return { ...mention, years: [year - 1, year + 1] };
}

/** The mention of a whole date, YYYY-MM-DD. */
export function mentionOf(date: string): DateMention {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return { years: [year, year], month, day, from: 0, to: 0 };
}

/** Whether both may be the same day: nothing that both say differs. */
export function mayAgree(a: DateMention, b: DateMention): boolean {
  const years = a.years === undefined || b.years === undefined || (a.years[0] <= b.years[1] && b.years[0] <= a.years[1]);
  return years && agrees(a.month, b.month) && agrees(a.day, b.day);
}

function agrees(a: number | undefined, b: number | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** Whether the two say anything of the same kind: a year, or a month. */
export function areComparable(a: DateMention, b: DateMention): boolean {
  return (a.years !== undefined && b.years !== undefined) || (a.month !== undefined && b.month !== undefined);
}

const SINCE = /^(?:since|from|after)$/;
const UNTIL = /^(?:until|till|by|before|to|through)$/;

/** Whether the date lies in a stretch that the text gives by its two ends, or by one: "from 4 May to 5 June", "since 1974". */
export function liesWithin(date: DateMention, tokens: readonly ClaimToken[], mentions: readonly DateMention[]): boolean {
  return mentions.some((mention, i) => {
    const next = mentions[i + 1];
    const isSpan = next !== undefined && joins(tokens.slice(mention.to + 1, next.from + 1));
    if (isSpan && isAfter(date, mention) && isAfter(next, date)) return true;
    const before = tokens[mention.from - 1]?.word ?? "";
    return (SINCE.test(before) && isAfter(date, mention)) || (UNTIL.test(before) && isAfter(mention, date));
  });
}

/** Whether a date and the next, its first token the last of `tokens`, are the ends of a stretch: "1562 to 1598", "1869-1909". */
function joins(tokens: readonly ClaimToken[]): boolean {
  const [first, second] = tokens;
  if (second === undefined) return first !== undefined && (first.before === "" || /^[-\u2013\u2014]$/.test(first.before));
  return tokens.length === 2 && /^(?:to|until|till|through|and)$/.test(first?.word ?? "");
}

/** Whether `a` is not before `b`, by what both say from the year down. */
function isAfter(a: DateMention, b: DateMention): boolean {
  if (a.years !== undefined && b.years !== undefined) {
    if (a.years[0] !== b.years[0]) return a.years[0] > b.years[0];
  } else if (a.years !== undefined || b.years !== undefined) return false;
  if (a.month === undefined || b.month === undefined) return true;
  if (a.month !== b.month) return a.month > b.month;
  return a.day === undefined || b.day === undefined || a.day >= b.day;
}
