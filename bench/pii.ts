// npm run bench:pii: how much personal data of presidio-research is recognised. Recall: share of a type's characters that some span covers, whatever its type, and
// of spans that are covered whole; precision: share of the characters found that are personal data of any kind.
import { recognise } from "../src/text/personal-data/recognise.ts";
import type { PersonalDataSpan } from "../src/text/personal-data/span.ts";
import { wilson } from "../src/stats/intervals.ts";
import { readJsonl } from "./data.ts";

interface Row {
  readonly text: string;
  readonly spans: readonly { readonly type: string; readonly start: number; readonly end: number }[];
}

/** Types of the data that are looked for, by ours. The rest (countries, job titles, weekdays, web addresses) is none of what scrubbing promises. */
const OURS: Readonly<Record<string, PersonalDataSpan["type"]>> = {
  CREDIT_CARD: "card",
  IBAN_CODE: "iban",
  US_SSN: "national-id",
  US_DRIVER_LICENSE: "driving-licence",
  EMAIL_ADDRESS: "email",
  PHONE_NUMBER: "phone",
  IP_ADDRESS: "ip",
  PERSON: "person",
  ORGANIZATION: "organisation",
  ADDRESS: "address",
};
const file = process.argv.includes("--small") ? "generated_small.jsonl" : "generated_large.jsonl";
const rows = readJsonl<Row>("presidio-research", file).map((row) => ({ ...row, found: recognise(row.text) }));

const table = Object.entries(OURS).map(([type, ours]) => {
  const gold = rows.flatMap(({ spans, found }) => spans.filter((span) => span.type === type).map((span) => ({ span, found })));
  const whole = gold.filter(({ span, found }) => coveredLength(span, found) === span.end - span.start).length;
  const right = gold.filter(
    ({ span, found }) =>
      coveredLength(
        span,
        found.filter((each) => each.type === ours),
      ) >
      0.5 * (span.end - span.start),
  ).length;
  const claimed = rows.flatMap(({ spans, found }) => found.filter((each) => each.type === ours).map((each) => ({ each, spans })));
  const true_ = claimed.filter(({ each, spans }) => coveredLength(each, spans) > 0.5 * (each.end - each.start)).length;
  const own = claimed.filter(
    ({ each, spans }) =>
      coveredLength(
        each,
        spans.filter((span) => span.type === type),
      ) >
      0.5 * (each.end - each.start),
  ).length;
  return {
    type: ours,
    gold: gold.length,
    hidden: wilson(whole, gold.length),
    typed: right / gold.length,
    found: claimed.length,
    personal: wilson(true_, claimed.length),
    own: own / claimed.length,
  };
});

if (process.argv.includes("--misses")) {
  const type = process.argv.at(-1);
  for (const { text, spans, found } of rows)
    for (const span of spans)
      if (span.type === type && coveredLength(span, found) < span.end - span.start)
        process.stdout.write(
          `${JSON.stringify(text.slice(span.start, span.end))}  in  ${JSON.stringify(text.slice(Math.max(0, span.start - 60), span.end + 30))}\n`,
        );
} else if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(table)}\n`);
else {
  process.stdout.write(
    `${rows.length} texts of presidio-research, ${file}\n\n| type | in the data | hidden whole (recall) | under its own type | found | personal data (precision) | of that type |\n| --- | --- | --- | --- | --- | --- | --- |\n`,
  );
  for (const row of table)
    process.stdout.write(
      `| ${[row.type, row.gold, range(row.hidden), row.typed.toFixed(3), row.found, range(row.personal), row.own.toFixed(3)].join(" | ")} |\n`,
    );
}

/** Characters of the span that the others cover together. */
function coveredLength(
  span: { readonly start: number; readonly end: number },
  others: readonly { readonly start: number; readonly end: number }[],
): number {
  let covered = 0;
  for (let at = span.start; at < span.end; at++) if (others.some(({ start, end }) => start <= at && at < end)) covered++;
  return covered;
}

function range({ mean, low, high }: { readonly mean: number; readonly low: number; readonly high: number }): string {
  return `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}
