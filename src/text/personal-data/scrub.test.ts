import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  aadhaar,
  brazilianId,
  chineseId,
  dutchId,
  frenchId,
  germanTaxId,
  iban,
  luhn,
  nhsNumber,
  polishId,
  spanishId,
  usSocialSecurity,
} from "./checksums.ts";
import { recognise } from "./recognise.ts";
import { scrubber } from "./scrub.ts";

const typesIn = (text: string): readonly string[] => recognise(text).map(({ type, start, end }) => `${type}: ${text.slice(start, end)}`);

describe("check digits are those of published examples", () => {
  test.for([
    // test numbers of the card schemes; the registry of ISO 13616; the issuing authorities' own samples
    [luhn, ["4111111111111111", "378282246310005", "79927398713"]],
    [iban, ["GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606", "NO9386011117947"]],
    [spanishId, ["12345678Z", "X1234567L"]],
    [frenchId, ["255081416802538"]],
    [germanTaxId, ["86095742719", "47036892816"]],
    [dutchId, ["111222333"]],
    [polishId, ["44051401359"]],
    [brazilianId, ["52998224725"]],
    [chineseId, ["11010519491231002X"]],
    [nhsNumber, ["9434765919"]],
    [aadhaar, ["234123412346"]],
  ] as const)("%o", ([holds, numbers]) => {
    for (const number of numbers) {
      expect(holds(number), number).toBe(true);
      const at = [...number].findLastIndex((mark) => /\d/.test(mark));
      const slip = `${number.slice(0, at)}${(Number(number[at]) + 1) % 10}${number.slice(at + 1)}`;
      expect(holds(slip), slip).toBe(false);
    }
  });

  test("a social security number has no check digit, only numbers that are never given", () => {
    expect(usSocialSecurity("078051120")).toBe(true);
    for (const never of ["000123456", "666123456", "912345678", "123004567", "123450000"]) expect(usSocialSecurity(never)).toBe(false);
  });
});

describe("recognise", () => {
  test.for([
    ["Write to mary.o'neill+x@example.co.uk, please.", ["email: mary.o'neill+x@example.co.uk"]],
    ["card 4111 1111 1111 1111 or 4111-1111-1111-1112", ["card: 4111 1111 1111 1111"]],
    ["IBAN DE89 3704 0044 0532 0130 00.", ["iban: DE89 3704 0044 0532 0130 00"]],
    ["SSN: 078-05-1120", ["national-id: 078-05-1120"]],
    ["Call +1 (212) 555-0100 ext. 12 or 030/12345678.", ["phone: +1 (212) 555-0100 ext. 12", "phone: 030/12345678"]],
    ["from 192.168.0.254 and 2001:db8::8a2e:370:7334", ["ip: 192.168.0.254", "ip: 2001:db8::8a2e:370:7334"]],
    ["born on 1 May 1980; DOB: 05/01/1980; met on 05/01/2020", ["date-of-birth: 1 May 1980", "date-of-birth: 05/01/1980"]],
    ["Dr. Jane van der Meer asked", ["person: Dr. Jane van der Meer"]],
    ["Ask Katarzyna Nowak about it.", ["person: Katarzyna Nowak"]],
    ["She works at Brackwater Instruments now.", ["organisation: Brackwater Instruments"]],
    ["an order by Smith and Pike Ltd", ["organisation: Smith and Pike Ltd"]],
    ["Ship to 12 Tarn Street\nSpringfield, IL 62704", ["address: 12 Tarn Street\nSpringfield, IL 62704"]],
    ["api_key = 'zx81spectrum48k' and AKIAIOSFODNN7EXAMPLE", ["secret: zx81spectrum48k", "secret: AKIAIOSFODNN7EXAMPLE"]],
    ["Authorization: Bearer abcdef.ghijkl-123456", ["secret: abcdef.ghijkl-123456"]],
  ] as const)("%j", ([text, expected]) => {
    expect(typesIn(text)).toEqual(expected);
  });

  test.for([
    "The pilot budget is 104,500 euros for 34 tankers in 2019-2024.",
    "At 12:30:45 on 2024-05-01 version 1.2.3 was released.",
    "What is 23 * 47? It is 1081, about 3.14159 times 344.",
    "The order number is 1234567890123 and the id 4111111111111112.",
    "See https://example.org/a/b?c=1 and std::vector::begin().",
    "Monday and March are words; so are Will and May, at times.",
  ])("finds nothing in %j", (text) => {
    expect(typesIn(text)).toEqual([]);
  });

  test("spans are in order, in the text and apart", () => {
    const piece = fc.constantFrom(
      "Jane Smith ",
      "a@b.io ",
      "4111111111111111",
      " 12 Main St",
      "+49 30 123456",
      "Dr. ",
      "\n",
      "::1 ",
      "x",
      "born 1/1/1970 ",
      "GB82WEST12345698765432",
      "é",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join("");
        let last = 0;
        for (const { start, end } of recognise(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = end;
        }
      }),
    );
  });
});

describe("scrub", () => {
  test("the same value has the same name in every text, however it is written", () => {
    const { text, counts } = scrubber();
    expect(text("Jane Smith <jane@example.org> paid with 4111 1111 1111 1111")).toBe("[PERSON_1] <[EMAIL_1]> paid with [CARD_1]");
    expect(text("4111111111111111 of JANE@example.org, not of joe@example.org")).toBe("[CARD_1] of [EMAIL_1], not of [EMAIL_2]");
    expect(counts()).toEqual([
      { type: "card", replaced: 2, distinct: 1 },
      { type: "email", replaced: 3, distinct: 2 },
      { type: "person", replaced: 1, distinct: 1 },
    ]);
  });

  test("goes through JSON and leaves keys, numbers and the rest alone", () => {
    const { json } = scrubber();
    expect(
      json({ input: [{ role: "user", content: "I'm a@b.io" }], n: 3, card: 4111111111111111, ok: null, deep: { tags: ["x"] } }),
    ).toEqual({
      input: [{ role: "user", content: "I'm [EMAIL_1]" }],
      n: 3,
      card: "[CARD_1]",
      ok: null,
      deep: { tags: ["x"] },
    });
    const polluting = JSON.parse('{"__proto__": "a@b.io"}') as unknown;
    expect(JSON.stringify(json(polluting))).toBe('{"__proto__":"[EMAIL_1]"}');
  });

  test("what was scrubbed holds nothing to scrub", () => {
    const { text } = scrubber();
    const clean = text("Call Jane Smith at +1 212 555 0100, jane@example.org, 12 Main Street, SSN 078-05-1120, 192.168.0.1");
    expect(clean).not.toMatch(/\d{3}|jane|smith|main/i);
    expect(scrubber().text(clean)).toBe(clean);
  });
});
