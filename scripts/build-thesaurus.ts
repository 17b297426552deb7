import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

// Writes src/text/thesaurus-data.ts from WordNet 3.0 as Debian's `wordnet-base` installs it:
//   node scripts/build-thesaurus.ts [--wordnet /usr/share/wordnet]
// The same files give the same bytes.

const { values } = parseArgs({ options: { wordnet: { type: "string", default: "/usr/share/wordnet" } } });
const folder = values.wordnet;

/** A word counts as a member of a synset when that is its first or second sense, and the sense occurs in WordNet's tagged texts. */
const SENSE_MAX = 2;
const COUNT_MIN = 1;
/** Lexicographer files whose "synonyms" are places, amounts or times: those are facts, and never exchanged. */
const LEFT_OUT: ReadonlySet<string> = new Set(["15", "23", "28"]);
const LINE_LENGTH = 200;
const IRREGULAR_COUNT_MIN = 5;

const POS_OF_DIGIT: Readonly<Record<string, string>> = { "1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj" };

function lines(name: string): string[] {
  return readFileSync(`${folder}/${name}`, "utf8").split("\n");
}

function taggedCounts(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines("cntlist.rev")) {
    const match = /^([^%]+)%(\d)\S* (\d+) (\d+)/.exec(line);
    if (match !== null) counts.set(`${match[1]}|${POS_OF_DIGIT[match[2] ?? ""]}|${match[3]}`, Number(match[4]));
  }
  return counts;
}

/** Synsets to leave out: proper names, and the lexicographer files above. */
function excluded(pos: string): ReadonlySet<string> {
  const offsets = new Set<string>();
  for (const line of lines(`data.${pos}`)) {
    if (!/^\d{8} /.test(line)) continue;
    const fields = line.split(" ");
    const words = Array.from({ length: Number.parseInt(fields[3] ?? "0", 16) }, (_, i) => fields[4 + 2 * i] ?? "");
    if (LEFT_OUT.has(fields[1] ?? "") || words.some((word) => /[A-Z0-9]/.test(word))) offsets.add(fields[0] ?? "");
  }
  return offsets;
}

function groupsOf(pos: string, counts: ReadonlyMap<string, number>): string[] {
  const members = new Map<string, string[]>();
  for (const line of lines(`index.${pos}`)) {
    const fields = line.trim().split(/\s+/);
    const word = fields[0] ?? "";
    if (line.startsWith(" ") || !/^[a-z]{3,}$/.test(word)) continue;
    const offsets = fields.slice(4 + Number(fields[3]) + 2, 4 + Number(fields[3]) + 2 + SENSE_MAX);
    offsets.forEach((offset, i) => {
      if ((counts.get(`${word}|${pos}|${i + 1}`) ?? 0) < COUNT_MIN) return;
      members.set(offset, [...(members.get(offset) ?? []), word]);
    });
  }
  const without = excluded(pos);
  return [...members].filter(([offset, words]) => words.length > 1 && !without.has(offset)).map(([, words]) => words.sort().join(" "));
}

/** "began begin": irregular forms of verbs in use, where the form is no word of its own ("saw", "left" and "found" are). */
function irregularForms(counts: ReadonlyMap<string, number>): string[] {
  const words = new Set<string>();
  for (const pos of ["noun", "verb", "adj", "adv"]) {
    for (const line of lines(`index.${pos}`)) {
      const word = line.split(" ")[0] ?? "";
      if ((counts.get(`${word}|${pos}|1`) ?? 0) > 0) words.add(word);
    }
  }
  return lines("verb.exc").flatMap((line) => {
    const [form = "", base = "", ...others] = line.split(" ");
    const usable = /^[a-z]{3,}$/.test(form) && /^[a-z]+$/.test(base) && others.length === 0;
    const regular = form.endsWith("ed") || form.endsWith("ing") || form.endsWith("s");
    return usable && !regular && !words.has(form) && (counts.get(`${base}|verb|1`) ?? 0) >= IRREGULAR_COUNT_MIN ? [`${form} ${base}`] : [];
  });
}

const counts = taggedCounts();
const groups = [...new Set(["noun", "verb", "adj", "adv"].flatMap((pos) => groupsOf(pos, counts)))].sort();

function wrap(entries: readonly string[]): string {
  const wrapped: string[] = [""];
  for (const entry of entries) {
    const last = wrapped.at(-1) ?? "";
    if (last.length + entry.length + 1 > LINE_LENGTH) wrapped.push(entry);
    else wrapped[wrapped.length - 1] = last === "" ? entry : `${last}|${entry}`;
  }
  return wrapped.join("\n");
}

writeFileSync(
  new URL("../src/text/thesaurus-data.ts", import.meta.url),
  `// Made by scripts/build-thesaurus.ts from WordNet 3.0, copyright 2006 by Princeton University, whose licence stands in assets/.
// Do not edit by hand. Entries are parted by "|" or a line end.

/** Words that share one of their two most used meanings. */
export const SYNONYM_GROUPS = \`
${wrap(groups)}
\`;

/** Irregular verb forms, each with its base. */
export const IRREGULAR_FORMS = \`
${wrap(irregularForms(counts))}
\`;
`,
);
console.log(`${groups.length} groups`);
