import { IRREGULAR_FORMS, SYNONYM_GROUPS } from "./thesaurus-data.ts";

/** Pairs that people exchange freely and WordNet's first senses do not bring together. */
const EVERYDAY = `
create make build produce generate|begin start commence launch|people individuals persons|located situated based|show indicate demonstrate display
require need|help assist aid|big large huge|quick fast rapid quickly rapidly swiftly|important significant crucial key essential vital|obtain get acquire gain|provide offer supply give
end finish conclude|near close|buy purchase|allow permit enable let|contain include comprise|set define specify|mainly mostly primarily chiefly largely|famous renowned famed noted|usually generally typically normally
firm company|pay remunerate|choose select pick|keep retain|change alter modify|answer reply respond response|error mistake|fix repair|explain describe|occur happen|area region zone|method approach|part portion
own possess|repeat recur|ask request|tell inform|return give yield|call name term designate|known called named|establish found create|found set establish|receive get|arrive come|often frequently|whole entire|kind type sort
delay postpone|late delayed|cost price|staff personnel employees|begin originate|execute run|delete remove|add append|display render|fetch retrieve|store save|folder directory|parameter argument|config configuration
movie film|car automobile|job position|doctor physician|house home|child kid|sick ill|rich wealthy|happy glad|hard difficult|easy simple|main primary principal chief|different distinct|same identical|total overall
try attempt|say state|note mention|several various|currently presently now|today nowadays|approximately roughly|also additionally|however nevertheless|therefore thus consequently hence|because since|although though`;

let groupsOfWord: ReadonlyMap<string, ReadonlySet<number>> | undefined;

/** Made on first use, because a search does not need it. */
function load(): ReadonlyMap<string, ReadonlySet<number>> {
  const groups = new Map<string, Set<number>>();
  `${SYNONYM_GROUPS}\n${EVERYDAY}`.split(/[|\n]/).forEach((line, number) => {
    for (const word of line.split(" ")) {
      if (word === "") continue;
      const numbers = groups.get(word) ?? new Set();
      numbers.add(number);
      groups.set(word, numbers);
    }
  });
  return groups;
}

/** The word and what it may be a regular form of. Not its stem, by which "executive" would be a form of "execute". */
function forms(word: string): string[] {
  const base = baseForm(word);
  const found = base === word ? [word] : [word, base];
  const cut = (ending: string, ...by: readonly string[]): void => {
    if (word.endsWith(ending) && word.length > ending.length + 1) for (const end of by) found.push(word.slice(0, -ending.length) + end);
  };
  cut("s", "");
  cut("es", "");
  cut("ies", "y");
  cut("ed", "", "e");
  cut("ied", "y");
  cut("ing", "", "e");
  // "planned", "stopping"
  const doubled = /^(.+([bdfglmnprt]))\2(?:ed|ing)$/.exec(word)?.[1];
  return doubled === undefined ? found : [...found, doubled];
}

function groupsOf(word: string): ReadonlySet<number> {
  groupsOfWord ??= load();
  const numbers = new Set<number>();
  for (const form of forms(word)) for (const number of groupsOfWord.get(form) ?? []) numbers.add(number);
  return numbers;
}

let bases: ReadonlyMap<string, string> | undefined;

/** Irregular forms that are words of their own besides, and yet verbs as a rule. */
const COMMON_IRREGULAR =
  "made make|built build|thought think|lost lose|paid pay|born bear|known know|done do|gone go|taken take|given give|written write|chosen choose|shown show|broken break|driven drive|grown grow|held hold|kept keep|led lead|meant mean|met meet|sent send|sold sell|spent spend|told tell|won win|brought bring|bought buy|sought seek|hidden hide|drawn draw|stood stand";

/** "begin" for "began"; the word itself where it is no irregular form. */
export function baseForm(word: string): string {
  bases ??= new Map(
    `${IRREGULAR_FORMS}|${COMMON_IRREGULAR}`
      .split(/[|\n]/)
      .map((entry): [string, string] => [entry.split(" ")[0] ?? "", entry.split(" ")[1] ?? ""]),
  );
  return bases.get(word) ?? word;
}

/** True for two different words, in lower case and in any form, that share a common meaning ("begin", "started"). */
export function areSynonyms(a: string, b: string): boolean {
  if (a === b) return false;
  const first = groupsOf(a);
  if (first.size === 0) return false;
  for (const number of groupsOf(b)) if (first.has(number)) return true;
  return false;
}
