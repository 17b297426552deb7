/** Currencies by their signs, codes and names; a name in the plural, or alike in both numbers, counts without a figure beside it. */
const CURRENCIES = [
  { key: "dollar", signs: "$", codes: "usd|cad|aud", one: "dollar", many: "dollars" },
  { key: "euro", signs: "€", codes: "eur", one: "euro", many: "euros" },
  { key: "pound", signs: "£", codes: "gbp", one: "pound", many: "pounds" },
  // one sign for two
  { key: "yen", signs: "¥", codes: "jpy", one: "yen", many: "yen" },
  { key: "rupee", signs: "₹", codes: "inr", one: "rupee", many: "rupees" },
  { key: "franc", signs: "", codes: "chf", one: "franc", many: "francs" },
  { key: "yuan", signs: "¥", codes: "cny|rmb", one: "yuan", many: "yuan|renminbi" },
  { key: "krone", signs: "", codes: "dkk|nok|sek", one: "krone|krona", many: "kroner|kronor|krone|krona" },
  { key: "rouble", signs: "", codes: "rub", one: "rou?ble", many: "rou?bles" },
  { key: "peso", signs: "", codes: "mxn", one: "peso", many: "pesos" },
] as const;

interface CurrencyWords {
  readonly key: string;
  /** A text without it names no sum in this currency. */
  readonly hint: RegExp;
  readonly said: () => RegExp;
  readonly asked: () => RegExp;
  readonly named: RegExp;
}

const FIGURE = String.raw`\d[\d.,]*(?:\s?(?:thousand|million|billion|trillion|k|m|bn))?`;
const wordEnd = String.raw`(?![\p{L}\p{N}])`;
const wordStart = String.raw`(?<![\p{L}\p{N}])`;

const WORDS: readonly CurrencyWords[] = CURRENCIES.map(({ key, signs, codes, one, many }) => {
  const beside = [
    ...(signs === "" ? [] : [String.raw`[${signs}]\s?\d`, String.raw`\d\s?[${signs}]`]),
    String.raw`${wordStart}(?:${codes})\s?\d`,
    String.raw`${FIGURE}[\s-]?(?:${codes})${wordEnd}`,
  ];
  // "300-pound" and "94 pounds" are weights as often as sums
  const counted = key === "pound" ? String.raw`${FIGURE}\s?pounds sterling` : String.raw`${FIGURE}[\s-]?(?:${one}|${many})${wordEnd}`;
  const asked = [
    String.raw`how many (?:\p{L}+ )?(?:${many})${wordEnd}`,
    String.raw`${wordStart}in (?:\p{L}+ )?(?:${many}|${codes})${wordEnd}`,
    String.raw`(?:amount|sum) (?:of|in) (?:${many}|${codes})${wordEnd}`,
    String.raw`${wordStart}(?:${one}) (?:amount|price|value|cost|sum)${wordEnd}`,
  ];
  return {
    key,
    hint: new RegExp([...signs].map((sign) => `[${sign}]|`).join("") + `${codes}|${one}|${many}`, "i"),
    said: onFirstUse([...beside, String.raw`${FIGURE}[\s-]?(?:${one})${wordEnd}`, String.raw`${wordStart}(?:${many})${wordEnd}`]),
    asked: onFirstUse([...beside, counted, ...asked]),
    named: new RegExp(`^(?:${one}|${many}|${codes})$`, "i"),
  };
});

/** Letters of every script take a millisecond to compile, which most questions need for no currency. */
function onFirstUse(parts: readonly string[]): () => RegExp {
  let pattern: RegExp | undefined;
  return () => (pattern ??= new RegExp(parts.join("|"), "iu"));
}

/** A question with one of these asks for pounds of weight. */
const WEIGHING = /(?<!\p{L})(?:weigh(?:s|ed|t|ing)?|heav(?:y|ier|iest)|mass|load)(?!\p{L})/iu;

/** The currencies of a text's sums: "$40", "EUR 5,000", "hundreds of dollars". Linear in the text. */
export function currenciesSaid(text: string): ReadonlySet<string> {
  return new Set(WORDS.flatMap(({ key, hint, said }) => (hint.test(text) && said().test(text) ? [key] : [])));
}

/** The currencies in which an English question wants its sum, or in which it names one: "how many dollars", "in pounds", "398,000 euros". */
export function currenciesAsked(text: string): ReadonlySet<string> {
  const found = WORDS.flatMap(({ key, hint, asked }) => (hint.test(text) && asked().test(text) ? [key] : []));
  return new Set(found.filter((key) => key !== "pound" || !WEIGHING.test(text)));
}

/** Whether the word names a currency: "euros", "USD". */
export function isCurrency(word: string): boolean {
  return WORDS.some(({ named }) => named.test(word));
}

const SIGNS: ReadonlyMap<string, string> = new Map(CURRENCIES.flatMap(({ key, signs }) => [...signs].map((sign) => [sign, key] as const)));

/** The currencies that the head of a column or a cell names, without a figure: "Price (EUR)", "€"; `isWhole` where it names nothing else. */
export function currenciesNamed(text: string): { readonly keys: ReadonlySet<string>; readonly isWhole: boolean } {
  const words = text.match(/\p{L}+|\p{Sc}/gu) ?? [];
  const keys = words.flatMap((word) => SIGNS.get(word) ?? WORDS.find(({ named }) => named.test(word))?.key ?? []);
  return { keys: new Set(keys), isWhole: keys.length > 0 && keys.length === words.length && !/\d/.test(text) };
}
