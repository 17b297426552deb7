import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOSTILE, hostileComparison, madeComparison } from "../../test/fixtures/made-comparison.ts";
import { madeCases, madeReport } from "../../test/fixtures/made-report.ts";
import type { MeasuredCurve } from "../core/learning-curve.ts";
import { compareReport } from "../flows/compare.ts";
import { readXml } from "../documents/xml.ts";
import { parseCsv } from "../text/csv.ts";
import { curveRows, curveSvg } from "./decision-curve.ts";
import { reportCsv } from "./report-csv.ts";
import { reportHtml } from "./report-html.ts";
import { reportJunit } from "./report-junit.ts";
import { reportMarkdown } from "./report-markdown.ts";
import { frontierSvg, intervalsSvg } from "./report-svg.ts";

const golden = (name: string): string => `../../test/golden/${name}`;

interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Elements in order. Our own reader forgives what XML forbids, so that is looked for first. */
function elementsOf(xml: string): readonly XmlElement[] {
  const between = xml.replace(/^<\?xml [^?]*\?>\n/, "").replace(/<\/?[\w-]+(?:\s[\w:-]+="[^"<]*")*\/?>/g, "");
  expect(between, "stray markup").not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/);
  const elements: XmlElement[] = [];
  readXml(new TextEncoder().encode(xml), {
    open: (name, attributes) => void elements.push({ name, attributes: Object.fromEntries(attributes) }),
    text: () => {},
    close: () => {},
  });
  return elements;
}

