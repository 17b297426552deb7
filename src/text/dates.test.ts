import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDates, isoDate } from "./dates.ts";

describe("dates", () => {
  it.each([
    ["3 March 2026", "2026-03-03"],
    ["3rd of March, 2026", "2026-03-03"],
    ["Tuesday, March 3, 2026", "2026-03-03"],
    ["Sept. 5th, 2025", "2025-09-05"],
    ["03-Mar-2026", "2026-03-03"],
    ["2026-03-03T10:00:00Z", "2026-03-03"],
    ["notes/2026_03_03-kickoff.md", "2026-03-03"],
    ["20260303-kickoff.txt", "2026-03-03"],
    ["3. März 2026", "2026-03-03"],
    ["1er août 2025", "2025-08-01"],
    ["5 de marzo de 2024", "2024-03-05"],
    ["03.04.2026", "2026-04-03"],
    ["13/4/2026", "2026-04-13"],
    ["4/13/2026", "2026-04-13"],
    ["29 Feb 2024", "2024-02-29"],
  ])("reads %j as %s", (text, iso) => {
    expect(isoDate(text)).toBe(iso);
  });

  it.each(["3/4/2026", "March 2026", "31 February 2026", "29 Feb 2026", "120260303", "2026-13-01", "v2026.03.03.1x", "room 2026", ""])(
    "leaves %j alone",
    (text) => {
      expect(isoDate(text)).toBeUndefined();
    },
  );

  it("finds several with their places, and the first one first", () => {
    const text = "Moved from 3 March 2026 to 2026-04-01.";
    expect(findDates(text).map(({ start, end, iso }) => [text.slice(start, end), iso])).toEqual([
      ["3 March 2026", "2026-03-03"],
      ["2026-04-01", "2026-04-01"],
    ]);
  });

  it("reads back every day of the calendar in the forms that it knows", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("1600-01-01"), max: new Date("2199-12-31"), noInvalidDate: true }), (day) => {
        const iso = day.toISOString().slice(0, 10);
        const long = day.toLocaleDateString("en-US", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
        const british = day.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
        for (const form of [iso, long, british, iso.replaceAll("-", ""), iso.replaceAll("-", "/")]) expect(isoDate(`(${form})`)).toBe(iso);
      }),
    );
  });

  it("finishes on a megabyte of almost dates", () => {
    for (const unit of ["2026-", "March ", "1 ", "20260", "1/", "Monday, "])
      expect(findDates(unit.repeat(1_000_000 / unit.length))).toEqual([]);
  });

  it("finds the same beside letters of any script as in plain text", () => {
    const piece = fc.constantFrom(
      ..."2024|-03|-02|3|31|12|2026|/| |March|mar|.| of |3rd|T10|→|—|Mon |x|20240302|5.4.2024|Sat,|２|ſept|é".split("|"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = pieces.join("");
        // A letter beyond ASCII, far enough away to be no part of a date.
        expect(findDates(`${text} , é`)).toEqual(findDates(text));
      }),
      { numRuns: 5000 },
    );
  });
});
