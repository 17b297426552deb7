import type { Case } from "../../core/evaluation.ts";
import type { LabelledExample } from "../../core/labelled-examples.ts";
import type { MissingLabel } from "../../core/learning-curve.ts";
import { listed } from "../../text/listed.ts";
import { plain } from "../../text/plain.ts";
import { rightOutput } from "./right-output.ts";

/** Labels that cases expect and no example has, those of most cases first: what learns from the examples alone cannot say them. */
export function missingLabels(rows: readonly LabelledExample[], cases: readonly Case[]): readonly MissingLabel[] {
  const labels = [...new Set(rows.map(({ output }) => output))];
  const known = new Set(labels.map(plain));
  const missing = new Map<string, { label: string; cases: number }>();
  for (const each of cases) {
    const label = rightOutput(each)?.text;
    if (label === undefined || isSayable(each, { labels, known })) continue;
    const before = missing.get(plain(label)) ?? { label, cases: 0 };
    missing.set(plain(label), { ...before, cases: before.cases + 1 });
  }
  return [...missing.values()].toSorted((a, b) => b.cases - a.cases || (a.label < b.label ? -1 : 1));
}

/** Whether one of the labels is what the case expects, as the graders take texts for the same. */
function isSayable(
  { expectations }: Case,
  { labels, known }: { readonly labels: readonly string[]; readonly known: ReadonlySet<string> },
): boolean {
  return expectations.every((expected) => {
    switch (expected.kind) {
      case "exact":
        return expected.texts.some((text) => known.has(plain(text)));
      case "substring":
        return [...known].some((label) => expected.texts.every((text) => label.includes(plain(text))));
      case "json":
        return labels.includes(JSON.stringify(expected.value));
      case "number":
        return labels.includes(String(expected.value));
      default:
        return true;
    }
  });
}

const NAMED_MAX = 5;

/** '"sun" (3 cases) and "moon" (1 case)'. */
export function missingText(missing: readonly MissingLabel[]): string {
  const named = missing
    .slice(0, NAMED_MAX)
    .map(({ label, cases }) => `${JSON.stringify(label)} (${cases.toLocaleString("en-US")} ${cases === 1 ? "case" : "cases"})`);
  const more = missing.length - named.length;
  return listed([...named, ...(more === 0 ? [] : [`${more.toLocaleString("en-US")} more`])]);
}
