import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { abbreviationPairs, abbreviationTable, abbreviations, expandAbbreviations } from "./abbreviations.ts";

const pairs = (text: string): string[] => abbreviations(text).map(({ short, long }) => `${short} = ${long}`);

describe("abbreviations", () => {
  it.each<[string, string[]]>([
    ["The Statement of Work (SOW) says when.", ["SOW = Statement of Work"]],
    ["An SOW (statement of work) says when.", ["SOW = statement of work"]],
    ["Our Service Level Agreements (SLAs) differ.", ["SLA = Service Level Agreements"]],
    ["the mission control room (the “MCR”)", ["MCR = mission control room"]],
    ["content management\nsystem (CMS)", ["CMS = content management system"]],
    [
      "Members of the Organization of Arab Petroleum Exporting Countries (OAPEC)",
      ["OAPEC = Organization of Arab Petroleum Exporting Countries"],
    ],
    ["Der Bundesgerichtshof (BGH) und die Europäische Zentralbank (EZB)", ["BGH = Bundesgerichtshof", "EZB = Europäische Zentralbank"]],
    ["Организация Объединённых Наций (ООН)", ["ООН = Организация Объединённых Наций"]],
    ["Google Analytics 4 (GA4)", ["GA4 = Google Analytics 4"]],
    ["heat shock protein (HSP), then HSP (see above)", ["HSP = heat shock protein"]],
  ])("reads %j", (text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  it.each([
    "a method (here)",
    "see below (NOTE)",
    "as reported (IBM, 2003)",
    "in the year 2020 (UTC)",
    "Figure 2 (see Fig. 3)",
    "the United Nations. It met (WHO)",
    "NATO (NATO)",
    "()",
    "(A",
    "word ((SOW))",
  ])("learns nothing from %j", (text) => {
    expect(pairs(text)).toEqual([]);
  });

  it("places both forms on the characters they were read from, in any text", () => {
    const words = fc.constantFrom(
      "Statement",
      "of",
      "Work",
      "(SOW)",
      "(SOWs)",
      "SOW",
      "(statement of work)",
      ".",
      "\n",
      "(",
      ")",
      "\ud800",
      "é",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), fc.string({ unit: "binary", maxLength: 20 }), (list, noise) => {
        const text = noise + list.join(" ");
        const found = abbreviations(text);
        expect(found.map(({ short, shortStart }) => text.slice(shortStart, shortStart + short.length))).toEqual(
          found.map(({ short }) => short),
        );
        const starts = found.map(({ long, longStart }) => text.slice(longStart).replace(/\s+/gu, " ").startsWith(long));
        expect(starts).toEqual(found.map(() => true));
      }),
    );
  });

  it("reads a megabyte of brackets and of words without brackets", () => {
    expect(abbreviations("(A".repeat(500_000))).toEqual([]);
    expect(abbreviations("(".repeat(1_000_000))).toEqual([]);
    expect(pairs(`${"word ".repeat(200_000)}Statement of Work (SOW)`)).toEqual(["SOW = Statement of Work"]);
  });
});

describe("abbreviationPairs", () => {
  it("has each pair once, in one order", () => {
    const text = "pull request (PR), Pull request (PR), public relations (PR), API (application programming interface)";
    expect(abbreviationPairs(text)).toEqual([
      { short: "API", long: "application programming interface" },
      { short: "PR", long: "public relations" },
      { short: "PR", long: "Pull request" },
    ]);
  });
});

describe("expandAbbreviations", () => {
  const table = abbreviationTable([
    abbreviationPairs("The Statement of Work (SOW). Information technology (IT)."),
    abbreviationPairs("A pull request (PR) and a statement of work (SOW)."),
    abbreviationPairs("Public relations (PR)."),
  ]);

  it("adds the long form of a short one, whose words together weigh half of what was typed", () => {
    expect(expandAbbreviations("Who signs the SOW?", table)).toEqual([
      { written: "SOW", added: "Statement of Work", terms: ["statement", "work"], weight: 0.25 },
    ]);
    expect(expandAbbreviations("who signs sow changes", table).map(({ added, weight }) => [added, weight])).toEqual([
      ["Statement of Work", 0.125],
    ]);
    expect(expandAbbreviations("all SOWs", table).map(({ added }) => added)).toEqual(["Statement of Work"]);
  });

  it("adds the short form of a long one", () => {
    expect(expandAbbreviations("Who signs the statements of work?", table)).toEqual([
      { written: "Statement of Work", added: "SOW", terms: ["sow"], weight: 0.5 },
    ]);
  });

  it("shares the weight among several meanings, most documents first", () => {
    expect(expandAbbreviations("open a PR", table).map(({ added, weight }) => [added, weight])).toEqual([
      ["Public relations", 0.125],
      ["pull request", 0.125],
    ]);
  });

  it("does not take a function word for a short form, unless it is in capitals", () => {
    expect(expandAbbreviations("is it broken", table)).toEqual([]);
    expect(expandAbbreviations("call IT", table).map(({ added }) => added)).toEqual(["Information technology"]);
  });

  it("adds nothing that the question has already, and nothing to other questions", () => {
    expect(expandAbbreviations("What is the statement of work (SOW)?", table)).toEqual([]);
    expect(expandAbbreviations("Who signs the contract?", table)).toEqual([]);
    expect(expandAbbreviations("SOW", abbreviationTable([]))).toEqual([]);
  });

  it("does not depend on the order of the documents", () => {
    const lists = ["Statement of Work (SOW)", "statement of work (SOW)", "Scope of Work (SOW)", "pull request (PR)"].map(abbreviationPairs);
    fc.assert(
      fc.property(fc.shuffledSubarray(lists, { minLength: lists.length }), (shuffled) => {
        expect(expandAbbreviations("SOW and PR", abbreviationTable(shuffled))).toEqual(
          expandAbbreviations("SOW and PR", abbreviationTable(lists)),
        );
      }),
    );
  });
});
