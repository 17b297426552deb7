import type { ClaimToken } from "../../text/claim-tokens.ts";

/** A figure with what it counts or what it names: "309 acres", "tanker 17", "v0.141.0". */
export interface Figure {
  /** Parts of the number or version between its full stops. */
  readonly value: string;
  readonly slot: string;
  readonly bound?: string;
  /** Place of its token. */
  readonly at: number;
}

const PLAIN = /^-?\d+(?:\.\d+)?$/;
const VERSION = /^\d+(?:\.\d+){2,}$/;
/** "E1042", "a4" */
const CODE = /^([a-z]{1,4})(\d{1,9})$/;

/** The figures of a text's tokens with their slots, those at `skipped` places left out: they are parts of dates. Linear in the tokens. */
export function figures(tokens: readonly ClaimToken[], skipped: ReadonlySet<number>): Figure[] {
  return tokens.flatMap((token, at): Figure[] => {
    if (skipped.has(at)) return [];
    const code = CODE.exec(token.key);
    if (code !== null) return [{ value: code[2] ?? "", slot: `label:${code[1] ?? ""}`, at }];
    if (VERSION.test(token.key)) return [{ value: token.key, slot: "version", at }];
    if (!PLAIN.test(token.key)) return [];
    const [last, next] = [tokens[at - 1], tokens[at + 1]];
    const bound = last?.key.startsWith("bound:") === true ? { bound: last.key } : {};
    const slots = [];
    if (next?.before === "" && isWord(next)) slots.push(next.key.startsWith("unit:") ? next.key : `counts:${next.key}`);
    if (token.before === "" && last !== undefined && isWord(last) && !last.key.startsWith("unit:")) slots.push(`label:${last.key}`);
    return slots.map((slot) => ({ value: token.key, slot, ...bound, at }));
  });
}

function isWord({ role, kind, key }: ClaimToken): boolean {
  return role === "content" && kind !== "figure" && !/\d/.test(key);
}

/** All numbers of the tokens, in plain digits. */
export function numbersOf(tokens: readonly ClaimToken[]): ReadonlySet<string> {
  return new Set(tokens.flatMap(({ key }) => [key, ...(CODE.exec(key)?.slice(2) ?? [])]));
}

/** "0.4" and "0.4.0" are one version, so are "3" and "3.5": what is said of the whole line may be asked of one of it. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [a.split("."), b.split(".")];
  return left.every((part, i) => right[i] === undefined || right[i] === part);
}

/** The part by which two numbers may differ when one of them is said to be rough. */
const ROUGH = 0.1;

/** Whether what the text says of the slot may be what is asked for: the same, or within the bound that either gives. */
export function mayBe(asked: Figure, said: Figure): boolean {
  if (isSame(asked.value, said.value)) return true;
  const [a, b] = [Number(asked.value), Number(said.value)];
  if (asked.bound === said.bound || !(Number.isFinite(a) && Number.isFinite(b))) return false;
  return fits(a, said.bound, b) || fits(b, asked.bound, a);
}

function fits(value: number, bound: string | undefined, limit: number): boolean {
  switch (bound) {
    case "bound:more":
    case "bound:least":
      return value >= limit;
    case "bound:less":
    case "bound:most":
      return value <= limit;
    case "bound:about":
    case "bound:nearly":
      return Math.abs(value - limit) <= ROUGH * Math.abs(limit);
    default:
      return false;
  }
}

/** Whether the number lies between the one at this place and another that stands with it: "articles 18 to 21", "3,000-5,000 men". */
export function isWithin(value: number, tokens: readonly ClaimToken[], at: number): boolean {
  const number = (place: number): number => Number(tokens[place]?.key);
  return [at, ...[1, 2].map((step) => at - step)].some((first) => {
    const joint = tokens[first + 1]?.word;
    const isJoined = joint === "to" || joint === "through" || (joint === "and" && tokens[first - 1]?.word === "between");
    const last = isJoined ? first + 2 : first + 1;
    if (last < at || (!isJoined && !/[-\u2013]/.test(tokens[last]?.before ?? ""))) return false;
    return number(first) <= value && value <= number(last);
  });
}
