import type { Language } from "../../text/language.ts";
import type { AnswerKind } from "./question-words.ts";

/** Words by which a language writes what English says in its own: alternatives of a regular expression. */
interface AnswerWords {
  readonly months: string;
  /** Weekdays, seasons, today. */
  readonly days: string;
  readonly units: string;
  readonly numbers: string;
  readonly money: string;
  readonly percent: string;
  readonly reason: string;
  readonly manner: string;
  readonly definition: string;
  readonly place: string;
}

const WORDS: Readonly<Partial<Record<Language, AnswerWords>>> = {
  german: {
    months: "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    days: "montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|heute|morgen|gestern|frühling|frühjahr|sommer|herbst|winter|heiligabend|weihnachten|ostern|pfingsten|silvester|neujahr|mittelalter|antike|jahrhunderts?|anfang|ende",
    units: "sekunden?|minuten?|stunden?|tagen?|tage|tag|wochen?|monat(?:en?|s)?|jahr(?:en?|s|zehnten?)?|quartale?",
    numbers:
      "eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig|\\p{L}*(?:ßig|zig|hundert|tausend)|millionen?|milliarden?|dutzend|hälfte|drittel|viertel|einmal|zweimal|dreimal|täglich|wöchentlich|monatlich|jährlich|stündlich|einer|einem|eine|ein|einen|kein|keine|keinen|beide|beiden|mehrere",
    money: "euro|cent|dollar|pfund|franken|mark|yen",
    percent: "prozent|prozentpunkte?n?|hälfte|drittel|viertel|mehrheit",
    reason:
      "weil|da|denn|wegen|damit|aufgrund|durch|um|deshalb|daher|deswegen|darum|nachdem|infolge|ursachen?|gründe?n?|grund|dank|führte|führten|führt|zwecks",
    manner: "durch|mit|mittels|per|über|indem|von|aus|als|auf|anhand|mithilfe",
    definition: "ist|sind|war|waren|bedeutet|bezeichnet|heißt|steht|nennt|genannt|besteht",
    place: "in|im|an|am|bei|beim|nach|von|vom|aus|zu|zum|zur|auf|nahe|neben|vor|hinter|über|unter|zwischen|durch|entlang",
  },
  french: {
    months: "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    days: "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|aujourd['’]hui|demain|hier|printemps|été|automne|hiver|noël|pâques|moyen âge|antiquité|siècles?|début|fin",
    units: "secondes?|minutes?|heures?|jours?|semaines?|mois|ans?|années?|trimestres?|décennies?",
    numbers:
      "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cents?|mille|millions?|milliards?|douzaine|moitié|tiers|quart|aucun|aucune|plusieurs|quotidien\\p{L}*|hebdomadaire\\p{L}*|mensuel\\p{L}*|annuel\\p{L}*",
    money: "euros?|centimes?|dollars?|livres?|francs?|yens?",
    percent: "pour ?cent|pourcents?|moitié|tiers|quart|majorité",
    reason: "parce|car|puisque|afin|pour|raisons?|causes?|causé\\p{L}*|grâce|donc|ainsi|suite|permet\\p{L}*|dû|due|après|éviter",
    manner: "par|avec|via|grâce|moyen|en|utilis\\p{L}*|méthode|depuis|comme",
    definition: "est|sont|était|étaient|signifie|désigne|appelé\\p{L}*|consiste",
    place: "à|au|aux|dans|en|sur|sous|près|vers|chez|de|du|depuis|entre|devant|derrière|le long",
  },
  spanish: {
    months: "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
    days: "lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|hoy|mañana|ayer|primavera|verano|otoño|invierno|navidad|nochebuena|pascua|edad media|antigüedad|siglos?|principios|finales",
    units: "segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|trimestres?|décadas?",
    numbers:
      "un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\\p{L}+|veint\\p{L}+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|cientos?|\\p{L}*cientos|mil|miles|millón|millones|docena|mitad|tercio|cuarto|ninguno|ninguna|varios|varias|diari\\p{L}*|semanal\\p{L}*|mensual\\p{L}*|anual\\p{L}*",
    money: "euros?|céntimos?|dólar(?:es)?|libras?|francos?|pesos?|yenes?",
    percent: "por ciento|mitad|tercio|cuarto|mayoría",
    reason: "porque|pues|ya que|debido|para|razón|razones|causas?|causó|gracias|así|por|tras|permit\\p{L}*|evitar|motivos?",
    manner: "por|con|mediante|vía|través|usando|utiliz\\p{L}*|método|desde|como",
    definition: "es|son|era|eran|significa|llamad\\p{L}*|denomin\\p{L}*|consiste",
    place: "en|a|al|sobre|bajo|cerca|hacia|de|del|desde|entre|junto|dentro|fuera",
  },
};

const FIGURE = String.raw`\d[\d.,]*`;
/** Without the boundary of regular expressions, which knows ASCII letters only. */
const whole = (words: string): string => String.raw`(?<![\p{L}\p{N}])(?:${words})(?![\p{L}\p{N}])`;

const made = new Map<Language, Readonly<Partial<Record<AnswerKind, readonly RegExp[]>>>>();

/** Patterns of a language, beside the English ones; none for a language without a list. */
export function foreignPatterns(kind: AnswerKind, language: Language): readonly RegExp[] {
  let patterns = made.get(language);
  if (patterns === undefined) made.set(language, (patterns = patternsOf(WORDS[language])));
  return patterns[kind] ?? [];
}

function patternsOf(words: AnswerWords | undefined): Readonly<Partial<Record<AnswerKind, readonly RegExp[]>>> {
  if (words === undefined) return {};
  const pattern = (...parts: readonly string[]): readonly RegExp[] => [new RegExp(parts.join("|"), "giu")];
  const numbers = whole(words.numbers);
  return {
    date: pattern(
      whole(String.raw`(?:\d{1,2}(?:\.|er|º)?\s+(?:de\s+)?)?(?:${words.months})`),
      whole(words.days),
      String.raw`\b\d{1,2}\.\d{1,2}\.(?:\d{2,4})?`,
    ),
    money: pattern(String.raw`${FIGURE}\s?(?:\p{L}+\s)?(?:de\s)?${whole(words.money)}`, String.raw`${FIGURE}\s?[€$£]`),
    percent: pattern(whole(String.raw`(?:${FIGURE}|\p{L}+)\s(?:${words.percent})`), whole(words.percent)),
    duration: pattern(whole(String.raw`(?:${FIGURE}|\p{L}+)[\s-](?:${words.units})`)),
    number: pattern(numbers),
    measure: pattern(numbers),
    reason: pattern(whole(words.reason)),
    manner: pattern(whole(words.manner)),
    definition: pattern(whole(words.definition)),
    place: pattern(String.raw`${whole(words.place)}\s+(?:\p{L}{1,4}\s+)?\p{Lu}?[\p{L}\p{N}]+`),
  };
}
