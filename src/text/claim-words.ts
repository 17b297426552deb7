import { stem } from "./stem.ts";

// Words that the citation check treats by their job in a sentence. Lower case, without apostrophes.

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** They may come and go without changing what is claimed. */
const NEUTRAL = words(`
a an the this that these those such it its he him his she her hers they them their theirs we us our ours you your yours i me my one ones who whom whose which what where when there here
is are was were be been being am has have had having do does did done doing will shall can remain remains remained stays amounts equals
of in on at for by as to from with into onto upon within during through throughout via per among amongst between across along towards toward about around over under above below after before since until till against
and but so then also too very both however thus therefore hence nevertheless nonetheless moreover furthermore additionally still yet again well indeed respectively itself himself herself themselves
s re ve ll d how why because while whereas although though etc eg ie`);

/** A pronoun stands for a noun that the answer may name. */
const PRONOUNS = words("it its he him his she her hers they them their theirs this these those we us our");

/**
 * Words that change what is true. An answer may neither add nor lose one where it keeps the words around it:
 * negation, doubt and intention, quantity, condition, choice, and adjectives that undo their noun ("former", "proposed").
 */
const GUARDS = words(`
not no never none nobody nothing nowhere neither nor without hardly barely scarcely rarely seldom lack lacks lacking lacked absent absence
fail fails failed failing refuse refuses refused refusing deny denies denied reject rejects rejected avoid avoids avoided prevent prevents prevented
cease ceases ceased cancelled canceled forbid forbids forbidden prohibit prohibits prohibited disallow disallowed ban banned unable impossible
attempted planned intend intends intended propose proposes proposed expect expects expected considered considering
threaten threatens threatened promised claimed allege alleges alleged allegedly suggest suggests suggested believe believes believed think thinks thought pretend pretends seem seems seemed appear appears appeared
may might could would should must ought maybe perhaps possibly possible probably probable likely unlikely supposedly reportedly presumably hypothetical hypothetically potential potentially
false untrue incorrect wrong wrongly myth rumor rumour rumored rumoured fictional fictitious fake counterfeit mistaken mistakenly doubtful disputed
former formerly previous previously ex future draft deputy vice assistant acting interim provisional tentative pseudo non anti
only solely merely exclusively except excluding unless if whether than or either instead rather otherwise most some few several various many much half partly partially mostly usually sometimes occasionally often frequently generally typically numerous
nearly almost unlike contrary doubts less fewer least more`);

/** Those of them that say the opposite or set a condition. */
const NEGATIONS = words(`
not no never none nobody nothing nowhere neither nor without hardly barely scarcely rarely seldom lack lacks lacking lacked fail fails failed failing refuse refuses refused refusing deny denies denied reject rejects rejected
prevent prevents prevented cancelled canceled forbid forbids forbidden prohibit prohibits prohibited disallow disallowed banned unable impossible false untrue incorrect wrong wrongly myth unlikely if unless except`);

/** Guards in front of "to" or "that" ("plans to move"); plain nouns and verbs elsewhere. */
const INTENTIONS = words(`
plan plans planning attempt attempts try tries tried trying hope hopes hoped want wants wanted wish wishes wished consider considers promise promises claim claims decline declined declines stop stops stopped dispute disputes doubt proposal failure refusal denial yet due supposed meant scheduled aim aims aimed ready`);

/** Guards that may be left out, because the rest then claims less, not more. They may not be added. */
const UNIVERSAL = words("all every each always both entirely fully completely totally wholly exactly precisely any");

/** Guards that mean the same. */
const GUARD_CLASSES: readonly (readonly string[])[] = [
  ["may", "might", "possibly", "perhaps", "maybe"],
  ["many", "numerous"],
  ["likely", "probably", "probable", "presumably"],
  ["usually", "generally", "typically"],
  ["often", "frequently"],
  ["must", "ought"],
  ["only", "solely", "exclusively", "merely"],
  ["previous", "previously", "former", "formerly"],
  ["mostly", "most"],
  ["several", "some", "various"],
  ["all", "every", "each"],
  ["always", "entirely", "fully", "completely", "totally", "wholly"],
  ["exactly", "precisely"],
  ["partly", "partially"],
  ["nearly", "almost"],
];

/** Prepositions and the like that begin a part which can be moved or left out whole. */
const OPENERS = words(`
of in on at for by as to from with into onto upon within during through throughout via per among amongst between across along towards toward about around over under above below after before since until till against
because while whereas although though when where which who whom whose that despite including following based according besides beside behind near outside inside beyond like`);

/** Joins two claims; what stands on one side says nothing about the other. */
const CONJUNCTIONS = words("and but while whereas although though yet so then nor or");

/** Prepositions whose exchange changes the relation: "from Berlin" is not "to Berlin". */
const STRICT_PREPOSITIONS = words("from before after until till since above below over under against despite beyond outside inside behind");
/** In front of a figure or a date these matter too: "by 40 %" is not "to 40 %". */
const FIGURE_PREPOSITIONS = words("from to by before after until till since above below over under through");

/** Verbs and nouns of a lead-in: "According to the plan, ...", "The notes state that ...". */
const LEAD = words(`
according state states stated stating say says said note notes noted mention mentions mentioned describe describes described explain explains explained report reports reported show shows shown indicate indicates indicated
confirm confirms confirmed specify specifies specified list lists listed give gives given read reads record records recorded per based find found see seen answer short summary brief specifically namely here following detail details`);
const SOURCES = words(`
plan document documents doc docs documentation note notes page pages guide manual text passage passages source sources article context section minutes memo email contract policy schedule record records report file files data information excerpt chunk
provided given available relevant question`);

/** Joining words that add no claim of their own when nothing was taken out in their place. */
const BENIGN =
  words(`called known named termed used using located specific particular certain overall simply currently now today actually particularly especially notably mainly way ways thing things kind order case cases
include includes included including contain contains contained consist consists comprise comprises mean means meaning become becomes became take takes took make makes made come comes came get gets got go goes went stand stands stood amount amounts amounted
equal equals total value set sets`);

const guardKeys: ReadonlyMap<string, string> = new Map([
  ...[...GUARDS, ...UNIVERSAL, ...INTENTIONS].map((word): [string, string] => [word, `guard:${stem(word)}`]),
  ...GUARD_CLASSES.flatMap((group) => group.map((word): [string, string] => [word, `guard:${group[0] ?? word}`])),
]);

/** The key by which two guards are the same, or undefined for a word that is none before `next`. */
export function guardKey(word: string, next: string): string | undefined {
  if (INTENTIONS.has(word) && next !== "to" && next !== "that") return undefined;
  return guardKeys.get(word);
}

export const isNegation = (word: string): boolean => NEGATIONS.has(word);
export const isNeutral = (word: string): boolean => NEUTRAL.has(word);
export const isPronoun = (word: string): boolean => PRONOUNS.has(word);
export const isOpener = (word: string): boolean => OPENERS.has(word);
export const isConjunction = (word: string): boolean => CONJUNCTIONS.has(word);
export const isStrictPreposition = (word: string): boolean => STRICT_PREPOSITIONS.has(word);
export const isFigurePreposition = (word: string): boolean => FIGURE_PREPOSITIONS.has(word);
export const isLead = (word: string): boolean => LEAD.has(word);
export const isSource = (word: string): boolean => SOURCES.has(word);
export const isBenign = (word: string): boolean => BENIGN.has(word);
