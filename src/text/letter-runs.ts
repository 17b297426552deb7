/**
 * Runs of letters within one word, with a blank before and behind it, shortest first: "cat" has, of 3 and 4 letters, " ca", "cat", "at ", " cat" and
 * "cat ". They catch slips, compounds and relatives of a word that was never seen (Cavnar & Trenkle, "N-Gram-Based Text Categorization", 1994). In
 * UTF-16 units.
 */
export function letterRuns(word: string, shortest: number, longest: number): readonly string[] {
  const spaced = ` ${word} `;
  const runs: string[] = [];
  for (let length = shortest; length <= longest; length += 1)
    for (let at = 0; at + length <= spaced.length; at += 1) runs.push(spaced.slice(at, at + length));
  return runs;
}
