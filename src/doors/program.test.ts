import { describe, expect, test } from "vitest";
import { buildApp } from "../config.ts";
import { operations } from "../operations.ts";
import { cliVerbs, runCli } from "./cli.ts";
import { isOverview, printOverview, widthOf } from "./program.ts";

const VERSION = "1.2.3";

/** What a terminal of so many columns shows. */
function playedTerminal(columns: number) {
  const written: string[] = [];
  const stream = { write: (text: string) => void written.push(text), isTTY: true, columns };
  return { stream, shown: () => written.join("") };
}

async function fromVerbs(typed: readonly string[], columns: number): Promise<string> {
  const { stream, shown } = playedTerminal(columns);
  const terminal = {
    arguments: typed,
    environment: {},
    stdout: stream,
    stderr: stream,
    readStdin: async () => "",
    signal: new AbortController().signal,
    nowMs: () => 0,
  };
  await runCli(terminal, (given) => buildApp({ ...given, folder: ".", environment: {} }), VERSION);
  return shown();
}

function fromList(typed: readonly string[], columns: number): string {
  const { stream, shown } = playedTerminal(columns);
  // As the build leaves it in a file.
  const verbs = JSON.parse(JSON.stringify(cliVerbs()));
  printOverview({ stdout: stream, stderr: stream }, typed, { verbs, version: VERSION });
  return shown();
}

test("writes as wide as a pipe where a terminal says that it has no columns, and never narrower than 20", () => {
  expect(widthOf({ columns: 0 })).toBe(widthOf({}));
  expect(widthOf({ columns: 0 })).toBeGreaterThanOrEqual(80);
  expect([3, 40, 200].map((columns) => widthOf({ columns }))).toEqual([20, 40, 200]);
});

describe("the overview from the built list of verbs", () => {
  test.each([20, 40, 80, 100, 200])("is to the letter what the verbs themselves show, %i columns wide", async (columns) => {
    const text = fromList(["--help"], columns);
    expect(text).toBe(await fromVerbs(["--help"], columns));
    expect(text).toContain("dataset stats");
  });

  test.each(["-h", "help", "-V", "--version"])("answers %s as well", async (typed) => {
    expect(isOverview([typed])).toBe(true);
    expect(fromList([typed], 100)).toBe(await fromVerbs([typed], 100));
  });

  test("has every verb of the command line once", () => {
    const names = operations.filter(({ doors }) => doors.includes("cli")).map(({ name }) => name);
    expect(
      cliVerbs()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names.sort());
  });

  test("is not asked for by anything else", () => {
    for (const typed of [[], ["ask", "--help"], ["help", "ask"], ["--help", "ask"], ["--hlep"]]) expect(isOverview(typed)).toBe(false);
  });
});
