import type { StatedNumbers } from "../../core/advice.ts";

const WORDS: Readonly<Record<string, number>> = {
  hundred: 100,
  hundreds: 200,
  thousand: 1_000,
  thousands: 2_000,
  million: 1_000_000,
  millions: 2_000_000,
  billion: 1_000_000_000,
  billions: 2_000_000_000,
  k: 1_000,
  m: 1_000_000,
  mio: 1_000_000,
  bn: 1_000_000_000,
};
const SMALL: Readonly<Record<string, number>> = {
  a: 1,
  half: 0.5,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  eighty: 80,
  ninety: 90,
};
const MONTHS: Readonly<Record<string, number>> = {
  second: 2_592_000,
  minute: 43_200,
  hour: 730,
  day: 30,
  night: 30,
  week: 4.35,
  month: 1,
  quarter: 1 / 3,
  year: 1 / 12,
};

/** A number in lower-case plain text with where it ends: 2M, 5,000, 400 000, half a million, eleven million, millions. */
const NUMBER =
  /(?<![\w.,-])(?:(\d{1,3}(?:[,' ]\d{3})+|\d{1,12}(?:\.\d{1,4})?)(?: ?(k|m|mio|bn|hundreds?|thousands?|millions?|billions?))?|(half|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|ninety)(?: a)? (hundred|thousand|million|billion)|(hundreds|thousands|millions|billions)(?: of thousands| of millions)?)(?![\w])/g;

export interface NumberInText {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** Numbers as text states them, at most a hundred. `text` is in lower case. */
export function numbersIn(text: string): readonly NumberInText[] {
  const found: NumberInText[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const [whole, digits, scale, small, word, many] = match;
    const value =
      digits === undefined
        ? many === undefined
          ? (SMALL[small ?? ""] ?? 1) * (WORDS[word ?? ""] ?? 1)
          : (WORDS[many] ?? 0)
        : Number(digits.replaceAll(/[,' ]/g, "")) * (scale === undefined ? 1 : (WORDS[scale] ?? WORDS[scale.replace(/s$/, "")] ?? 1));
    if (Number.isFinite(value)) found.push({ value, start: match.index, end: match.index + whole.length });
    if (found.length === 100) break;
  }
  return found;
}

const PER =
  /^(?:(?!chang|updat|revis|edit)[^,.;!?\d]){0,40}?(?:\b(?:a|an|per|each|every)|\/) ?(second|minute|hour|day|night|week|month|quarter|year)\b/;
const PER_ADVERB = /^(?:(?!chang|updat|revis|edit)[^,.;!?\d]){0,30}?\b(hourly|daily|nightly|weekly|monthly|quarterly|yearly)\b/;
const ADVERB_UNITS: Readonly<Record<string, string>> = {
  hourly: "hour",
  daily: "day",
  nightly: "night",
  weekly: "week",
  monthly: "month",
  quarterly: "quarter",
  yearly: "year",
};
const LABELLED =
  /\b(hand-?label\w*|label\w*|annotat\w*|examples?|corrected|corrections|verified|signed off|checked|reviewed|gold|approved|validated|confirmed|by hand|put right|mended|retyped|graded)\b/;
const STORED =
  /^[^.;!?]{0,40}?\b(chunks?|documents?|docs|pages?|passages?|paragraphs?|articles?|vectors?|embeddings?|sections?|files|pdfs|notes|letters|leaflets?|entries|rows|recipes|sheets|questions|faqs?|records|images|products?)\b/;
const MONEY = /^ ?(?:euros?|dollars?|cents?|usd|eur|%|percent|pounds?)/;

/** Figures that count for a decision, read from a claim in plain words. What is not stated is absent. */
export function statedNumbers(plain: string): StatedNumbers {
  let callsMonth: number | undefined;
  let examples: number | undefined;
  let chunks: number | undefined;
  for (const { value, start, end } of numbersIn(plain)) {
    const after = plain.slice(end, end + 80);
    if (/[$€£] ?$/.test(plain.slice(Math.max(0, start - 2), start)) || MONEY.test(after)) continue;
    const unit = PER.exec(after)?.[1] ?? ADVERB_UNITS[PER_ADVERB.exec(after)?.[1] ?? ""];
    const isYear = value >= 1900 && value < 2100 && Number.isInteger(value) && end - start === 4;
    if (isYear) continue;
    const near = plain.slice(Math.max(0, start - 45), Math.min(plain.length, end + 35));
    if (unit !== undefined && value >= 1 && !/^ ?(?:hours?|seconds?|minutes?|days|gb|gigs?|b\b)/.test(after))
      callsMonth ??= value * (MONTHS[unit] ?? 1);
    else if (value >= 20 && LABELLED.test(near)) examples = Math.max(examples ?? 0, value);
    else if (value >= 10 && STORED.test(after)) chunks = Math.max(chunks ?? 0, value);
  }
  const latency = /(?:under|below|within|at most|less than) (\d+(?:\.\d+)?) ?(ms|milliseconds|s\b|seconds?)/.exec(plain);
  const changes = changeRate(plain);
  return {
    ...(callsMonth === undefined ? {} : { callsMonth }),
    ...(examples === undefined ? {} : { examples }),
    ...(chunks === undefined ? {} : { chunks }),
    ...(latency === null ? {} : { latencyMs: Number(latency[1]) * (latency[2]?.startsWith("m") === true ? 1 : 1_000) }),
    ...(changes === undefined ? {} : { changes }),
    ...(PRIVATE.test(plain) ? { isPrivate: true } : {}),
  };
}

const PRIVATE =
  /\b(may|must|can|can't|cannot|mustn't|shall|should|may not|do not|does not|doesn't|don't|never|no data|nothing)\b[^.;!?]{0,30}\b(not )?leaves? (?:the|our|this|its)\b|\b(gdpr|hipaa|air-?gapped|on-prem\w*|data residency|data sovereignty|confidential\w*)\b|\b(not|no|never|without)\b[^.;!?]{0,20}\bcloud\b/;
const CHANGING =
  /\b(?:chang\w*|updat\w*|new edition\w*|revis\w*|refresh\w*|replaced|edited)\b[^.;!?]{0,30}?\b(hour(?:ly)?|daily|every day|day|weekly|every week|week|monthly|every month|month|quarter(?:ly)?|yearly|every year|year|constantly|all the time)\b/;

function changeRate(plain: string): StatedNumbers["changes"] {
  if (/\b(?:never|hardly|doesn't|does not|hasn't|don't) (?:ever )?changed?\b/.test(plain)) return "never";
  const [, unit = ""] = CHANGING.exec(plain) ?? [];
  if (unit.startsWith("hour") || unit === "constantly" || unit === "all the time") return "hourly";
  if (unit.includes("da")) return "daily";
  if (unit.includes("week")) return "weekly";
  if (unit.includes("month")) return "monthly";
  if (unit.includes("quarter") || unit.includes("year")) return "yearly";
  return undefined;
}
