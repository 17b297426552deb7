import type { Language } from "../../text/language.ts";

/** What kind of thing the question asks for. */
export type AnswerKind =
  | "person"
  | "date"
  | "place"
  | "money"
  | "percent"
  | "duration"
  | "measure"
  | "number"
  | "identifier"
  | "reason"
  | "manner"
  | "definition"
  | "yes-no"
  | "name"
  | "open";

/** What the question's cue words tell; places count its words. */
export interface CueReading {
  readonly kind: AnswerKind;
  readonly isCount?: boolean;
  readonly isProperty?: boolean;
  /** Place of the word that names the kind of answer. */
  readonly type?: number;
  readonly focus?: number;
}

/** How questions of a language are put. Patterns read the question's words in lower case with one space between them. */
interface QuestionWords {
  /** The cue that stands first in the question tells its kind; of several at one place the first listed. */
  readonly cues: readonly (readonly [kind: AnswerKind, pattern: RegExp])[];
  /** A count of the word behind it. */
  readonly count: RegExp;
  /** Who or what something is: the word behind it, and behind its article, is what is asked about. */
  readonly property: RegExp;
  /** Begins a question that yes or no answers. */
  readonly yesNo: RegExp;
  readonly negation: RegExp;
  /** Asks for what held at first or once. */
  readonly past: RegExp;
  /** Every noun has a capital, so that a capital tells no name. */
  readonly nounsAreCapital: boolean;
  readonly adjectivesFollow: boolean;
}

/** The words as one whole run: not inside a longer word. */
const run = (words: string): RegExp => new RegExp(`(?<!\\S)(?:${words})(?!\\S)`, "u");

const WORDS: Readonly<Partial<Record<Language, QuestionWords>>> = {
  german: {
    cues: [
      ["percent", run("wie ?viele? prozent|(?:welche[rnms]?|wie hoch ist der) (?:prozentsatz|anteil|prozentualer? anteil)")],
      ["number", run("wie ?viele?")],
      ["duration", run("wie lange|wie viel zeit|wieviel zeit")],
      ["measure", run("wie (?:hoch|groß|gross|weit|schwer|schnell|tief|breit|dick|alt|oft|häufig|teuer|lang|stark|kalt|warm|heiß)")],
      ["date", run("(?:in |an |zu |seit )?welche[rmsn]? (?:jahr|jahrhundert|jahrzehnt|monat|tag|datum|wochentag|zeitpunkt)")],
      ["date", run("(?:bis |ab |seit )?wann")],
      ["place", run("(?:in |an |aus )?welche[rmsn]? (?:stadt|land|ort|region|gegend|kontinent|staat)")],
      ["place", run("wo|wohin|woher")],
      ["person", run("wer|wem|wen|wessen")],
      ["reason", run("warum|weshalb|wieso|wozu|aus welchem grund")],
      ["definition", run("was (?:bedeutet|heißt|heisst)|wofür steht")],
      ["name", run("wie (?:heißt|heisst|heißen|hieß|nennt man|lautet der name)")],
      ["open", run("was|welche[rmsn]?|wie lautet|wie lauten")],
      ["manner", run("wie|wodurch|womit")],
    ],
    count: run("wie ?viele"),
    property: run("(?:wer|was) (?:ist|sind|war|waren)|wie (?:lautet|lauten|heißt|heisst|heißen|hieß)|wie hoch (?:ist|war)"),
    yesNo:
      /^(?:ist|sind|war|waren|hat|haben|hatte|hatten|kann|können|wird|werden|wurde|wurden|darf|dürfen|muss|müssen|soll|sollen|gibt)(?!\S)/u,
    negation: run("nicht|nichts|nie|niemals|niemand|ohne|weder|kein|keine|keiner|keines|keinem|keinen"),
    past: run("ursprünglich\\S*|anfangs|zuerst|früher\\S*|vorher\\S*|ehemals|ehemalige\\S*|einst"),
    nounsAreCapital: true,
    adjectivesFollow: false,
  },
  french: {
    cues: [
      ["percent", run("quel(?:le)?s? (?:est le )?(?:pourcentage|proportion)|combien de pour ?cent")],
      ["duration", run("combien de temps|depuis combien de temps|quelle (?:est la )?durée")],
      ["number", run("combien")],
      ["date", run("(?:en |à |de |depuis )?quel(?:le)?s? (?:est la )?(?:année|date|jour|mois|siècle|décennie)")],
      ["date", run("(?:depuis |jusqu'à )?quand")],
      ["place", run("(?:dans |à |en |de )?quel(?:le)?s? (?:ville|pays|lieu|endroit|région|état|continent)")],
      ["place", run("où|d'où")],
      ["person", run("(?:à |de |pour |avec )?qui|qu'est-ce qui")],
      ["reason", run("pourquoi|pour quelle raison")],
      ["definition", run("que (?:signifie|veut dire)")],
      ["name", run("comment s'appell\\S*")],
      ["manner", run("comment")],
      ["open", run("qu'est-ce|quel(?:le)?s?|que|quoi|qu'\\S+|lequel|laquelle")],
    ],
    count: run("combien (?:de|d')|combien(?= d'\\S)"),
    property: run("(?:qui|quel|quelle|quels|quelles) (?:est|sont|était|étaient|fut)"),
    yesNo: /^(?:est-ce|est-il|est-elle|sont-ils|sont-elles|y-a-t-il|a-t-il|a-t-elle|peut-on|faut-il|doit-on)(?!\S)/u,
    negation: run("pas|jamais|aucun|aucune|sans|rien|personne|ni"),
    past: run("à l'origine|originale?|initialement|initiale?|autrefois|auparavant|ancien|ancienne"),
    nounsAreCapital: false,
    adjectivesFollow: true,
  },
  spanish: {
    cues: [
      ["percent", run("(?:qué|que|cuál es el) (?:porcentaje|proporción)")],
      [
        "duration",
        run("(?:cuánto|cuanto) (?:tiempo|dura|duró|tarda|tardó)|(?:cuántos|cuantos) (?:días|meses|años) (?:dura|duró|tarda|tardó)"),
      ],
      ["number", run("cu[áa]nt[oa]s?")],
      ["date", run("(?:en |a |de |desde )?(?:qué|que) (?:año|fecha|día|mes|siglo|década)")],
      ["date", run("(?:desde |hasta )?cuándo|^cuando")],
      ["place", run("(?:en |a |de )?(?:qué|que) (?:ciudad|país|lugar|región|estado|continente)")],
      ["place", run("(?:a |de )?(?:dónde|adónde)|^donde")],
      ["person", run("(?:a |de |por |con )?(?:quién|quiénes|quien|quienes)")],
      ["reason", run("por qué|^por que")],
      ["definition", run("qué (?:significa|quiere decir)")],
      ["name", run("(?:cómo|como) se llama\\S*")],
      ["manner", run("cómo|^como")],
      ["open", run("qué|cuál|cuáles|^que|^cual|^cuales")],
    ],
    count: run("cu[áa]nt[oa]s"),
    property: run("(?:quién|quiénes|quien|cuál|cuáles|cual|cuales|qué) (?:es|son|era|eran|fue|fueron)"),
    yesNo: /^(?:es|son|era|fue|está|están|hay|tiene|tienen|puede|pueden|se puede|debe|deben)(?!\S)/u,
    negation: run("no|nunca|ningún|ninguno|ninguna|sin|nadie|nada|ni|tampoco"),
    past: run("original|originalmente|inicial|inicialmente|antes|anterior|anteriormente|antiguo|antigua"),
    nounsAreCapital: false,
    adjectivesFollow: true,
  },
};

