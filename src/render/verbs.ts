import type {
  Diagnosis,
  DocumentList,
  EmbeddedTexts,
  IngestOutcome,
  Removed,
  SearchHit,
  SearchResult,
  SkippedGroup,
} from "../core/results.ts";
import type { Initialized } from "../core/init.ts";
import { unfinishedText } from "../core/unfinished.ts";
import { place } from "./locate.ts";
import { wrap, type RenderOptions, type Style } from "./style.ts";

export function renderInit({ folder, files, next, found, advice, notes = [] }: Initialized, { style, columns }: RenderOptions): string {
  const enter = folder === "." ? "" : `cd ${folder} && `;
  return [
    `Wrote ${count(files.length, "file")} into ${folder === "." ? "this folder" : style.safe(folder)}${found === undefined ? "." : `: ${files.map((name) => style.safe(name)).join(", ")}`}`,
    ...(found === undefined ? [] : [foundLine(found, style)]),
    ...(advice === undefined
      ? []
      : [
          advice.row === undefined
            ? `  which row of the decision table this is, is not sure: ${advice.file}`
            : `  ${advice.row} → ${advice.move}: ${advice.file}`,
        ]),
    ...notes.map((note) => style.yellow(wrap(`  ${style.safe(note)}`, columns, "  "))),
    `  ${style.bold("next:")} ${enter}${next}`,
  ].join("\n");
}

function foundLine({ documents, sources, tests, keys }: NonNullable<Initialized["found"]>, style: Style): string {
  const parts = [
    `${count(documents, "document")}${documents === 0 ? "" : ` in ${sources.map((source) => style.safe(source)).join(", ")}`}`,
    ...tests.map(({ path, cases }) => `${count(cases, "case")} in ${style.safe(path)}`),
    keys.length === 0 ? "no key" : keys.join(", "),
  ];
  return style.dim(`  found ${parts.join("; ")}`);
}

export function renderIngest(result: IngestOutcome, { style, columns }: RenderOptions): string {
  if (result.kind === "empty")
    return [
      style.yellow(style.safe(result.message)),
      ...skippedLines(result.skippedGroups, style),
      `  ${style.bold("next:")} ${style.safe(result.fix)}`,
    ].join("\n");
  const { documents, chunks } = result;
  const changes = [
    [documents.added, "added"],
    [documents.updated, "updated"],
    [documents.renamed, "renamed"],
    [documents.removed, "removed"],
    [documents.unchanged, "unchanged"],
  ] as const;
  const speed = chunks.added >= 100 ? `, ${count(Math.round(result.chunksPerSecond), "chunk")} a second` : "";
  const lines = [
    `${style.bold(`${count(documents.total, "document")}, ${count(chunks.total, "chunk")}`)} in ${seconds(result.tookMs)}${speed}${result.dryRun ? " (dry run: nothing was written)" : ""}`,
    `  ${changes
      .filter(([n]) => n > 0)
      .map(([n, what]) => `${n} ${what}`)
      .join(", ")}${chunks.added === 0 ? "" : `; ${chunks.embedded} embedded, ${chunks.reused} reused`}`,
    ...skippedLines(result.skippedGroups, style),
  ];
  for (const group of result.duplicates.slice(0, 3))
    lines.push(style.dim(wrap(`  the same content: ${group.map((id) => style.safe(id)).join(", ")}`, columns, "    ")));
  for (const root of result.missingRoots)
    lines.push(style.yellow(`  ${style.safe(root)} is not there now; its documents are kept, --prune forgets them`));
  if (!result.complete)
    lines.push(style.yellow("  stopped before the end: what is counted here is stored, and the next run goes on from there"));
  return lines.join("\n");
}

function skippedLines(groups: readonly SkippedGroup[], style: Style): string[] {
  return groups.flatMap((group) => {
    const more = group.count > group.examples.length ? `, and ${group.count - group.examples.length} more: firstfit list` : "";
    return [
      style.yellow(`  ${count(group.count, "file")} not read: ${style.safe(group.reason)}`),
      `    ${group.examples.map((id) => style.safe(id)).join(", ")}${more}`,
    ];
  });
}

export function renderSearch(result: SearchResult, { style, columns, input }: RenderOptions): string {
  const isFiltered = Array.isArray(input["filter"]) && input["filter"].length > 0;
  if (result.hits.length === 0) return `Nothing${isFiltered ? " that passes the filter" : ""} shares a word or a meaning with that.`;
  const blocks = result.hits.map((hit, i) => searchHit(hit, i + 1, { style, columns, explain: input["explain"] === true }));
  return `${blocks.join("\n\n")}\n\n${style.dim(`${count(result.hits.length, "hit")}, ${result.tookMs.toFixed(1)} ms`)}`;
}

