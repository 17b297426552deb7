import type { DatasetGrowth } from "../core/dataset-results.ts";
import { wrap } from "./style.ts";
import type { RenderOptions } from "./style.ts";

const SHOWN_MAX = 8;

export function renderGrowth(growth: DatasetGrowth, { style, columns }: RenderOptions): string {
  const { cases, lastAdded, months, due, casesAMonth, thinTags, undated, failures } = growth;
  const row = (text: string): string => wrap(`  ${text}`, columns, "    ");
  const lines = [style.bold(`${cases.toLocaleString("en-US")} ${cases === 1 ? "case" : "cases"} in ${style.safe(growth.name)}`)];
  lines.push(
    row(
      lastAdded === undefined
        ? "no case says when it came in"
        : `the last came in on ${lastAdded}; by month: ${months.map(({ month, cases: count }) => `${month} ${count}`).join(", ")}`,
    ),
  );
  if (undated > 0 && lastAdded !== undefined) lines.push(row(`${undated} do not say when they came in`));
  lines.push(
    due === 0
      ? style.green(row(`this month has its ${casesAMonth}`))
      : style.yellow(row(`${due} more this month would make ${casesAMonth}; a year of that covers what production has shown you`)),
  );
  if (thinTags.length > 0) {
    const shown = thinTags.slice(0, SHOWN_MAX).map(({ name, cases: count }) => `${style.safe(name)} ${count}`);
    lines.push(row(`thin tags: ${shown.join(", ")}${thinTags.length > SHOWN_MAX ? `, and ${thinTags.length - SHOWN_MAX} more` : ""}`));
  }
  if (failures !== undefined && failures.cases.length > 0) {
    const shown = failures.cases.slice(0, SHOWN_MAX).map((id) => style.safe(id));
    lines.push(
      style.yellow(
        row(
          `${failures.cases.length} that the newest run failed (${style.safe(failures.dataset)}) have no case here: ${shown.join(", ")}${failures.cases.length > SHOWN_MAX ? ", …" : ""}`,
        ),
      ),
    );
  }
  return [...lines, `  ${style.bold("next:")} one of`, ...growth.commands.map((command) => `    ${style.safe(command)}`)].join("\n");
}
