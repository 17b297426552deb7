/** A member of a JSON object: where its name begins, and where its value stands. */
interface Member {
  readonly name: string;
  readonly start: number;
  readonly value: { readonly start: number; readonly end: number };
}

/**
 * The text of a JSON object with one member set to a value, or taken out with `undefined`; every other character stays, so that numbers beyond a double's
 * precision, the order of members and the layout do. `text` must be one object that `JSON.parse` takes. Of a name that stands twice all are changed, because
 * readers differ in which they take.
 */
export function withMember(text: string, name: string, value: unknown): string {
  if (value === undefined) return without(text, name);
  const members = membersOf(text);
  const close = text.lastIndexOf("}");
  const json = JSON.stringify(value);
  const same = members.filter((member) => member.name === name);
  if (same.length > 0) return same.toReversed().reduce((all, { value: old }) => all.slice(0, old.start) + json + all.slice(old.end), text);
  const last = members.at(-1);
  if (last === undefined) return `${text.slice(0, close)}${JSON.stringify(name)}: ${json}${text.slice(close)}`;
  // Between two members stands what stands before the last one: a space, a line break with its indent, or nothing.
  const gap = /\s*$/.exec(text.slice(0, last.start))?.[0] ?? "";
  const colon = /:\s*$/.exec(text.slice(0, last.value.start))?.[0] ?? ":";
  return `${text.slice(0, last.value.end)},${gap}${JSON.stringify(name)}${colon}${json}${text.slice(last.value.end)}`;
}

function without(text: string, name: string): string {
  const members = membersOf(text);
  const at = members.findIndex((member) => member.name === name);
  const [before, member, after] = [members[at - 1], members[at], members[at + 1]];
  if (member === undefined) return text;
  // With the comma that parted it from its neighbour.
  const from = after === undefined && before !== undefined ? before.value.end : member.start;
  const to = after === undefined ? member.value.end : after.start;
  return without(text.slice(0, from) + text.slice(to), name);
}

/** The members of the outermost object, in order. */
function membersOf(text: string): readonly Member[] {
  const members: Member[] = [];
  let at = text.indexOf("{") + 1;
  for (;;) {
    at = skipSpace(text, at);
    if (text[at] === ",") at = skipSpace(text, at + 1);
    if (text[at] !== '"') return members;
    const start = at;
    const nameEnd = stringEnd(text, at);
    const valueStart = skipSpace(text, skipSpace(text, nameEnd) + 1); // behind the colon
    const end = valueEnd(text, valueStart);
    members.push({ name: JSON.parse(text.slice(start, nameEnd)) as string, start, value: { start: valueStart, end } }); // a JSON string
    at = end;
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? "x")) at++;
  return at;
}

/** Behind the closing quotation mark of the string that begins at `from`. */
function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function valueEnd(text: string, from: number): number {
  if (text[from] === '"') return stringEnd(text, from);
  if (text[from] !== "{" && text[from] !== "[") {
    const end = /[\s,}\]]/.exec(text.slice(from));
    return from + (end?.index ?? text.length - from);
  }
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const mark = text[at];
    if (mark === '"') at = stringEnd(text, at) - 1;
    else if (mark === "{" || mark === "[") depth++;
    else if ((mark === "}" || mark === "]") && --depth === 0) return at + 1;
  }
  return text.length;
}