function searchHit(
  hit: SearchHit,
  n: number,
  { style, columns, explain }: { readonly style: Style; readonly columns: number; readonly explain: boolean },
): string {
  const heading = hit.heading.length === 0 ? "" : `  ${style.dim(style.safe(hit.heading.join(" › ")))}`;
  const lines = [`${style.bold(`${n}. ${style.safe(place(hit.document, hit.locator))}`)}${heading}  ${style.dim(hit.score.toFixed(3))}`];
  if (explain) {
    const legs = Object.entries(hit.legs).map(([leg, at]) =>
      at.rank > 0 ? `${leg} rank ${at.rank} (${at.score.toFixed(3)})` : `${leg} (${at.score.toFixed(3)})`,
    );
    lines.push(style.cyan(`   ${legs.join(", ")}`));
  }
  const text = hit.text.length > 320 ? `${hit.text.slice(0, 320).replace(/[\ud800-\udbff]$/, "")} …` : hit.text;
  lines.push(wrap(`   ${style.safe(text)}`, columns, "   "));
  return lines.join("\n");
}

export function renderDocuments(result: DocumentList, { style, columns }: RenderOptions): string {
  const lines = result.documents.map(
    (document) =>
      `${style.safe(document.id)}  ${style.dim(`${count(document.chunks, "chunk")}${document.date === undefined ? "" : `, ${document.date}`}`)}${document.notes.map((note) => style.yellow(`\n    ${style.safe(note)}`)).join("")}`,
  );
  for (const skip of result.skipped) lines.push(style.yellow(`${style.safe(skip.id)}  not read: ${style.safe(skip.reason)}`));
  const roots = result.roots.map((root) => style.safe(root)).join(", ");
  lines.push(
    style.dim(`${count(result.documents.length, "document")}, ${result.skipped.length} not read${roots === "" ? "" : `, from ${roots}`}`),
  );
  if (result.unfinished !== undefined)
    lines.push(wrap(style.yellow(`${unfinishedText(result.unfinished)} To finish it: firstfit index`), columns));
  // A run that was killed while it looked for files leaves this too: it had not found any.
  else if (result.documents.length + result.skipped.length + result.roots.length === 0)
    lines.push(wrap(style.yellow("Nothing is indexed yet: firstfit index PATH"), columns));
  return lines.join("\n");
}

export function renderRemoved(result: Removed, { style }: RenderOptions): string {
  return [
    `Removed ${count(result.removed.length, "document")}. The files stay, and come back with the next index unless .firstfitignore leaves them out.`,
    ...result.removed.map((id) => `  ${style.safe(id)}`),
    ...result.unmatched.map((name) => style.yellow(`  nothing matches ${style.safe(name)}`)),
  ].join("\n");
}

/** Texts of a matrix column are numbered, because they do not fit over it. */
export function renderEmbedding(result: EmbeddedTexts, { style, columns }: RenderOptions): string {
  const width = Math.min(40, Math.max(12, columns - 4 - 7 * result.texts.length));
  const lines = [`${" ".repeat(width + 4)}${result.texts.map((_, i) => String(i + 1).padStart(7)).join("")}`];
  result.cosine.forEach((row, i) => {
    const text = style.safe(result.texts[i] ?? "");
    const label = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    lines.push(`${String(i + 1).padStart(3)} ${label.padEnd(width)}${row.map((cosine) => shade(cosine, style)).join("")}`);
  });
  lines.push("", style.dim(`cosine similarity, ${result.model}, ${result.dimensions} numbers a text`));
  return lines.join("\n");
}

function shade(cosine: number, style: Style): string {
  const text = cosine.toFixed(3).padStart(7);
  if (cosine >= 0.6) return style.green(text);
  return cosine >= 0.3 ? text : style.dim(text);
}

const MARKS = { ok: "ok  ", warn: "warn", fail: "FAIL" } as const;

export function renderDiagnosis(result: Diagnosis, { style, columns }: RenderOptions): string {
  const paint = { ok: style.green, warn: style.yellow, fail: style.red };
  return result.checks
    .map((check) => {
      const line = `${paint[check.status](MARKS[check.status])}  ${check.name.padEnd(14)} ${style.safe(check.detail)}`;
      return check.fix === undefined
        ? line
        : `${line}\n${wrap(`      ${style.bold("next:")} ${style.safe(check.fix)}`, columns, "      ")}`;
    })
    .join("\n");
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
