import { describe, expect, it } from "vitest";
import { verifyAnswer } from "./verify.ts";

/** A source sentence, what may be said on its word, and what may not. */
const table: readonly (readonly [source: string, holds: readonly string[], fails: readonly string[]])[] = [
  [
    "Halden sued Norvik in 2021.",
    ["Halden sued Norvik.", "In 2021, Halden sued Norvik."],
    ["Norvik sued Halden in 2021.", "Norvik was sued in 2021 by Berlin."],
  ],
  [
    "Revenue rose from 40 to 60 million euros in 2023.",
    ["Revenue rose to 60 million euros in 2023."],
    [
      "Revenue rose from 60 to 40 million euros in 2023.",
      "Revenue rose to 40 million euros in 2023.",
      "Revenue rose from 40 to 60 billion euros in 2023.",
      "Revenue fell from 40 to 60 million euros in 2023.",
      "Revenue rose by 60 million euros in 2023.",
    ],
  ],
  [
    "Anna bought the mill from Carl for 12 crowns.",
    ["Anna bought the mill for 12 crowns.", "Anna purchased the mill from Carl."],
    [
      "Carl bought the mill from Anna for 12 crowns.",
      "Anna bought the mill for Carl for 12 crowns.",
      "Anna sold the mill to Carl for 12 crowns.",
      "Anna bought the mill from Carl for 12 pounds.",
    ],
  ],
  [
    "The weekly meeting is on Monday at 9 am.",
    ["The weekly meeting is on Monday."],
    ["The weekly meeting is on Tuesday at 9 am.", "The weekly meeting is on Monday at 9 pm.", "The monthly meeting is on Monday at 9 am."],
  ],
  [
    "Turnout fell by 3 percentage points to 54%.",
    ["Turnout fell to 54%.", "Turnout fell by 3 percentage points."],
    ["Turnout fell by 3% to 54%.", "Turnout fell by 54% to 3%.", "Turnout fell to 3 percentage points."],
  ],
  ["Nobody objected to the plan.", [], ["Everybody objected to the plan.", "Anna objected to the plan.", "Somebody objected to the plan."]],
  [
    "You can enter the hall unless it is locked.",
    ["According to the notes, you can enter the hall unless it is locked."],
    ["You can enter the hall.", "You can enter the hall if it is locked.", "You cannot enter the hall unless it is locked."],
  ],
  [
    "Only Anna may sign cheques above 500 euros.",
    [],
    [
      "Anna may only sign cheques above 500 euros.",
      "Anna may sign cheques above 500 euros.",
      "Only Anna may sign cheques below 500 euros.",
      "Only Anna must sign cheques above 500 euros.",
    ],
  ],
  [
    "Leeds is the second largest city of the county.",
    ["The second largest city of the county is Leeds."],
    ["Leeds is the largest city of the county.", "Leeds is the second smallest city of the county."],
  ],
  ["The former director Anna Smith opened the hall.", [], ["The director Anna Smith opened the hall."]],
  [
    "Anna Smith, not Ben Jones, signed the lease.",
    ["Anna Smith signed the lease."],
    ["Ben Jones signed the lease.", "Ben Jones, not Anna Smith, signed the lease."],
  ],
  [
    "All offices except Berlin close in August.",
    [],
    ["All offices close in August.", "The Berlin office closes in August.", "All offices including Berlin close in August."],
  ],
  [
    "The vendor was late. The fee rose by 40 euros.",
    ["The vendor was late and the fee rose by 40 euros."],
    ["The fee rose by 40 euros because the vendor was late.", "The vendor was late by 40 euros."],
  ],
  [
    "The vendor was late, so the fee rose by 40 euros.",
    ["The fee rose by 40 euros because the vendor was late."],
    ["The vendor was late because the fee rose by 40 euros."],
  ],
  [
    "The audit ended before the merger began.",
    ["Before the merger began, the audit ended."],
    ["The merger began before the audit ended.", "The audit ended after the merger began."],
  ],
  [
    "The plan needs at least one licence per driver.",
    [],
    [
      "The plan needs one licence per driver.",
      "The plan needs at most one licence per driver.",
      "The plan needs at least one licence per truck.",
    ],
  ],
  [
    "Tickets are non-refundable and seats are unreserved.",
    ["Tickets are non-refundable."],
    ["Tickets are refundable.", "Tickets are non-refundable and seats are reserved."],
  ],
  [
    "Anna said that Ben had left the firm.",
    ["Ben had left the firm."],
    ["Ben said that Anna had left the firm.", "Anna had left the firm."],
  ],
  [
    "The licence costs 40 euros per month and 400 euros per year.",
    ["The licence costs 40 euros per month.", "The licence costs €40 per month and €400 per year."],
    ["The licence costs 40 euros per year.", "The licence costs 400 euros per month.", "The licence costs 440 euros per year."],
  ],
  [
    "The north pump is larger than the south pump.",
    [],
    ["The south pump is larger than the north pump.", "The north pump is smaller than the south pump."],
  ],
  [
    "If the valve is open, the tank drains in 20 minutes.",
    ["The tank drains in 20 minutes if the valve is open."],
    ["The tank drains in 20 minutes.", "If the valve is closed, the tank drains in 20 minutes.", "The valve is open."],
  ],
  ["Experts doubt that the bridge is safe.", [], ["The bridge is safe."]],
  ["It is a myth that the bridge was built by Romans.", [], ["The bridge was built by Romans."]],
  ["The committee has yet to approve the budget of 90,000 euros.", [], ["The committee approved the budget of 90,000 euros."]],
  [
    "Kiln A runs at 900 degrees, kiln B at 700 degrees.",
    ["Kiln A runs at 900 degrees."],
    ["Kiln A runs at 700 degrees.", "Kiln B runs at 900 degrees."],
  ],
  [
    "The treaty was signed on 3 March 1921 in Riga by Poland and Russia.",
    [
      "On March 3, 1921, the treaty was signed in Riga by Poland and Russia.",
      "The treaty was signed on 1921-03-03 in Riga.",
      "The treaty was signed in 1921.",
    ],
    [
      "The treaty was signed on 5 March 1921 in Riga.",
      "The treaty was signed on 3 March 1912 in Riga.",
      "The treaty was signed in Riga by Poland and Prussia.",
      "The treaty was signed on 3 March 1921 in Rome.",
    ],
  ],
  [
    "Neither the mayor nor the council supported the tax.",
    [],
    ["The council supported the tax.", "The mayor and the council supported the tax."],
  ],
  [
    "The device weighs 1.5 kg and costs 1,200 euros.",
    ["The device costs 1200 euros.", "The device weighs 1.5 kg."],
    ["The device weighs 15 kg.", "The device costs 1.2 euros.", "The device weighs 1,200 kg and costs 1.5 euros."],
  ],
  [
    "Dr. Ida Voss, who founded the clinic in 1987, retired in 2015.",
    ["Dr. Ida Voss retired in 2015.", "Dr. Ida Voss founded the clinic in 1987."],
    ["Dr. Ida Voss founded the clinic in 2015.", "Dr. Ida Voss retired in 1987."],
  ],
  [
    "The committee did not reject the bid of Orlo Ltd.",
    [],
    ["The committee did reject the bid of Orlo Ltd.", "The committee rejected the bid of Orlo Ltd."],
  ],
  ["The statement of work (SOW) was signed by Tom Lund.", ["The SOW was signed by Tom Lund."], ["The SOW was signed by Tom Orr."]],
  [
    "Sponsor: Dana Whitfield, COO",
    ["Dana Whitfield is the sponsor.", "The sponsor is Dana Whitfield."],
    ["Dana Lund is the sponsor.", "The sponsor is the COO of Whitfield."],
  ],
];

/** Both ways of citing have to come to the same verdict. */
function verdicts(source: string, claim: string): boolean[] {
  const chunk = {
    id: "a#1",
    document: "a",
    ordinal: 1,
    start: 0,
    end: source.length,
    text: source,
    heading: [],
    locator: { kind: "line", line: 1 },
  } as const;
  const evidence = [{ n: 1, shownLength: source.length, hit: { chunk, score: 1, legs: {} } }];
  return [`${claim.replace(/\.$/, "")} [chunk 1].`, `${claim} [chunk 1: "${source}"]`].map(
    (text) => verifyAnswer({ text, evidence, documentText: () => source }).citations.length > 0,
  );
}

for (const [source, holds, fails] of table) {
  describe(source, () => {
    for (const claim of [source, ...holds]) it(`supports: ${claim}`, () => expect(verdicts(source, claim)).toEqual([true, true]));
    for (const claim of fails) it(`does not support: ${claim}`, () => expect(verdicts(source, claim)).toEqual([false, false]));
  });
}
