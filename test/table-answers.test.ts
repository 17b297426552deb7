import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnswerResult } from "../src/core/results.ts";
import { openProject, runOperation } from "../src/index.ts";
import type { App } from "../src/operations.ts";
import { makeDocx, makeXlsx, paragraph } from "./fixtures/make-zip.ts";
import { textPdf } from "./fixtures/make-pdf.ts";

type Rows = readonly (readonly string[])[];

const PARTS: Rows = [
  ["name", "price", "stock"],
  ["hex nut", "0.12", "4000"],
  ["wing nut", "0.35", "120"],
  ["hex bolt", "0.48", "900"],
  ["carriage bolt", "0.82", "310"],
];

const separated = (separator: string) => (rows: Rows) => `${rows.map((cells) => cells.join(separator)).join("\n")}\n`;
const isNumber = (cell: string): boolean => /^\d+(?:\.\d+)?$/.test(cell);

function sheet(rows: Rows): Uint8Array {
  const cell = (text: string): string => (isNumber(text) ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t>${text}</t></is></c>`);
  return makeXlsx({ Parts: rows.map((cells, at) => `<row r="${at + 1}">${cells.map(cell).join("")}</row>`).join("") });
}

function word(rows: Rows): Uint8Array {
  const row = (cells: readonly string[]): string => `<w:tr>${cells.map((text) => `<w:tc>${paragraph(text)}</w:tc>`).join("")}</w:tr>`;
  return makeDocx(`${paragraph("What we sell")}<w:tbl>${rows.map(row).join("")}</w:tbl>`);
}

function page(rows: Rows): Uint8Array {
  return textPdf([rows.flatMap((cells, at) => cells.map((text, column) => ({ x: 72 + column * 140, y: 700 - at * 16, text })))]);
}

const markdown = ([head = [], ...rows]: Rows): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const html = (rows: Rows): string =>
  `<html><body><main><h1>What we sell</h1><table>${rows.map((cells) => `<tr>${cells.map((text) => `<td>${text}</td>`).join("")}</tr>`).join("")}</table></main></body></html>`;

const FORMATS: readonly (readonly [file: string, write: (rows: Rows) => string | Uint8Array])[] = [
  ["parts.csv", separated(",")],
  ["parts.tsv", separated("\t")],
  ["parts.xlsx", sheet],
  ["parts.docx", word],
  ["parts.pdf", page],
  ["parts.md", markdown],
  ["parts.html", html],
];

describe.each(FORMATS)("the rows of %s", (file, write) => {
  const folders: string[] = [];
  const projectOf = async (rows: Rows): Promise<App> => {
    const folder = mkdtempSync(join(tmpdir(), "firstfit-rows-"));
    folders.push(folder);
    writeFileSync(join(folder, file), write(rows));
    const project = await openProject({ folder });
    await runOperation(project, "index", { paths: [folder] });
    return project;
  };
  const ask = async (project: App, question: string): Promise<string> => {
    const answer = (await runOperation(project, "ask", { question })) as AnswerResult; // as the row says
    return answer.kind === "answered" ? answer.text : `not found: ${answer.reason}`;
  };
  let parts: App;

  beforeAll(async () => {
    parts = await projectOf(PARTS);
  }, 60_000);
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  it("answer with the number under the head that names it", async () => {
    for (const [question, number, thing] of [
      ["What is the price of the hex nut?", "0.12", "hex nut"],
      ["How much does the carriage bolt cost?", "0.82", "carriage bolt"],
      ["How many hex bolts are in stock?", "900", "hex bolt"],
    ] as const) {
      const said = await ask(parts, question);
      expect(said).toContain(number);
      expect(said).toContain(thing);
      expect(said.split("\n")).toHaveLength(1);
    }
  });

  it("say nothing of a product that has no row, of a column that is not there, of a currency that nothing names", async () => {
    for (const question of [
      "What is the price of the wing bolt?",
      "What is the price of the square nut?",
      "What is the price of the hex screw?",
      "What is the price of the delta wheel?",
      "What is the price of the banana?",
      "How much does the zeppelin cost?",
      "What is the stock of the hammer?",
      "What is the stock of the wing bolt?",
      "What is the salary of the hex nut?",
      "What is the price of the hex nut in euros?",
    ])
      expect(await ask(parts, question)).toMatch(/^not found/);
  });

  it("give no price where there is only a stock, and no stock where there is only a price", async () => {
    const without = async (column: number): Promise<App> => projectOf(PARTS.map((cells) => cells.filter((_, at) => at !== column)));
    expect(await ask(await without(1), "What is the price of the hex nut?")).toMatch(/^not found/);
    expect(await ask(await without(2), "How many hex bolts are in stock?")).toMatch(/^not found/);
  });

  it("give the currency that the head of the column names, and no other", async () => {
    const priced = await projectOf(
      PARTS.map(([name = "", price = "", stock = ""]) => [name, price === "price" ? "Price (EUR)" : price, stock]),
    );
    expect(await ask(priced, "What is the price of the hex nut in euros?")).toContain("0.12");
    expect(await ask(priced, "What is the price of the hex nut in dollars?")).toMatch(/^not found/);
  });
});

it("a question for version 2.4 is not answered with 2.5.0 where 2.4.0 is spoken of alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "firstfit-versions-"));
  try {
    writeFileSync(
      join(folder, "news.md"),
      "# News\n\nVersion 2.4.0 was released on 3 March 2026.\n\nVersion 2.5.0 was released on 9 May 2026.\n",
    );
    const project = await openProject({ folder });
    await runOperation(project, "index", { paths: [folder] });
    const ask = async (question: string) => (await runOperation(project, "ask", { question })) as AnswerResult; // as the row says
    expect((await ask("When was version 2.4 released?")).kind).toBe("abstained");
    expect(await ask("When was version 2.4.0 released?")).toMatchObject({ text: expect.stringContaining("3 March 2026") });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("a table of several chunks", () => {
  const folder = mkdtempSync(join(tmpdir(), "firstfit-rows-"));
  let project: App;

  beforeAll(async () => {
    const kinds = ["pump", "valve", "gasket", "bearing", "flange", "rotor", "seal", "filter", "motor", "sensor"];
    const places = ["alpha", "bravo", "coral", "delta", "ember", "frost", "grove", "haven", "ivory", "jade"];
    const rows = places.flatMap((at, i) =>
      kinds.map((kind, j) => [`${at} ${kind}`, String(i * 100 + j * 7 + 3), ["Nordlys", "Kita"][j % 2] ?? ""]),
    );
    const table = [["Product", "Price", "Supplier"], ...rows];
    writeFileSync(join(folder, "catalogue.csv"), separated(",")(table));
    writeFileSync(join(folder, "catalogue.docx"), word(table));
    project = await openProject({ folder });
    await runOperation(project, "index", { paths: [folder] });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(["catalogue.csv", "catalogue.docx"])("answers with one row, though others hold a word of the question: %s", async (document) => {
    const ask = async (question: string): Promise<AnswerResult> =>
      (await runOperation(project, "ask", { question, filter: [`document=${document}`] })) as AnswerResult; // as the row says
    const answer = await ask("What is the price of the delta rotor?");
    expect(answer.kind === "answered" ? answer.citations.map(({ quote }) => quote) : answer.reason).toEqual([
      document.endsWith("csv") ? "Product: delta rotor | Price: 338 | Supplier: Kita" : "delta rotor | 338 | Kita",
    ]);
    expect((await ask("What is the price of the delta wheel?")).kind).toBe("abstained");
  });
});