const article =
  /^(?:der|die|das|den|dem|des|ein|eine|einer|eines|einem|einen|sein|seine|ihr|ihre|unser|unsere|le|la|les|un|une|son|sa|ses|notre|leur|el|los|las|una|su|sus|nuestro|nuestra)$/u;
const elision = /^[ld]['’]/u;
const ADJECTIVES_MAX = 3;

/** What a cue language tells of a question's words, as written; undefined for a language without cues. */
export interface ForeignCues extends CueReading {
  readonly isNegated: boolean;
  readonly asksForPast: boolean;
  readonly nounsAreCapital: boolean;
  readonly adjectivesFollow: boolean;
}

/** Reads a German, French or Spanish question by its question words. Linear in the words that it is given. */
export function readForeignCues(raw: readonly string[], language: Language): ForeignCues | undefined {
  const words = WORDS[language];
  if (words === undefined) return undefined;
  const lower = raw.map((word) => word.toLowerCase().replaceAll("’", "'"));
  const text = lower.join(" ");
  const rest = {
    isNegated: words.negation.test(text),
    asksForPast: words.past.test(text),
    nounsAreCapital: words.nounsAreCapital,
    adjectivesFollow: words.adjectivesFollow,
  };
  if (words.yesNo.test(text)) return { kind: "yes-no", ...rest };
  let first: { readonly kind: AnswerKind; readonly start: number; readonly end: number } | undefined;
  for (const [kind, pattern] of words.cues) {
    const found = pattern.exec(text);
    if (found !== null && (first === undefined || found.index < first.start))
      first = { kind, start: found.index, end: found.index + found[0].length };
  }
  if (first === undefined) return { kind: "open", ...rest };
  const type = placeOf(text, first.end);
  const count = first.kind === "number" ? behind(text, words.count, first.start) : undefined;
  if (count !== undefined && count < raw.length) return { kind: "number", isCount: true, type, focus: count, ...rest };
  const property = behind(text, words.property, first.start);
  const focus = property === undefined ? undefined : nounPlace(raw, property, words);
  return { kind: first.kind, type, ...(focus === undefined ? {} : { focus, isProperty: true }), ...rest };
}

/** Place of the word that ends before `end`. */
function placeOf(text: string, end: number): number {
  return text.slice(0, end).split(" ").length - 1;
}

/** Place of the word behind the pattern, where that begins with the cue. */
function behind(text: string, pattern: RegExp, start: number): number | undefined {
  const found = pattern.exec(text);
  return found === null || found.index !== start ? undefined : placeOf(text, found.index + found[0].length) + 1;
}

/** The noun behind an article: "der neue Sponsor", "la contraseña"; undefined without an article, which is how names stand. */
function nounPlace(raw: readonly string[], from: number, { nounsAreCapital }: QuestionWords): number | undefined {
  const opening = raw[from]?.toLowerCase() ?? "";
  if (elision.test(opening)) return from;
  if (!article.test(opening)) return undefined;
  if (!nounsAreCapital) return from + 1 < raw.length ? from + 1 : undefined;
  const place = raw.slice(from + 1, from + 2 + ADJECTIVES_MAX).findIndex((word) => /^\p{Lu}/u.test(word));
  return place < 0 ? undefined : from + 1 + place;
}
