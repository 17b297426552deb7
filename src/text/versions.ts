/** In lower case: "2.4.1", "v2.4", "1.0.0-rc.1", "2.4.1rc1", "2.4.x"; a decimal and its unit ("2.5kg") look the same. */
export const versionForm = /^v?\d+(?:\.\d+)+(?:\.x|[-_]?[a-z][\w.-]*)?$/;

/** More numbers than this are an object identifier or a telephone number. */
const NUMBERS_MAX = 4;

/**
 * 16.03.2026, 2026.03.16 and 16.03.26. A year in front of a number of one digit (2024.1.2, 2024.12.1) is how calendar versions are
 * written, and 10.6.12 may be either: both count as versions.
 */
const day =
  /^(?:\d{1,2}\.\d{1,2}\.(?:1[5-9]|20|21)\d\d|(?:1[5-9]|20|21)\d\d\.\d\d\.\d\d|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\d\d)$/;
/** An IP address; a version of four short numbers cannot be told from one. */
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** An amount as in German: 1.234.567. */
const thousands = /^\d{1,3}(?:\.\d{3}){2,}$/;

/**
 * What a version of three or four numbers begins with, the longest first and never one number alone: "2.4" of "2.4.1". `release` has digits
 * and full stops only. None for a decimal, and, unless the number is marked as a version, for a day, an address and an amount.
 */
export function leadingVersions(release: string, isMarked: boolean): readonly string[] {
  const numbers = release.split(".");
  if (numbers.length > NUMBERS_MAX) return [];
  if (!isMarked && (day.test(release) || address.test(release) || thousands.test(release))) return [];
  return numbers
    .slice(2)
    .map((_, i) => numbers.slice(0, i + 2).join("."))
    .toReversed();
}

/** Whether `text.slice(start, end)`, a term's place, is only what a longer version begins with: "2.4" within "2.4.1". */
export function isLeadingVersion(text: string, start: number, end: number): boolean {
  return /^\.\p{N}/u.test(text.slice(end, end + 2)) && /^\p{N}+(?:\.\p{N}+)+$/u.test(text.slice(start, end));
}
