import type { ComparisonReport, DefaultChange } from "../core/comparison.ts";
import type { BarResult, CandidateReport } from "../core/evaluation-results.ts";
import { observationText, rateText, requirementText, shareText, verdictText } from "./bar-text.ts";
import {
  baselineText,
  besideText,
  cheapestText,
  counted,
  differenceText,
  frontierTexts,
  latencyTexts,
  noteTexts,
  preferenceTexts,
  regressionText,
  shortCost,
  subjectText,
  tagTexts,
  tokensText,
} from "./report-text.ts";
import { wrap } from "./style.ts";
import type { RenderOptions, Style } from "./style.ts";

type Options = Pick<RenderOptions, "style" | "columns">;

/** Tags in the table; --json has all. */
const TAGS_SHOWN = 8;

/** A comparison for a person: the table, what can be told apart, tags, the bar, and the cheapest that meets it. */
export function renderComparison(report: ComparisonReport, options: Options): string {
  const { style, columns } = options;
  const say = (text: string, indent = "  "): string => wrap(style.safe(text), columns, indent);
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", style.bold(say(title)), ...lines]);
  const sentence = (text: string): string => bulleted(text, options);
  const { baseline, setDefault, differences } = report;
  const cheapest = cheapestText(report);
  return [
    style.bold(say(subjectText(report))),
    ...noteTexts(report).map((note) => style.yellow(say(note))),
    ...watchedTexts(report).map((text) => style.cyan(say(text))),
    "",
    ...candidateTable(report.candidates, { ...options, marked: report.cheapest }),
    ...section("Differences", differences.flatMap((each) => [differenceText(each), ...tagTexts(each)]).map(sentence)),
    ...section("What the judge prefers", preferenceTexts(report).map(sentence)),
    ...section("By tag", tagTable(report.candidates, options)),
    ...(baseline === undefined
      ? []
      : section(baselineText(baseline), [
          ...baseline.differences.map((each) =>
            each.verdict === "worse" ? style.red(sentence(regressionText(each))) : sentence(regressionText(each)),
          ),
          ...baseline.candidatesNew.map((name) => sentence(`${name} is not in the baseline.`)),
        ])),
    ...section("Cost against quality", frontierTexts(report).map(sentence)),
    ...(report.bar === undefined ? [] : section("The bar", barLines(report.bar, options))),
    ...(cheapest === undefined ? [] : ["", (report.bar?.some(({ isMet }) => isMet) === true ? style.green : style.red)(say(cheapest))]),
    ...(setDefault === undefined ? [] : ["", ...setDefaultLines(setDefault, options)]),
  ].join("\n");
}

function bulleted(text: string, { style, columns }: Options): string {
  return wrap(`  ${style.safe(text)}`, columns, "    ");
}

interface Column {
  readonly head: string;
  readonly isRight: boolean;
  /** The lowest number goes first where the terminal is narrow. */
  readonly rank: number;
  cell(candidate: CandidateReport): string;
}

/** Of names, in the table. */
const NAME_MAX = 24;

