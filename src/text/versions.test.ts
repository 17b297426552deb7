import { describe, expect, test } from "vitest";
import { isLeadingVersion, leadingVersions } from "./versions.ts";

describe("what a version begins with", () => {
  test.each([
    ["2.4.1", ["2.4"]],
    ["3.5.0", ["3.5"]],
    ["120.0.6099.109", ["120.0.6099", "120.0"]],
    ["22.04.3", ["22.04"]],
    ["10.6.12", ["10.6"]],
    ["17.0.12", ["17.0"]],
    ["2024.12.1", ["2024.12"]],
  ])("of %s is %j", (release, expected) => {
    expect(leadingVersions(release, false)).toEqual(expected);
  });

  test.each(["2.4", "16.03.2026", "1.3.2026", "2026.03.16", "16.03.26", "192.168.1.10", "1.234.567", "1.3.6.1.4.1", "01.42.68.53.00"])(
    "is nothing for %s, which is a decimal, a day, an address, an amount or something longer",
    (release) => {
      expect(leadingVersions(release, false)).toEqual([]);
    },
  );

  test("is told of any number that is marked as a version", () => {
    expect(leadingVersions("2.4.1.0", true)).toEqual(["2.4.1", "2.4"]);
    expect(leadingVersions("16.03.26", true)).toEqual(["16.03"]);
    expect(leadingVersions("2.4", true)).toEqual([]);
  });
});

test("a term's place is told from that of a version, a decimal and the end of a sentence", () => {
  const isLeading = (text: string, part: string): boolean => isLeadingVersion(text, text.indexOf(part), text.indexOf(part) + part.length);
  expect([isLeading("v2.4.1", "2.4"), isLeading("２.４.１", "２.４")]).toEqual([true, true]);
  expect(["v2.4.1-rc.1", "2.4.1 and 2.4", "2.4.1."].map((text) => isLeading(text, "2.4.1"))).toEqual([false, false, false]);
  expect(["2.4 percent", "In 2.4. Then", "2.4.x"].map((text) => isLeading(text, "2.4"))).toEqual([false, false, false]);
  expect(isLeading("site.v2.1", "site")).toBe(false);
});
