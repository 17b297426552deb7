import { describe, expect, test } from "vitest";
import { hostileComparison, madeComparison } from "../../test/fixtures/made-comparison.ts";
import { madeCases, madeReport } from "../../test/fixtures/made-report.ts";
import { compareReport } from "../flows/compare.ts";
import { renderComparison } from "./comparison.ts";
import { cheapestText } from "./report-text.ts";
import { plainStyle, terminalStyle } from "./style.ts";

describe("a comparison in the terminal", () => {
  test("is that of the golden file at 80 columns", async () => {
    await expect(`${renderComparison(madeComparison(), { style: plainStyle, columns: 80 })}\n`).toMatchFileSnapshot(
      "../../test/golden/comparison.txt",
    );
  });

  test("keeps to the width of the terminal, down to 20 columns", () => {
    for (const columns of [120, 80, 60, 40, 30, 20]) {
      const lines = renderComparison(madeComparison(), { style: plainStyle, columns }).split("\n");
      expect(Math.max(...lines.map((line) => line.length)), `${columns} columns`).toBeLessThanOrEqual(columns);
    }
  });

  test("has colour only where it is asked for, and never an escape sequence of a candidate's", () => {
    expect(renderComparison(madeComparison(), { style: plainStyle, columns: 80 })).not.toContain("\u001b");
    expect(renderComparison(madeComparison(), { style: terminalStyle, columns: 80 })).toContain("\u001b[32m");
    expect(renderComparison(hostileComparison(), { style: plainStyle, columns: 80 })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test("says what is not known, and shows no zero for it", () => {
    const report = compareReport(madeReport(madeCases(2), { a: { outcomes: "!!" }, b: { outcomes: "+-" } }), {
      seed: 1,
      isLocal: () => undefined,
    });
    const text = renderComparison(report, { style: plainStyle, columns: 80 });
    expect(text).toContain("n/a");
    expect(text).toContain("2 errors: in no rate. The server answered 529");
    expect(text).toContain("No case was graded for both a and b.");
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("counts the cases of a tag although the first candidate broke on all of them", () => {
    const cases = madeCases(3, () => ({ tags: ["edge"] }));
    const report = compareReport(madeReport(cases, { a: { outcomes: "!!!" }, b: { outcomes: "+-+" } }), {
      seed: 1,
      isLocal: () => undefined,
    });
    expect(renderComparison(report, { style: plainStyle, columns: 80 })).toMatch(/^ {2}edge {6}3 /m);
  });

  test("does not call one the cheapest where another costs the same", () => {
    const report = compareReport(madeReport(madeCases(4), { a: { outcomes: "+++-", usd: 0 }, b: { outcomes: "++++", usd: 0 } }), {
      seed: 1,
      bar: [{ kind: "pass-rate", min: 0.5 }],
      isLocal: () => undefined,
    });
    const text = renderComparison(report, { style: plainStyle, columns: 80 });
    expect(text).toContain("b is the best, and none is cheaper.");
    expect(text).toContain("Both that meet the bar cost the same, $0 a call; b passes most.");
    expect(text).not.toContain("cheapest");
  });

  test("says how many that meet the bar cost the least, and which of them passes most", () => {
    const last = (candidates: Parameters<typeof madeReport>[1]): string | undefined =>
      cheapestText(
        compareReport(madeReport(madeCases(4), candidates), { seed: 1, bar: [{ kind: "pass-rate", min: 0.5 }], isLocal: () => undefined }),
      );
    const [most, some] = ["++++", "+++-"];
    expect(last({ a: { outcomes: some, usd: 0 }, b: { outcomes: most, usd: 0 }, c: { outcomes: most, usd: 0 } })).toBe(
      "All 3 that meet the bar cost the same, $0 a call; b and c pass most.",
    );
    expect(last({ a: { outcomes: some, usd: 0 }, b: { outcomes: some, usd: 0 }, c: { outcomes: "----", usd: 0 } })).toBe(
      "Both that meet the bar cost the same, $0 a call, and pass as many: a, b.",
    );
    expect(last({ a: { outcomes: some, usd: 0 }, b: { outcomes: most, usd: 0 }, c: { outcomes: most, usd: 1 } })).toBe(
      "2 of the 3 that meet the bar cost the least, $0 a call; b passes most.",
    );
  });
});
