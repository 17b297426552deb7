import { GIVEN_NAMES } from "./given-names.ts";
import type { PersonalDataSpan } from "./span.ts";

/** A word that begins with a capital, or a name of the kind "van der", "O'Neill", "Jean-Luc". */
const NAME = "\\p{Lu}[\\p{L}'\u2019-]{0,30}";
const PARTICLE = "(?:van|von|der|den|de|del|della|di|da|dos|la|le|el|al|bin|ten|ter|zu|af)";
const NAMES = `${NAME}(?: (?:${PARTICLE} ){0,2}${NAME}){0,3}`;

/** The title is a part of it, whatever its case. */
const TITLED = new RegExp(
  `(?<![\\p{L}])(?:mr|mrs|ms|miss|dr|prof|professor|herr|frau|monsieur|madame|se\u00f1ora?)\\.? \\p{L}[\\p{L}'\u2019-]{1,30}(?: (?:${PARTICLE} ){0,2}\\p{Lu}[\\p{L}'\u2019-]{1,30}){0,2}`,
  "giu",
);
const INTRODUCED = new RegExp(
  `(?<=(?<![\\p{L}])(?:[Mm]y name is|[Nn]ame is|[Nn]ame:|[Nn]amed|[Cc]alled|[Dd]ear|[Ss]igned|[Rr]egards,|[Ss]incerely,|[Cc]heers,|[Aa]ttn:?|[Pp]atient|[Ee]mployee|[Hh]older|[Cc]ontact|[Ss]ays|[Ss]aid|[Hh]i|[Hh]ello|[Uu]ser:|[Aa]s told by|[Ww]ritten by|[Ii]t's|I'm|I am|[Tt]his is) )${NAMES}`,
  "gu",
);
const CAPITALISED = new RegExp(`(?<![\\p{L}'\u2019-])${NAMES}`, "gu");
/** Begin a sentence, and are no names though a given name may follow. */
const NOT_NAMES =
  /^(?:The|A|An|And|But|Or|If|In|On|At|To|For|From|With|By|Of|As|Is|Are|Was|Were|Do|Does|Did|Can|Could|Will|Would|Should|Please|Hi|Hello|Hey|Dear|Thanks|Thank|My|Your|His|Her|Our|Their|This|That|What|When|Where|Who|Why|How|Yes|No|Not|I|I'm|We|You|He|She|They|It|It's|Mr|Mrs|Ms|Miss|Dr|Prof|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)$/;

/**
 * People, by hints: a title or an introduction before capitalised words, or a frequent given name among them. Names that stand alone and are rare, and
 * names in lower case, are missed.
 */