describe("the page", () => {
  test("is the page of the golden file, without a script and without an address", async () => {
    const page = reportHtml(madeComparison());
    await expect(page).toMatchFileSnapshot(golden("report.html"));
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg")/i);
  });

  test("has no tag and no attribute out of foreign text", () => {
    const page = reportHtml(hostileComparison());
    const tags = [...page.matchAll(/<\/?([a-z]+)((?:\s[^<>]*)?)>/gi)];
    const known =
      /^(?:html|head|meta|title|style|body|main|header|p|h1|h2|h3|bdi|span|ul|ol|li|section|div|table|thead|tbody|tr|th|td|br|b|label|input|details|summary|figure|svg|desc|line|text|circle|footer)$/;
    expect(tags.map(([, name = ""]) => name).filter((name) => !known.test(name))).toEqual([]);
    expect(tags.filter(([, , attributes = ""]) => /\son\w+\s*=|\ssrc\s*=|\shref\s*=/i.test(attributes.replace(/"[^"]*"/g, '""')))).toEqual(
      [],
    );
    expect(page.match(/<style>/g)).toHaveLength(1);
    // hidden and reordering characters are named
    expect(page).toContain("[U+202E]");
    expect(page).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/);
  });

  test("of a run without comparison has what there is", () => {
    const page = reportHtml(madeReport(madeCases(3), { only: { outcomes: "+-!" } }));
    expect(page).toContain("firstfit eval");
    expect(page).not.toContain("Cost against quality");
    expect(page).not.toContain("NaN");
  });

  test("says how many cases it leaves out, those that everybody passed first", () => {
    const count = 3_200;
    const page = reportHtml(madeReport(madeCases(count), { it: { outcomes: `${"+".repeat(count - 1)}-` } }));
    expect(page).toContain("200 cases of 3,200 left out");
    expect(page).toContain(`case-${count}`);
  });

  test("has no figure that is not a number where nothing was graded", () => {
    const nothing = madeReport(madeCases(2), { a: { outcomes: "!!" }, b: { outcomes: "??" } });
    for (const text of [reportHtml(nothing), reportMarkdown(nothing), reportJunit(nothing), reportCsv(nothing)])
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("pictures", () => {
  test("have a title and say in words what they show", () => {
    const report = madeComparison();
    for (const picture of [intervalsSvg(report), frontierSvg(report) ?? ""]) {
      const [svg, title, description] = elementsOf(picture);
      expect(svg).toMatchObject({ name: "svg", attributes: { role: "img", "aria-labelledby": expect.any(String) as string } });
      expect([title?.name, description?.name]).toEqual(["title", "desc"]);
      expect(picture).toContain("small");
    }
  });

  test("place costs of different size on a logarithmic scale, and what costs nothing at its left", () => {
    const usd = [0, 0.0001, 0.01, 1];
    const report = { ...madeComparison(), ...comparisonOf(usd) };
    const xs = [...(frontierSvg(report) ?? "").matchAll(/<circle class="point \w+" cx="([\d.]+)%"/g)].map(([, x]) => Number(x));
    expect(xs).toHaveLength(4);
    expect(xs.toSorted((a, b) => a - b)).toEqual(xs);
    expect((xs[2] ?? 0) - (xs[1] ?? 0)).toBeCloseTo((xs[3] ?? 0) - (xs[2] ?? 0), 1);
  });

  test("of cost against quality need two candidates with a price", () => {
    expect(frontierSvg({ ...madeComparison(), ...comparisonOf([0.1]) })).toBeUndefined();
  });

  test("of cost against quality are left out where all cost the same, and the page says why", () => {
    for (const usd of [0, 0.02]) {
      const report = { ...madeComparison(), ...comparisonOf([usd, usd, usd, usd]) };
      expect(frontierSvg(report)).toBeUndefined();
      expect(reportHtml(report)).toContain("<p>All 4 cost the same, so there is no picture of cost against pass rate.</p>");
    }
    expect(reportHtml(madeComparison())).not.toContain("there is no picture");
  });

  test("mark the cheapest that meets the bar only where no other costs the same", () => {
    const page = (usd: readonly number[]): string => {
      const report = madeReport(madeCases(10), Object.fromEntries(usd.map((each, n) => [`c${n}`, { outcomes: "++++++++--", usd: each }])));
      return reportHtml(compareReport(report, { seed: 1, bar: [{ kind: "pass-rate", min: 0.5 }], isLocal: () => undefined }));
    };
    expect(page([0.1, 0.2])).toContain("cheapest that meets the bar</span>");
    expect(page([0.1, 0.1, 0.2])).not.toContain("cheapest that meets the bar</span>");
  });

  test("of a learning curve have ticks that are what they say, and whole numbers of examples a label", () => {
    for (const [low, ticks] of [
      [0.06, ["0.00", "0.25", "0.50", "0.75", "1.00"]],
      [0.3, ["0.25", "0.50", "0.75", "1.00"]],
      [0.52, ["0.50", "0.60", "0.70", "0.80", "0.90", "1.00"]],
      [0.9, ["0.75", "0.80", "0.85", "0.90", "0.95", "1.00"]],
    ] as const) {
      const picture = curveSvg(curveFrom(low));
      expect([...picture.matchAll(/text-anchor="end">([\d.]+)</g)].map(([, tick]) => tick)).toEqual(ticks);
      expect(picture).toContain(">27</text>");
    }
    expect(curveRows(curveFrom(0.5)).map(([, perLabel]) => perLabel)).toEqual(["under 1", "27", "1,200"]);
  });
});

function curveFrom(low: number): MeasuredCurve {
  const accuracy = { mean: low + 0.02, low, high: low + 0.05 };
  return {
    kind: "measured",
    classifier: "TF-IDF and softmax regression",
    examples: { used: 480, of: 480 },
    folds: 3,
    runs: 12,
    labels: 18,
    rareLabels: 0,
    rareExamples: 0,
    missingLabels: [],
    heldOut: { examples: 480, groups: 480 },
    guessing: low,
    bar: 0.95,
    smallGain: 0.01,
    aboveGuessing: accuracy,
    finding: "rising",
    points: [
      { examples: 12, perLabel: 0.7, accuracy },
      { examples: 480, perLabel: 26.7, accuracy },
      { examples: 21_600, perLabel: 1_200, accuracy },
    ],
  };
}

function comparisonOf(usd: readonly number[]) {
  const report = madeReport(madeCases(10), Object.fromEntries(usd.map((each, n) => [`c${n}`, { outcomes: "++++++++--", usd: each }])));
  return { candidates: report.candidates, cases: report.cases };
}

describe("the step summary", () => {
  test("is the Markdown of the golden file", async () => {
    await expect(reportMarkdown(madeComparison())).toMatchFileSnapshot(golden("report.md"));
  });

  test("makes no link, image, mention or HTML out of foreign text, and breaks no table", () => {
    const text = reportMarkdown(hostileComparison());
    expect(text.replaceAll("<details><summary>", "").replaceAll("</summary>", "").replaceAll("</details>", "")).not.toMatch(/[<>]/);
    expect(text).not.toMatch(/(?<!\\)[[\]]|:\/\/|www\.|@/);
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    for (const row of rows) expect(row.replaceAll("\\|", "").match(/\|/g)?.length, row).toBeOneOf([5, 10]);
  });
});

describe("JUnit", () => {
  test("is the XML of the golden file", async () => {
    await expect(reportJunit(madeComparison())).toMatchFileSnapshot(golden("report.junit.xml"));
  });

  test("keeps failures, errors and what is in no rate apart, and counts them", () => {
    const cases = madeCases(5, (n) => (n === 4 ? { review: "unreviewed" } : {}));
    const elements = elementsOf(reportJunit(madeReport(cases, { it: { outcomes: "+-!?-" } })));
    expect(elements.find(({ name }) => name === "testsuite")?.attributes).toMatchObject({
      tests: "5",
      failures: "1",
      errors: "1",
      skipped: "2",
    });
    expect(elements.filter(({ name }) => ["failure", "error", "skipped"].includes(name)).map(({ name }) => name)).toEqual([
      "failure",
      "error",
      "skipped",
      "skipped",
    ]);
  });

  test("has the bar and the baseline as suites of their own", () => {
    const suites = elementsOf(reportJunit(madeComparison())).filter(({ name }) => name === "testsuite");
    expect(suites.map(({ attributes }) => [attributes["name"], attributes["failures"]])).toContainEqual(["baseline", "1"]);
    expect(suites.map(({ attributes }) => [attributes["name"], attributes["failures"]])).toContainEqual(["bar: small", "0"]);
  });

  test("is well-formed whatever stands in it", () => {
    const xml = reportJunit(hostileComparison());
    expect(elementsOf(xml).filter(({ name }) => name === "testcase").length).toBeGreaterThan(100);
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\]\]>/);
  });
});

describe("CSV", () => {
  test("is the table of the golden file", async () => {
    await expect(reportCsv(madeComparison())).toMatchFileSnapshot(golden("report.csv"));
  });

  test("has no cell that a spreadsheet would run, and gives back what was written", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE, "=1+1", "+1", "-x", "@a", "\t=1", "\r=1", "'=1", "''=1")),
          { minLength: 1, maxLength: 5 },
        ),
        (texts) => {
          const cases = madeCases(texts.length);
          const csv = reportCsv(
            madeReport(cases, {
              it: { outcomes: "+".repeat(texts.length), text: (id) => texts[cases.findIndex((each) => each.id === id)] ?? "" },
            }),
          );
          const parsed = parseCsv(csv);
          if (parsed.kind !== "table") throw new Error("not a table");
          const column = parsed.rows[0]?.cells.indexOf("output") ?? -1;
          expect(parsed.rows.slice(1).map(({ cells }) => cells[column])).toEqual(texts);
          for (const cell of csv.split(/,|\r\n/)) expect(cell).not.toMatch(/^"?[=@\t]/);
        },
      ),
    );
  });

  test("leaves a cell empty for what is not known", () => {
    const parsed = parseCsv(reportCsv(madeReport(madeCases(1), { it: { outcomes: "!" } })));
    if (parsed.kind !== "table") throw new Error("not a table");
    const [head, row] = parsed.rows;
    const cell = (name: string): string | undefined => row?.cells[head?.cells.indexOf(name) ?? -1];
    expect([cell("outcome"), cell("cost_usd"), cell("latency_ms"), cell("error_code")]).toEqual(["error", "", "", "OVERLOADED"]);
  });
});
