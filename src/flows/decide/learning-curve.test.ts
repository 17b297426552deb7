import { describe, expect, test } from "vitest";
import type { LearningCurve, MeasuredCurve } from "../../core/learning-curve.ts";
import type { CurveExample } from "../../learn/learning-curve.ts";
import { seededRandom, shuffled } from "../../stats/random.ts";
import type { Random } from "../../stats/random.ts";
import { curveText, findingOf, learningCurve } from "./learning-curve.ts";

const CONSONANTS = "bcdfghjklmnpqrstvwxz";

/** A word of its own for each number. */
function word(of: number): string {
  let letters = "";
  for (let rest = of * 7_919 + 13, at = 0; at < 6; at += 1, rest = Math.floor(rest / 20) + of) letters += CONSONANTS[rest % 20] ?? "";
  return `${letters}${of.toString(26)}`;
}

/** Texts of filler and two words that tell the label, out of so many that a label has; some are labelled at random. */
function planted(
  count: number,
  { labels, words, noise = 0, seed = 1 }: { labels: number; words: number; noise?: number; seed?: number },
): readonly CurveExample[] {
  const random = seededRandom(seed);
  const below = (most: number): number => Math.floor(most * random());
  return Array.from({ length: count }, () => {
    const own = below(labels);
    const told = [0, 1].map(() => word(1_000 + 1_000 * own + below(words)));
    const filler = Array.from({ length: 5 }, () => word(below(200)));
    return { text: shuffled([...told, ...filler], random).join(" "), label: `label ${random() < noise ? below(labels) : own}` };
  });
}

function relabelled(examples: readonly CurveExample[], label: (random: Random) => string, seed: number): readonly CurveExample[] {
  const random = seededRandom(seed);
  return examples.map((each) => ({ ...each, label: label(random) }));
}

function measured(curve: LearningCurve): MeasuredCurve {
  if (curve.kind !== "measured") throw new Error(curve.reason);
  return curve;
}

