import { describe, expect, it } from "vitest";
import { tableRows } from "./table-rows.ts";

const shown = (texts: readonly string[], above?: string): unknown[] =>
  tableRows(texts, above).map((row, place) =>
    row === undefined
      ? undefined
      : {
          is: row.isHead ? "head" : row.isRecord ? "record" : "other",
          cells: row.cells.map(({ names, start, end }) => `${names.join("/")} ${texts[place]?.slice(start, end)}`),
        },
  );

describe("tableRows", () => {
  it("names cells by the head of their column and the first cell of their row", () => {
    expect(shown(["| item | price |", "|---|---|", "| nut | 0.12 |", "Text."])).toEqual([
      { is: "head", cells: [" item", " price"] },
      undefined,
      { is: "record", cells: ["item nut", "price/nut 0.12"] },
      undefined,
    ]);
  });

  it("names cells by what stands before their colon, also without a head", () => {
    expect(shown(["name: nut | price: 0.12"])).toEqual([{ is: "record", cells: ["name nut", "price 0.12"] }]);
  });

  it("takes the head from above where the table began in an earlier chunk, for the first table only", () => {
    expect(shown(["nut | 0.12", "So much.", "nut | 0.12"], "item | price")).toEqual([
      { is: "record", cells: ["item nut", "price/nut 0.12"] },
      undefined,
      { is: "other", cells: [" nut", "nut 0.12"] },
    ]);
  });

  it("takes no row for a head where the head is above, nor a heading above whose cells are not those of the rows", () => {
    const rows = ["Uwe Foss | cook | Oslo", "Bela Grau | guard | Bergen"];
    expect(shown(rows, "name | role | town")[0]).toEqual({
      is: "record",
      cells: ["name Uwe Foss", "role/Uwe Foss cook", "town/Uwe Foss Oslo"],
    });
    expect(shown(["name | role | town", ...rows], "Staff | Acme")[1]).toMatchObject({
      is: "record",
      cells: ["name Uwe Foss", "role/Uwe Foss cook", "town/Uwe Foss Oslo"],
    });
  });

  it("takes pairs of a property and its value for one record", () => {
    expect(shown(["Owner | Marit", "Budget | 12,000", "Ends | May"])).toMatchObject([{ is: "head" }, { is: "other" }, { is: "other" }]);
  });

  it("keeps the place of an empty cell", () => {
    expect(shown(["item | price | stock", "nut |  | 40"])[1]).toEqual({ is: "record", cells: ["item nut", "price/nut ", "stock/nut 40"] });
  });
});