/** One row a candidate; narrow terminals lose the less important columns, and below 40 or so each candidate gets lines of its own. */
export function candidateTable(
  candidates: readonly CandidateReport[],
  { style, columns, marked }: Options & { readonly marked?: string | undefined },
): string[] {
  const rows = candidates.map((candidate) => ({ candidate, isMarked: candidate.name === marked }));
  const name = (candidate: CandidateReport): string => clipped(style.safe(candidate.name), NAME_MAX);
  const all: readonly Column[] = [
    { head: "pass rate", isRight: false, rank: 9, cell: ({ summary }) => rateText(summary.correctedPassRate ?? summary.passRate) },
    { head: "p50", isRight: true, rank: 4, cell: ({ summary }) => latencyTexts(summary)[0] },
    { head: "p95", isRight: true, rank: 7, cell: ({ summary }) => latencyTexts(summary)[1] },
    { head: "a call", isRight: true, rank: 8, cell: ({ summary }) => shortCost(summary.costPerCall) },
    { head: "per pass", isRight: true, rank: 5, cell: ({ summary }) => shortCost(summary.costPerPass) },
    ...(candidates.some(({ summary }) => tokensText(summary) !== "-")
      ? [{ head: "tokens", isRight: true, rank: 3, cell: ({ summary }: CandidateReport) => tokensText(summary) }]
      : []),
  ];
  const nameWidth = Math.max(...candidates.map((candidate) => name(candidate).length), "candidate".length);
  const widthOf = ({ head, cell }: Column): number => Math.max(head.length, ...candidates.map((candidate) => cell(candidate).length));
  const shown = fitting(all, columns - nameWidth - 4, widthOf);
  if (shown.length < Math.min(3, all.length)) return stacked(rows, all, { style, columns });
  const line = (first: string, cells: readonly string[]): string =>
    `  ${first.padEnd(nameWidth)}  ${cells
      .map((cell, at) => {
        const column = shown[at];
        const width = column === undefined ? 0 : widthOf(column);
        return column?.isRight === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")}`.trimEnd();
  return [
    style.dim(
      line(
        "candidate",
        shown.map(({ head }) => head),
      ),
    ),
    ...rows.flatMap(({ candidate, isMarked }) => {
      const text = line(
        name(candidate),
        shown.map(({ cell }) => cell(candidate)),
      );
      const beside = besideText(candidate.summary);
      return [
        isMarked ? style.green(text) : text,
        ...(beside === "" ? [] : [style.yellow(wrap(`    ${beside}: in no rate${exampleText(candidate, style)}`, columns, "    "))]),
      ];
    }),
  ];
}

/** The first message of the most frequent kind of error: what to mend. */
function exampleText({ summary: { errors, ungraded } }: CandidateReport, style: Style): string {
  const [first] = errors;
  if (first !== undefined) return `. ${style.safe(clipped(first.example, 160))}`;
  return ungraded[0] === undefined ? "" : `. ${style.safe(clipped(ungraded[0].reason, 160))}`;
}

function fitting(all: readonly Column[], room: number, widthOf: (column: Column) => number): readonly Column[] {
  let shown = all;
  const width = (some: readonly Column[]): number => some.reduce((sum, column) => sum + widthOf(column) + 2, -2);
  while (shown.length > 0 && width(shown) > room) {
    const least = Math.min(...shown.map(({ rank }) => rank));
    shown = shown.filter(({ rank }) => rank !== least);
  }
  return shown;
}

function stacked(
  rows: readonly { readonly candidate: CandidateReport; readonly isMarked: boolean }[],
  all: readonly Column[],
  { style, columns }: Options,
): string[] {
  return rows.flatMap(({ candidate, isMarked }) => {
    const beside = besideText(candidate.summary);
    const name = wrap(style.safe(candidate.name), columns, "  ");
    return [
      isMarked ? style.green(name) : style.bold(name),
      ...all.map(({ head, cell }) => wrap(`  ${head} ${cell(candidate)}`, columns, "    ")),
      ...(beside === "" ? [] : [style.yellow(wrap(`  ${beside}: in no rate${exampleText(candidate, style)}`, columns, "    "))]),
    ];
  });
}