describe("a learning curve", () => {
  test("that is flat at the bar overrules the number of examples, with its figures", async () => {
    const curve = measured(await learningCurve(planted(600, { labels: 2, words: 3 }), { bar: 0.9 }));
    expect(curve.finding).toBe("enough");
    expect(curve.points.map(({ examples }) => examples)).toEqual([60, 120, 240, 480]);
    expect(curve.points.map(({ perLabel }) => perLabel)).toEqual([30, 60, 120, 240]);
    expect(curve.points.at(-1)?.accuracy.mean).toBeGreaterThan(0.98);
    expect(curveText(curve)).toMatch(
      /^The learning curve of a classical classifier is flat: the last doubling, 240 to 480 examples \(120 to 240 a label\), brought -?0\.00\d \[-0\.0\d\d, 0\.0[01]\d\], less than 0\.02, and it ends at (0\.99|1\.00) \[0\.9\d, 1\.00\] beside a bar of 0\.90\.$/,
    );
  });

  test("that still rises does not, and says that labels are the cheaper next step", async () => {
    const curve = measured(await learningCurve(planted(600, { labels: 20, words: 40 }), { bar: 0.5 }));
    expect(curve.finding).toBe("rising");
    expect(curve.points.at(-1)?.gain?.low).toBeGreaterThan(0);
    expect(curveText(curve)).toContain("still rises: the last doubling, 240 to 480 examples (12 to 24 a label), brought 0.");
    expect(curveText(curve)).toContain("More labels are the cheaper next step.");
  });

  test("is not enough where nearly all labels have two examples and two frequent ones hide them", async () => {
    const frequent = planted(600, { labels: 2, words: 3 });
    const rare = planted(56, { labels: 28, words: 40 }).map((each, at) => ({ ...each, label: `rare ${at % 28}` }));
    const curve = measured(await learningCurve([...frequent, ...rare], { bar: 0.9 }));
    expect(curve).toMatchObject({ labels: 30, rareLabels: 28, rareExamples: 56, finding: "unsettled" });
    expect(curve.points.at(-1)?.gain?.high).toBeLessThan(0.02);
    expect(curveText(curve)).toContain("is flat, and does not say that the examples are enough: the last doubling, ");
    expect(curveText(curve)).toContain("28 of the 30 labels have fewer than 10 examples, 8.5% of all together, and hardly show in it.");
    // a single rare one among many changes nothing, and is said
    const one = measured(await learningCurve([...frequent, ...rare.slice(0, 2).map((each) => ({ ...each, label: "rare" }))], { bar: 0.9 }));
    expect(one).toMatchObject({ rareLabels: 1, rareExamples: 2, finding: "enough" });
    expect(curveText(one)).toContain("1 of the 3 labels has fewer than 10 examples, 0.3% of all together, and hardly shows in it.");
  });

  test("is not enough where cases expect labels that no example has, and names them", async () => {
    const missingLabels = [{ label: "sun", cases: 3 }, ...["a", "b", "c", "d", "e", "f"].map((label) => ({ label, cases: 1 }))];
    const curve = measured(await learningCurve(planted(600, { labels: 2, words: 3 }), { bar: 0.9, missingLabels }));
    expect(curve.finding).toBe("labels missing");
    expect(curveText(curve)).toContain("is flat, and does not say that the examples are enough: the last doubling, 240 to 480 examples");
    expect(curveText(curve)).toContain("and the cases expect labels of which it shows nothing.");
    expect(curveText(curve)).toContain(
      ' No example has the labels "sun" (3 cases), "a" (1 case), "b" (1 case), "c" (1 case), "d" (1 case) and 2 more: add some first.',
    );
    const rising = measured(
      await learningCurve(planted(600, { labels: 20, words: 40 }), { bar: 0.5, missingLabels: [{ label: "sun", cases: 3 }] }),
    );
    expect(rising.finding).toBe("rising");
    expect(curveText(rising)).toContain('No example has the label "sun" (3 cases): add some first.');
  });

  test("is not settled where a large group makes the last step shorter than a doubling", async () => {
    const apart = planted(300, { labels: 2, words: 3 });
    const together = planted(600, { labels: 2, words: 3, seed: 2 }).map((each) => ({ ...each, group: "one conversation" }));
    const curve = measured(await learningCurve([...apart, ...together], { bar: 0.9 }));
    const [before, last] = curve.points.slice(-2);
    expect((last?.examples ?? 0) / (before?.examples ?? 1)).toBeLessThan(1.8);
    expect(last?.gain?.high).toBeLessThan(0.02);
    expect(curve.finding).toBe("unsettled");
    expect(curveText(curve)).toMatch(
      /because its last step is no doubling: what belongs together is not divided, and the last step, \d+ to \d+ examples/,
    );
  });

  test("speaks of whole examples, however many labels share them", async () => {
    const curve = measured(await learningCurve(planted(400, { labels: 3, words: 3 }), { bar: 0.9 }));
    expect(curve.points.map(({ perLabel }) => perLabel)).toEqual([13.3, 26.7, 53.3, 106.7]);
    expect(curveText(curve)).toContain(", 160 to 320 examples (53 to 107 a label), ");
  });

  test("of few examples is not settled, however well they go", async () => {
    const curve = measured(await learningCurve(planted(100, { labels: 2, words: 3 }), { bar: 0.9 }));
    expect(curve.points.at(-1)?.accuracy.mean).toBeGreaterThan(0.9);
    expect(curve.finding).not.toBe("enough");
  });

  test("of labels that were shuffled never overrules, whether they are even or nearly all the same, and wherever the bar is", async () => {
    for (const seed of [1, 2, 3]) {
      const examples = planted(300, { labels: 2, words: 3, seed });
      const even = relabelled(examples, (random) => (random() < 0.5 ? "a" : "b"), seed);
      const uneven = relabelled(examples, (random) => (random() < 0.97 ? "a" : "b"), seed);
      for (const [labels, bar] of [
        [even, 0.3],
        [even, 0.9],
        [uneven, 0.9],
      ] as const) {
        const { finding } = measured(await learningCurve(labels, { bar }));
        expect(["no better than guessing", "unsettled"], `seed ${seed}, bar ${bar}`).toContain(finding);
      }
    }
  });

  test("that is flat where most examples carry the same label says so: guessing is as good", async () => {
    const examples = relabelled(planted(600, { labels: 2, words: 3 }), (random) => (random() < 0.97 ? "a" : "b"), 1);
    const curve = measured(await learningCurve(examples, { bar: 0.9 }));
    expect(curve.finding).toBe("no better than guessing");
    expect(curve.points.at(-1)?.accuracy.mean).toBeGreaterThan(0.94);
    expect(curveText(curve)).toContain("always saying the most frequent label has 0.9");
  });

  test("finds nothing in copies: rows with the same text, and rows of one group, are held out together", async () => {
    const texts = relabelled(planted(150, { labels: 2, words: 40 }), (random) => (random() < 0.5 ? "a" : "b"), 3);
    const copies = measured(
      await learningCurve([...texts, ...texts.map((each) => ({ ...each, text: ` ${each.text.toUpperCase()}` }))], { bar: 0.9 }),
    );
    expect(copies.heldOut).toEqual({ examples: 300, groups: 150 });
    expect(copies.points.at(-1)?.accuracy.mean).toBeLessThan(0.62);
    const grouped = texts.flatMap((each, at) =>
      [0, 1].map((turn) => ({ ...each, text: `${each.text} ${word(9_000 + turn)}`, group: `g${at}` })),
    );
    const apart = grouped.map(({ text, label }) => ({ text, label }));
    expect(measured(await learningCurve(grouped, { bar: 0.9 })).points.at(-1)?.accuracy.mean).toBeLessThan(0.62);
    // what would be found without the groups
    expect(measured(await learningCurve(apart, { bar: 0.9 })).points.at(-1)?.accuracy.mean).toBeGreaterThan(0.75);
  });

  test("is the same for the same examples, and takes a turn before each training", async () => {
    const examples = planted(120, { labels: 3, words: 5, noise: 0.2 });
    let turns = 0;
    const first = await learningCurve(examples, { bar: 0.9, pause: async () => void (turns += 1) });
    expect(turns).toBe(60);
    expect(await learningCurve(examples, { bar: 0.9 })).toEqual(first);
    await expect(
      learningCurve(examples, {
        bar: 0.9,
        pause: async () => {
          throw new Error("stop");
        },
      }),
    ).rejects.toThrow("stop");
  });

  test("of many examples is measured on all of them, and fewer folds are held out", { timeout: 60_000 }, async () => {
    const many = measured(await learningCurve(planted(5_000, { labels: 5, words: 20 }), { bar: 0.9 }));
    expect(many).toMatchObject({ examples: { used: 5_000, of: 5_000 }, runs: 6, heldOut: { examples: 5_000 } });
    expect(many.points.map(({ examples }) => examples)).toEqual([500, 1_000, 2_000, 4_000]);
  });

  test("of more than can be done in seconds is measured on a part, and does not speak of the rest", { timeout: 60_000 }, async () => {
    const part = measured(await learningCurve(planted(10_000, { labels: 20, words: 40 }), { bar: 0.9, workMax: 1e7 }));
    expect(part.examples.of).toBe(10_000);
    expect(part.examples.used).toBeGreaterThan(200);
    expect(part.examples.used).toBeLessThan(2_000);
    expect(part).toMatchObject({ runs: 2, finding: "rising" });
    expect(curveText(part)).toContain(
      ` of the 10,000 examples were used to be done in seconds, and what the rest would bring is not known.`,
    );
    expect(curveText(part)).not.toContain("More labels are the cheaper next step");
  });

  test.each([
    {
      what: "free text",
      examples: planted(60, { labels: 60, words: 3 }).map((each, at) => ({ ...each, label: `answer ${at}` })),
      says: "60 examples have 60 different outputs: that is free text",
    },
    {
      what: "one label",
      examples: planted(60, { labels: 1, words: 3 }),
      says: 'all 60 examples have the output "label 0", and there is nothing to learn to tell apart',
    },
    {
      what: "two examples",
      examples: planted(2, { labels: 1, words: 3 }).map((each, at) => ({ ...each, label: `${at}` })),
      says: "2 examples have 2 different outputs",
    },
    { what: "none", examples: [], says: "there is no example" },
    { what: "few", examples: planted(39, { labels: 2, words: 3 }), says: "39 examples are too few" },
    {
      what: "few groups",
      examples: planted(60, { labels: 2, words: 3 }).map((each, at) => ({ ...each, group: `${at % 4}` })),
      says: "in 4 groups, too few",
    },
  ])("is not measured for $what, and says why", async ({ examples, says }) => {
    const curve = await learningCurve(examples, { bar: 0.9 });
    expect(curve).toMatchObject({ kind: "not measured" });
    expect(curveText(curve)).toContain(`No learning curve was measured: `);
    expect(curveText(curve)).toContain(says);
  });
});

