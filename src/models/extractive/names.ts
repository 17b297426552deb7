import type { ClaimToken } from "../../text/claim-tokens.ts";

/** Words with a capital that stand side by side: "Marit Sandvoll", "Nether Hollow". */
export interface NameRun {
  /** In lower case, without an ending 's. */
  readonly words: readonly string[];
  /** The word before it. */
  readonly before: string;
  readonly from: number;
  /** Begins a sentence, where a capital tells nothing. */
  readonly isInitial: boolean;
}

/** Written before a name, and no part of it. */
const TITLE =
  /^(?:mr|mrs|ms|miss|dr|prof|professor|sir|lord|lady|king|queen|prince|princess|duke|count|emperor|empress|pope|saint|st|president|chancellor|minister|senator|governor|general|captain|colonel|bishop|archbishop|father|sister|uncle|aunt|young|old)$/;

export function plainName(word: string): string {
  return word.replace(/['\u2019]s?$/u, "");
}

function isNamed(token: ClaimToken | undefined): token is ClaimToken {
  return token !== undefined && token.capital && token.role !== "neutral" && token.kind !== "figure" && !/\d/.test(token.key);
}

/** The runs of a text's tokens, titles left out; in a question the first word is none. Linear in the tokens. */
export function nameRuns(tokens: readonly ClaimToken[], isQuestion = false): NameRun[] {
  const runs: NameRun[] = [];
  for (let at = isQuestion ? 1 : 0; at < tokens.length; at += 1) {
    const from = at;
    const words: string[] = [];
    for (let token = tokens[at]; isNamed(token) && (at === from || token.before === ""); token = tokens[at]) {
      if (words.length > 0 || !TITLE.test(token.word)) words.push(plainName(token.word));
      at += 1;
      // "Marit's desk" ends with her
      if (/['\u2019]s?$/u.test(token.word)) break;
    }
    if (words.length > 0) runs.push({ words, before: tokens[from - 1]?.word ?? "", from, isInitial: tokens[from]?.initial ?? true });
    if (at > from) at -= 1;
  }
  return runs;
}