/** Pass rates by tag: tags down, candidates across; where that is too wide, a line for each pair of them. */
function tagTable(candidates: readonly CandidateReport[], { style, columns }: Options): string[] {
  const tags = candidates[0]?.summary.byTag.map(({ tag }) => tag) ?? [];
  if (tags.length === 0) return [];
  const shown = tags.slice(0, TAGS_SHOWN);
  const more =
    tags.length > shown.length ? [style.dim(wrap(`  ${counted(tags.length - shown.length, "more tag")} in --json`, columns, "    "))] : [];
  const rateOf = ({ summary }: CandidateReport, tag: string): string => {
    const rate = summary.byTag.find((each) => each.tag === tag)?.rate;
    return rate === undefined || !Number.isFinite(rate.mean) ? "n/a" : shareText(rate.mean);
  };
  // a candidate that broke has graded none of them
  const casesOf = (tag: string): number =>
    Math.max(0, ...candidates.map(({ summary }) => summary.byTag.find((each) => each.tag === tag)?.rate.cases ?? 0));
  const names = candidates.map(({ name }) => clipped(style.safe(name), NAME_MAX));
  const first = shown.map((tag) => clipped(style.safe(tag), NAME_MAX));
  const width = Math.max(...first.map(({ length }) => length), 3);
  const head = `  ${"tag".padEnd(width)}  cases  ${names.map((name) => name.padStart(5)).join("  ")}`;
  if (head.length > columns)
    return [
      ...shown.flatMap((tag, at) => [
        wrap(`  ${first[at] ?? ""}, ${counted(casesOf(tag), "case")}`, columns, "    "),
        ...candidates.map((candidate, n) => wrap(`    ${rateOf(candidate, tag)} ${names[n] ?? ""}`, columns, "      ")),
      ]),
      ...more,
    ];
  return [
    style.dim(head),
    ...shown.map(
      (tag, at) =>
        `  ${(first[at] ?? "").padEnd(width)}  ${String(casesOf(tag)).padStart(5)}  ${candidates.map((candidate, n) => rateOf(candidate, tag).padStart(Math.max(5, names[n]?.length ?? 0))).join("  ")}`,
    ),
    ...more,
  ];
}

const MARKS = { proved: "met", met: "met", missed: "not met", refuted: "not met", unknown: "unknown" } as const;

/** Each requirement once, and under it what each candidate showed; those that showed the same share a line. */
function barLines(bar: readonly BarResult[], { style, columns }: Options): string[] {
  const asked = bar[0]?.requirements ?? [];
  return asked.flatMap((requirement, at) => {
    const groups = new Map<string, { readonly names: string[]; readonly mark: (typeof MARKS)[keyof typeof MARKS] }>();
    for (const { candidate, requirements } of bar) {
      const result = requirements[at];
      if (result === undefined) continue;
      const text = `${observationText(result.observed)}, ${verdictText(result)}`;
      const group = groups.get(text) ?? { names: [], mark: MARKS[result.verdict] };
      group.names.push(candidate);
      groups.set(text, group);
    }
    return [
      wrap(`  ${requirementText(requirement.asked)}`, columns, "    "),
      ...[...groups].map(([text, { names, mark }]) => {
        const colour = { met: style.green, "not met": style.red, unknown: style.yellow }[mark];
        return colour(wrap(`    ${style.safe(`${names.join(", ")}: ${text}`)}`, columns, "      "));
      }),
    ];
  });
}

function setDefaultLines(setDefault: DefaultChange, { style, columns }: Options): string[] {
  const say = (text: string): string => wrap(style.safe(text), columns, "  ");
  if (setDefault.kind === "refused") return [style.yellow(say(`The default stays as it is: ${setDefault.reason}.`))];
  const { candidate, change, left } = setDefault;
  const without = left.map((part) => say(`Not in it: ${part}.`));
  if (change.kind === "paste")
    return [
      say(`${change.file} is not edited, because ${change.why}. To make ${candidate} the default, put this into it:`),
      `  ${style.safe(change.paste)}`,
      ...without,
    ];
  if (change.diff === "") return [say(`${candidate} is the default already.`), ...without];
  const diff = change.diff.split("\n").map(style.safe).join("\n");
  return [diff, "", say(`${change.file} now has ${candidate} as the default.`), ...without];
}

function watchedTexts({ watched }: ComparisonReport): readonly string[] {
  if (watched === undefined) return [];
  const days = [...new Set(watched.unchanged.map(({ startedAt }) => startedAt.slice(0, 10)))].join(", ");
  if (watched.changed.length === 0) return [`Nothing changed since ${days}: nothing was run.`];
  return [
    ...watched.changed.map(({ candidate, changes }) => `${candidate} was run: ${changes.join("; ")}.`),
    ...(watched.unchanged.length === 0
      ? []
      : [`Not run again, because nothing of it changed: ${watched.unchanged.map(({ candidate }) => candidate).join(", ")}.`]),
  ];
}

function clipped(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1).replace(/[\ud800-\udbff]$/, "")}…` : text;
}
