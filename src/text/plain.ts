/**
 * What texts are compared by: compatibility forms, case and the kind of white space make no difference; typographic quotes and dashes are plain ones. Two
 * with the same one are the same text, to a grader, to whoever looks for copies, and to what learns.
 */
export function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015]/g, "-")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}
