import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lexicon, PartOfSpeech } from "../../src/text/morphy.ts";

/** One synset of WordNet. `lemmas` are numbers into `WordNet.lemmas`, `pointers` numbers into `WordNet.synsets`. */
export interface Synset {
  readonly pos: PartOfSpeech;
  readonly lemmas: readonly number[];
  readonly pointers: readonly { readonly symbol: string; readonly synset: number }[];
  readonly gloss: string;
}

/** One sense of a lemma: rank within its part of speech from 1, and how often the sense was tagged in the semantic concordances. */
export interface Sense {
  readonly synset: number;
  readonly pos: PartOfSpeech;
  readonly rank: number;
  readonly tagCount: number;
}

export interface WordNet {
  readonly synsets: readonly Synset[];
  /** Lower case, words joined by "_", in code unit order. */
  readonly lemmas: readonly string[];
  readonly lemmaNumber: ReadonlyMap<string, number>;
  /** Senses of each lemma, by part of speech and rank. */
  readonly senses: readonly (readonly Sense[])[];
  readonly exceptions: Readonly<Record<PartOfSpeech, ReadonlyMap<string, readonly string[]>>>;
  readonly lexicon: Lexicon;
}

const FILES = [
  ["noun", "n"],
  ["verb", "v"],
  ["adj", "a"],
  ["adv", "r"],
] as const;

/** Everything that is read. */
export const WORDNET_FILES: readonly string[] = [
  ...FILES.flatMap(([name]) => [`data.${name}`, `index.${name}`, `${name}.exc`]),
  "cntlist.rev",
];

/**
 * Reads the database files of WordNet 3.0 (formats: wndb(5WN), senseidx(5WN), cntlist(5WN)).
 * `folder` is what Debian's package wordnet-base installs: /usr/share/wordnet.
 */
export function readWordNet(folder: string): WordNet {
  const synsetNumber = new Map<string, number>();
  const records: { pos: PartOfSpeech; fields: string[]; gloss: string }[] = [];
  for (const [name, pos] of FILES) {
    for (const line of dataLines(folder, `data.${name}`)) {
      const bar = line.indexOf("|");
      const fields = line.slice(0, bar).trim().split(" ");
      synsetNumber.set(pos + field(fields, 0), records.length);
      records.push({ pos, fields, gloss: line.slice(bar + 1).trim() });
    }
  }
  const index = readIndex(folder, synsetNumber);
  const lemmas = [...index.keys()].sort(byCodeUnit);
  const lemmaNumber = new Map(lemmas.map((lemma, number) => [lemma, number]));
  const senses = lemmas.map((lemma) => index.get(lemma) ?? []);
  const synsets = records.map((record) => synsetOf(record, synsetNumber, lemmaNumber));
  const exceptions = {
    n: readExceptions(folder, "noun"),
    v: readExceptions(folder, "verb"),
    a: readExceptions(folder, "adj"),
    r: readExceptions(folder, "adv"),
  };
  const posOf = new Map(lemmas.map((lemma, number) => [lemma, new Set((senses[number] ?? []).map((sense) => sense.pos))]));
  const lexicon: Lexicon = {
    has: (lemma, pos) => posOf.get(lemma)?.has(pos) ?? false,
    exceptions: (form, pos) => exceptions[pos].get(form) ?? [],
  };
  return { synsets, lemmas, lemmaNumber, senses, exceptions, lexicon };
}

function synsetOf(
  record: { pos: PartOfSpeech; fields: readonly string[]; gloss: string },
  synsetNumber: ReadonlyMap<string, number>,
  lemmaNumber: ReadonlyMap<string, number>,
): Synset {
  const { fields } = record;
  const words = Number.parseInt(field(fields, 3), 16);
  const lemmas: number[] = [];
  for (let word = 0; word < words; word++) {
    // Adjectives carry a syntactic marker: "galore(ip)".
    const lemma = field(fields, 4 + 2 * word)
      .replace(/\([a-z]+\)$/, "")
      .toLowerCase();
    const number = lemmaNumber.get(lemma);
    if (number === undefined) throw new Error(`${lemma} stands in a synset but not in the index`);
    if (!lemmas.includes(number)) lemmas.push(number);
  }
  const at = 4 + 2 * words;
  const pointers: { symbol: string; synset: number }[] = [];
  for (let pointer = 0; pointer < Number(field(fields, at)); pointer++) {
    const symbol = field(fields, at + 1 + 4 * pointer);
    const pos = field(fields, at + 3 + 4 * pointer).replace("s", "a");
    const synset = synsetNumber.get(pos + field(fields, at + 2 + 4 * pointer));
    if (synset === undefined) throw new Error(`dangling pointer ${symbol} in ${fields.join(" ")}`);
    pointers.push({ symbol, synset });
  }
  return { pos: record.pos, lemmas, pointers, gloss: record.gloss };
}

function readIndex(folder: string, synsetNumber: ReadonlyMap<string, number>): Map<string, Sense[]> {
  const tags = readTagCounts(folder);
  const index = new Map<string, Sense[]>();
  for (const [name, pos] of FILES) {
    for (const line of dataLines(folder, `index.${name}`)) {
      const fields = line.trim().split(" ");
      const lemma = field(fields, 0);
      const first = 4 + Number(field(fields, 3)) + 2;
      const senses = index.get(lemma) ?? [];
      for (let rank = 1; rank <= Number(field(fields, 2)); rank++) {
        const synset = synsetNumber.get(pos + field(fields, first + rank - 1));
        if (synset === undefined) throw new Error(`${lemma} points to no synset`);
        senses.push({ synset, pos, rank, tagCount: tags.get(`${lemma} ${pos} ${rank}`) ?? 0 });
      }
      index.set(lemma, senses);
    }
  }
  return index;
}

/** Lines of cntlist.rev: sense key, sense number, count. The digit after "%" is the synset type: 5 is an adjective satellite. */
function readTagCounts(folder: string): Map<string, number> {
  const pos: Readonly<Record<string, PartOfSpeech>> = { 1: "n", 2: "v", 3: "a", 4: "r", 5: "a" };
  const counts = new Map<string, number>();
  for (const line of readFileSync(join(folder, "cntlist.rev"), "latin1").split("\n")) {
    const fields = line.split(" ");
    if (fields.length !== 3) continue;
    const [lemma = "", key = ""] = field(fields, 0).split("%");
    const name = `${lemma} ${pos[key.slice(0, 1)] ?? "?"} ${field(fields, 1)}`;
    counts.set(name, (counts.get(name) ?? 0) + Number(field(fields, 2)));
  }
  return counts;
}

function readExceptions(folder: string, name: string): Map<string, readonly string[]> {
  const exceptions = new Map<string, readonly string[]>();
  for (const line of readFileSync(join(folder, `${name}.exc`), "latin1").split("\n")) {
    const [form, ...lemmas] = line.trim().split(" ");
    if (form !== undefined && form !== "" && lemmas.length > 0) exceptions.set(form, [...(exceptions.get(form) ?? []), ...lemmas]);
  }
  return exceptions;
}

/** The licence stands at the head of each file, in lines that begin with two blanks. */
function dataLines(folder: string, name: string): string[] {
  return readFileSync(join(folder, name), "latin1")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("  "));
}

function field(fields: readonly string[], at: number): string {
  const value = fields[at];
  if (value === undefined) throw new Error(`too few fields: ${fields.join(" ")}`);
  return value;
}

export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