describe("what a curve says of the number of examples", () => {
  const point = (accuracy: number, gain: readonly [number, number]): MeasuredCurve["points"][number] => ({
    examples: 480,
    perLabel: 48,
    accuracy: { mean: accuracy, low: accuracy - 0.03, high: accuracy + 0.03 },
    gain: { mean: (gain[0] + gain[1]) / 2, low: gain[0], high: gain[1] },
  });
  const found = (
    accuracy: number,
    gain: readonly [number, number],
    {
      above = 0.4,
      before = 240,
      rareExamples = 0,
      missing = 0,
    }: { above?: number; before?: number; rareExamples?: number; missing?: number } = {},
  ): string =>
    findingOf({
      points: [{ ...point(accuracy, gain), examples: before }, point(accuracy, gain)],
      aboveGuessing: { mean: above + 0.05, low: above, high: above + 0.1 },
      bar: 0.9,
      rareExamples,
      missingLabels: Array.from({ length: missing }, (_, at) => ({ label: `label ${at}`, cases: 1 })),
      examples: { of: 600 },
    });

  test.each([
    ["enough", found(0.91, [-0.01, 0.019])],
    ["enough", found(0.875, [0.002, 0.019])],
    ["below the bar", found(0.86, [-0.01, 0.019])],
    ["no better than guessing", found(0.95, [-0.01, 0.019], { above: 0.02 })],
    ["no better than guessing", found(0.5, [-0.01, 0.01], { above: -0.1 })],
    ["rising", found(0.95, [0.001, 0.02])],
    ["unsettled", found(0.95, [-0.001, 0.02])],
    ["unsettled", found(0.5, [0.001, 0.08], { above: -0.01 })],
    [
      "unsettled",
      findingOf({
        points: [],
        aboveGuessing: { mean: 0, low: 0, high: 0 },
        bar: 0.9,
        rareExamples: 0,
        missingLabels: [],
        examples: { of: 0 },
      }),
    ],
    ["enough", found(0.91, [-0.01, 0.019], { rareExamples: 12 })],
    ["unsettled", found(0.91, [-0.01, 0.019], { rareExamples: 13 })],
    ["labels missing", found(0.91, [-0.01, 0.019], { missing: 1 })],
    ["below the bar", found(0.86, [-0.01, 0.019], { missing: 1 })],
    ["rising", found(0.95, [0.001, 0.02], { missing: 1 })],
    ["below the bar", found(0.86, [-0.01, 0.019], { rareExamples: 13 })],
    ["rising", found(0.95, [0.001, 0.02], { rareExamples: 13 })],
    ["enough", found(0.91, [-0.01, 0.019], { before: 266 })],
    ["unsettled", found(0.91, [-0.01, 0.019], { before: 267 })],
    ["unsettled", found(0.95, [0.001, 0.02], { before: 267 })],
  ])("%s", (wanted, finding) => {
    expect(finding).toBe(wanted);
  });
});
