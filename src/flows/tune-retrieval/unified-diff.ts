const CONTEXT = 3;

interface Line {
  readonly kind: "both" | "old" | "new";
  readonly text: string;
}

/** The change of a file as `diff -u` prints it, without the times; "" when nothing changed. */
export function unifiedDiff(before: string, after: string, name: string): string {
  const lines = diffLines(splitLines(before), splitLines(after));
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return "";
  const isNew = before === "";
  return [`--- ${isNew ? "/dev/null" : name}`, `+++ ${name}`, ...hunks.flatMap((range) => hunkText(lines, range))].join("\n");
}

function splitLines(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** Longest common subsequence by dynamic programming; a configuration has few lines. */
function diffLines(old: readonly string[], now: readonly string[]): readonly Line[] {
  const width = now.length + 1;
  const common = new Uint32Array((old.length + 1) * width);
  const commonAt = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      common[i * width + j] = old[i] === now[j] ? commonAt(i + 1, j + 1) + 1 : Math.max(commonAt(i + 1, j), commonAt(i, j + 1));
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [left, right] = [old[i], now[j]];
    if (left !== undefined && left === right) {
      lines.push({ kind: "both", text: left });
      [i, j] = [i + 1, j + 1];
    } else if (left !== undefined && (right === undefined || commonAt(i + 1, j) >= commonAt(i, j + 1))) {
      lines.push({ kind: "old", text: left });
      i++;
    } else {
      lines.push({ kind: "new", text: right ?? "" });
      j++;
    }
  }
  return lines;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function hunksOf(lines: readonly Line[]): readonly Range[] {
  const hunks: Range[] = [];
  for (const [at, { kind }] of lines.entries()) {
    if (kind === "both") continue;
    const [from, to] = [Math.max(0, at - CONTEXT), Math.min(lines.length, at + CONTEXT + 1)];
    const last = hunks.at(-1);
    if (last !== undefined && from <= last.to) hunks[hunks.length - 1] = { from: last.from, to };
    else hunks.push({ from, to });
  }
  return hunks;
}

function hunkText(lines: readonly Line[], { from, to }: Range): string[] {
  const count = (until: number, since: number, other: Line["kind"]): number =>
    lines.slice(since, until).filter(({ kind }) => kind !== other).length;
  const range = (other: Line["kind"]): string => {
    const length = count(to, from, other);
    return `${count(from, 0, other) + (length === 0 ? 0 : 1)},${length}`;
  };
  const marks = { both: " ", old: "-", new: "+" };
  return [`@@ -${range("new")} +${range("old")} @@`, ...lines.slice(from, to).map(({ kind, text }) => marks[kind] + text)];
}