export function people(text: string): PersonalDataSpan[] {
  const spans: PersonalDataSpan[] = [];
  const add = (start: number, end: number): void => void spans.push({ type: "person", start, end });
  for (const match of text.matchAll(TITLED)) add(match.index, match.index + titledLength(match[0]));
  for (const match of text.matchAll(INTRODUCED))
    if (!NOT_NAMES.test(match[0].split(" ")[0] ?? "")) add(match.index, match.index + match[0].length);
  for (const match of text.matchAll(CAPITALISED)) {
    const words = match[0].split(" ");
    let skipped = 0;
    while (words.length > 0 && NOT_NAMES.test(words[0] ?? "")) skipped += (words.shift()?.length ?? 0) + 1;
    const hit = words.findIndex((word) => GIVEN_NAMES.has(plainWord(word)));
    if (hit < 0) continue;
    // What stands before the given name is mostly not of the name; what follows is.
    const before = words.slice(0, hit).join(" ");
    const start = match.index + skipped + (before === "" ? 0 : before.length + 1);
    add(start, match.index + skipped + words.join(" ").replace(/['\u2019]s$/, "").length);
  }
  return spans;
}

/** Up to the last word with a capital, and two words at least: "mr. smith went home" is "mr. smith". */
function titledLength(match: string): number {
  const words = match.split(" ");
  let last = 1;
  for (const [at, word] of words.entries()) if (at > 1 && /^\p{Lu}/u.test(word)) last = at;
  return words.slice(0, last + 1).join(" ").length;
}

function plainWord(word: string): string {
  return (
    word
      .replace(/['\u2019]s$/, "")
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .split("-")[0] ?? ""
  );
}

const COMPANY = new RegExp(
  `(?<![\\p{L}])${NAME}(?:(?:,? (?:and|&) |[ -])${NAME}){0,4},? (?:LLC|Inc|Ltd|Limited|PLC|Corp|Corporation|GmbH|AG|KG|SE|SA|SAS|SARL|BV|NV|AB|AS|Oy|SpA|Srl|Pty|Group|Holdings|LLP|and Sons)\\b\\.?`,
  "gu",
);
const EMPLOYED = new RegExp(
  `(?<=(?<![\\p{L}])(?:works? (?:for|at)|working (?:for|at)|employed (?:by|at)|company:?|employer:?|on behalf of|CEO of|founder of) )${NAME}(?: ${NAME}){0,3}`,
  "gu",
);

/** Organisations, by their legal form or by who works there. */
export function organisations(text: string): PersonalDataSpan[] {
  return [COMPANY, EMPLOYED].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match): PersonalDataSpan => ({
      type: "organisation",
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
}

const STREET_WORD =
  "(?:street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|square|sq|way|close|terrace|crescent|highway|hwy|parkway|pkwy|strasse|stra\u00dfe|str|weg|platz|allee|gasse|straat|laan|plein|rue|via|viale|piazza|calle|avenida|rua|ulica|ul|utca|vej|gate|gatan|v\u00e4gen|tie)";
const NUMBER_FIRST = new RegExp(
  `(?<![\\p{L}\\p{N}])\\d{1,5}[a-z]?(?: \\d{1,5})?,? (?:\\p{L}[\\p{L}'.\u2019-]{0,25} ){0,4}${STREET_WORD}(?![\\p{L}])\\.?(?: \\d{1,4})?`,
  "giu",
);
const STREET_FIRST = new RegExp(
  `(?<![\\p{L}])(?:(?:\\p{Lu}[\\p{L}'.\u2019-]{0,25} ){0,3}\\p{Lu}[\\p{L}-]{1,25}(?:strasse|stra\u00dfe|str\\.|weg|platz|allee|gasse|straat|laan|gatan|v\u00e4gen|vej|vei|veien|vegen|all\u00e9en|all\u00e9|bakken|gade|gata|tie|katu)|(?:rue|via|viale|piazza|calle|avenida|rua) (?:\\p{L}[\\p{L}'.\u2019-]{0,25} ){0,3}\\p{L}[\\p{L}'.\u2019-]{0,25}),? \\d{1,5}[a-z]?(?![\\p{L}\\p{N}])`,
  "gu",
);
const UNIT = /(?<![\p{L}])(?:apt|apartment|suite|ste|flat|unit|room|floor|p\.?\s?o\.? box)\.? ?#?\d{1,6}[a-z]?(?![\p{L}\p{N}])/giu;
/** A place with its postal code: "Springfield, IL 62704", "10115 Berlin", "SW1A 1AA". */
const POSTAL =
  /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}'.-]{1,25}(?: \p{Lu}[\p{L}'.-]{1,25}){0,2},? [A-Z]{2},? \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|(?:D-|A-|CH-)\d{4,5} \p{Lu}[\p{L}-]{1,25})(?![\p{L}\p{N}])/gu;
/** Lines of an address after "address", "live at", "ship to", up to two commas or line ends further. */
const SAID =
  /(?<=\b(?:address(?: is| to|:)|live[sd]? at|living at|reside[sd]? at|ship(?:ped)? to|deliver(?:ed)? to|moved to|located at)\s{1,4})(?:\d{1,5}[a-z]?|[\p{Lu}][\p{L}.'-]{0,25}) [^,\n.?!]{3,60}(?:[,\n] {0,4}[\p{Lu}\d][^,\n?!]{1,40}){0,5}/giu;

/** A house number, a street and another number before a flat. */
const BEFORE_UNIT = /(?<![\p{L}\p{N}])\d{1,5} \p{L}[\p{L}'. -]{2,40} \d{1,4}(?=,?\s{1,4}(?:apt|apartment|suite|ste|flat|unit)\b)/giu;
/** What may follow on the same or the next line: a flat, a place, a region, a postal code. */
const FURTHER =
  /\s{0,4}[,\n]\s{0,6}(?:(?:apt|apartment|suite|ste|flat|unit|box)\.? ?#?\d{1,6}[a-z]?|\p{Lu}{2}(?: \d{3,6})?|\p{Lu}[\p{L}.'-]{1,25}(?: (?:\p{L}[\p{L}.'-]{0,20})){0,2}(?: \d{3,7})?|\d{4,7})(?=\s*(?:[,\n.?!]|$))/uy;
const FURTHER_MAX = 5;

/** Street addresses and their parts, by the words for streets in some languages and by "my address is". */
export function addresses(text: string): PersonalDataSpan[] {
  return [NUMBER_FIRST, STREET_FIRST, UNIT, POSTAL, SAID, BEFORE_UNIT].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match): PersonalDataSpan => {
      const end = match.index + match[0].trimEnd().length;
      return { type: "address", start: match.index, end: pattern === SAID ? end : furtherEnd(text, end) };
    }),
  );
}

function furtherEnd(text: string, from: number): number {
  let end = from;
  for (let part = 0; part < FURTHER_MAX; part++) {
    FURTHER.lastIndex = end;
    if (!FURTHER.test(text)) break;
    end = FURTHER.lastIndex;
  }
  return end;
}
