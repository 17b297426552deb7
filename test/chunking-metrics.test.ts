import { describe, expect, it } from "vitest";
import { precisionOmega, tokenScores } from "../bench/chunking-metrics.ts";

const chunk = (start: number, end: number, corpus = "a") => ({ corpus, start, end });

describe("scores of retrieved chunks against excerpts", () => {
  it("count what was found, what was not asked for, and what was missed", () => {
    const excerpts = [
      { start: 10, end: 20 },
      { start: 40, end: 50 },
    ];
    // 10 of 20 found, in 100 retrieved, 10 missed.
    expect(tokenScores(excerpts, "a", [chunk(0, 30), chunk(100, 170)])).toEqual({ recall: 0.5, precision: 0.1, iou: 10 / 110 });
    expect(tokenScores(excerpts, "a", [])).toEqual({ recall: 0, precision: 0, iou: 0 });
  });

  it("count a chunk of another text as retrieved for nothing", () => {
    expect(tokenScores([{ start: 0, end: 10 }], "a", [chunk(0, 10), chunk(0, 10, "b")])).toEqual({ recall: 1, precision: 0.5, iou: 0.5 });
  });

  it("count what two chunks share once as found and twice as retrieved", () => {
    expect(tokenScores([{ start: 5, end: 15 }], "a", [chunk(0, 12), chunk(8, 20)])).toEqual({
      recall: 1,
      precision: 10 / 24,
      iou: 10 / 24,
    });
  });

  it("take all chunks that touch the excerpts for precision omega, and count what no chunk holds as missed", () => {
    const chunks = [chunk(0, 20), chunk(20, 40), chunk(60, 80), chunk(0, 100, "b")];
    expect(precisionOmega([{ start: 10, end: 30 }], "a", chunks)).toBe(20 / 40);
    expect(precisionOmega([{ start: 35, end: 45 }], "a", chunks)).toBe(5 / 25);
    expect(precisionOmega([{ start: 45, end: 50 }], "a", chunks)).toBe(0);
  });
});
