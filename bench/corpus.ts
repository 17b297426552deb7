// One corpus of any size for every engine: windows of 100 words over the development texts, and over WordNet's glosses where more is needed.
import { existsSync, readFileSync } from "node:fs";
import { readJsonl } from "./data.ts";

const WINDOW_WORDS = 100;
const GLOSSES = ["noun", "verb", "adj", "adv"].map((part) => `/usr/share/wordnet/data.${part}`);
/** Windows may overlap by up to nine tenths before the glosses are asked for. */
const STRIDE_MIN = 10;

export interface BenchCorpus {
  readonly texts: readonly string[];
  readonly queries: readonly string[];
  readonly recipe: string;
}

/** `n` chunks and 200 real questions over them. Throws when the data and WordNet together do not yield n. */
export function benchCorpus(n: number): BenchCorpus {
  const words = developmentTexts().flatMap((text) => text.split(/\s+/).filter((word) => word !== ""));
  const stride = Math.max(STRIDE_MIN, Math.min(WINDOW_WORDS, Math.floor((words.length - WINDOW_WORDS) / n)));
  let texts = evenly(windows(words, stride), n);
  const recipe = [
    `${texts.length} windows of ${WINDOW_WORDS} words, every ${stride} words of ${words.length.toLocaleString("en-US")} words of development text`,
  ];
  if (texts.length < n) {
    const glosses = glossWords();
    const glossStride = Math.max(1, Math.min(WINDOW_WORDS, Math.floor((glosses.length - WINDOW_WORDS) / (n - texts.length))));
    const more = windows(glosses, glossStride).slice(0, n - texts.length);
    texts = texts.concat(more);
    recipe.push(`${more.length} windows of ${WINDOW_WORDS} words, every ${glossStride} words of WordNet's glosses`);
  }
  if (texts.length < n) throw new Error(`Only ${texts.length} of ${n} chunks; for more, install WordNet (Debian: wordnet-base).`);
  return { texts, queries: questions(), recipe: recipe.join(" + ") };
}

/** At most `n` of the items, spread over all of them. */
function evenly<T>(items: readonly T[], n: number): T[] {
  return items.length <= n ? [...items] : Array.from({ length: n }, (_, i) => items[Math.floor((i * items.length) / n)] as T); // the index is below the length
}

function windows(words: readonly string[], stride: number): string[] {
  const texts: string[] = [];
  for (let at = 0; at + WINDOW_WORDS <= words.length; at += stride) texts.push(words.slice(at, at + WINDOW_WORDS).join(" "));
  return texts;
}

function developmentTexts(): string[] {
  const text = ({ text: of }: { readonly text: string }): string => of;
  return [
    ...["cranfield", "anthropic-docs-rag", "hugo-docs", "squad2-half"].flatMap((set) =>
      readJsonl<{ readonly text: string }>(set, "corpus.jsonl").map(text),
    ),
    ...readJsonl<{ readonly text: string }>("chunking-evaluation", "documents.jsonl").map(text),
  ];
}

function glossWords(): string[] {
  return GLOSSES.filter((file) => existsSync(file)).flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap(
        (line) =>
          line
            .split(" | ")[1]
            ?.split(/\s+/)
            .filter((word) => word !== "") ?? [],
      ),
  );
}

/** 200 questions that people asked, taken evenly from three sets. */
function questions(): string[] {
  const sets = [
    readJsonl<{ readonly text: string }>("cranfield", "queries.jsonl").map(({ text }) => text),
    readJsonl<{ readonly text: string }>("anthropic-docs-rag", "queries.jsonl").map(({ text }) => text),
    readJsonl<{ readonly question: string }>("squad2-half", "qa.jsonl").map(({ question }) => question),
  ];
  return sets.flatMap((set, i) => {
    const most = i === 0 ? 66 : 67;
    return Array.from({ length: most }, (_, at) => set[Math.floor((at * set.length) / most)] ?? "");
  });
}
