import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../src/config.ts";
import { runCli } from "../src/doors/cli.ts";
import { operations } from "../src/operations.ts";

const folder = mkdtempSync(join(tmpdir(), "firstfit-cli-"));
const empty = join(folder, "empty");

interface Run {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));

/** A process of its own, as a user has it. */
async function firstfit(arguments_: readonly string[], options: { readonly cwd?: string; readonly stdin?: string } = {}): Promise<Run> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...arguments_], {
    cwd: options.cwd ?? folder,
    input: options.stdin ?? "",
    encoding: "utf8",
  });
  return { exit: status ?? -1, stdout, stderr };
}

/** In this process, where a terminal can be played. */
async function inTerminal(
  arguments_: readonly string[],
  environment: Record<string, string> = {},
  { cwd = empty, onWrite = () => {} }: { readonly cwd?: string; readonly onWrite?: (text: string) => void } = {},
): Promise<string> {
  let written = "";
  const stream = {
    write(text: string) {
      written += text;
      onWrite(text);
    },
    isTTY: true,
    columns: 100,
  };
  const terminal = {
    arguments: arguments_,
    environment,
    stdout: stream,
    stderr: { ...stream, write: () => {} },
    readStdin: async () => "",
    signal: new AbortController().signal,
    nowMs: () => 0,
  };
  await runCli(terminal, (given) => buildApp({ ...given, folder: cwd, environment }), "1.2.3");
  return written;
}

beforeAll(async () => {
  mkdirSync(empty);
  await firstfit(["init", folder, "--sample"]);
  await firstfit(["index", "--quiet"]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("ask at a terminal", () => {
  it("shows the answer while it is written, once, and then its citations", async () => {
    const writes: string[] = [];
    const shown = await inTerminal(
      ["ask", "What is the contingency reserve?"],
      { NO_COLOR: "1" },
      { cwd: folder, onWrite: (text) => writes.push(text) },
    );
    const piped = await firstfit(["ask", "What is the contingency reserve?"]);
    const withoutTimes = (text: string): string => text.replace(/\d+ ms/gu, "");
    expect(writes.length).toBeGreaterThan(1);
    expect(shown.replace(/\s+/gu, " ")).toContain("62,000 euros");
    expect(withoutTimes(shown).replace(/\s+/gu, " ")).toBe(withoutTimes(piped.stdout).replace(/\s+/gu, " "));
  });
});

describe("the conventions of every verb", () => {
  it("shows help with examples for each, and the list of verbs at the top", async () => {
    const top = await firstfit(["--help"]);
    expect(top.exit).toBe(0);
    for (const operation of operations.filter(({ doors }) => doors.includes("cli"))) {
      expect(top.stdout).toContain(operation.name);
      const help = await firstfit([...operation.name.split(" "), "--help"]);
      expect(help.exit).toBe(0);
      for (const example of operation.examples) expect(help.stdout).toContain(`$ ${example}`);
      for (const flag of ["--json", "--config", "--store", "--seed", "--quiet", "--no-input", "--no-color"])
        expect(help.stdout).toContain(flag);
    }
    // a process for each verb, on machines that do other things too
  }, 180_000);

  it("prints one JSON value on stdout and nothing else", async () => {
    for (const line of [
      ["list"],
      ["search", "reserve"],
      ["embed", "a cat", "a kitten"],
      ["doctor"],
      ["index"],
      ["ask", "Who is the executive sponsor?"],
    ]) {
      const { stdout } = await firstfit([...line, "--json"]);
      expect(stdout.trim().split("\n")).toHaveLength(1);
      expect(typeof JSON.parse(stdout)).toBe("object");
    }
  });

  it("prints the version", async () => {
    expect(await firstfit(["--version"])).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it("uses colours on a terminal alone, and not with NO_COLOR, --no-color or a dumb one", async () => {
    const escape = "\u001b[";
    const list = ["list", "--store", join(folder, ".firstfit", "index.db")];
    expect(await inTerminal(list)).toContain(escape);
    expect((await firstfit(["list"])).stdout).not.toContain(escape);
    expect(await inTerminal(list, { NO_COLOR: "1" })).not.toContain(escape);
    expect(await inTerminal(list, { TERM: "dumb" })).not.toContain(escape);
    expect(await inTerminal([...list, "--no-color"])).not.toContain(escape);
  });
});

describe("bad usage", () => {
  it("exits 2 and suggests what was meant", async () => {
    const { exit, stderr } = await firstfit(["serch", "x"]);
    expect(exit).toBe(2);
    expect(stderr).toContain("Did you mean search?");
  });

  it("names the help of the verb that was typed, and says it as JSON too", async () => {
    for (const [line, next] of [
      [["eval", "--htp", "x"], "firstfit eval --help"],
      [["judge", "calibrate"], "firstfit judge calibrate --help"],
      [["dataset", "stats"], "firstfit dataset stats --help"],
      [["dataset", "statz"], "firstfit dataset --help"],
      [["models", "check", "--x"], "firstfit models check --help"],
      [["serch"], "firstfit --help"],
    ] as const) {
      const { exit, stdout, stderr } = await firstfit([...line, "--json"]);
      expect(exit).toBe(2);
      expect(stderr).toContain(`next: ${next}\n`);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: "BAD_INPUT", fix: next } });
    }
  });

  it("says how to come by cases where there are none", async () => {
    const { exit, stderr } = await firstfit(["eval"], { cwd: empty });
    expect(exit).toBe(2);
    expect(stderr).toContain('firstfit ask "…" --save-case cases.jsonl');
    expect(stderr).toContain("firstfit init demo --sample");
  });

  it("asks for the whole address of a server", async () => {
    const { exit, stderr } = await firstfit(["eval", "--http", "localhost:8080/ask"]);
    expect(exit).toBe(2);
    expect(stderr).toContain("--http: write the whole address: http://127.0.0.1:8080/answer.");
  });

  it("asks nobody to change a configuration of a folder by way of the sample project", async () => {
    const taken = mkdtempSync(join(tmpdir(), "firstfit-taken-"));
    writeFileSync(join(taken, "firstfit.config.ts"), "");
    const { exit, stderr } = await firstfit(["init"], { cwd: taken });
    rmSync(taken, { recursive: true });
    expect(exit).toBe(2);
    expect(stderr).toContain("This folder already has firstfit.config.ts.");
    expect(stderr).toMatch(/next: Change it there, or name another folder: firstfit init demo\n/);
  });

  it("exits 2 for an unknown flag, a number that is none, and a filter without a value", async () => {
    for (const line of [
      ["search", "x", "--kk", "3"],
      ["search", "x", "--k", "three"],
      ["search", "x", "--k", "0"],
      ["search", "x", "-k", "1.5"],
      ["search", "x", "--filter", "document"],
      ["search", "x", "--filter", "document=a", "--filter", "document=b"],
      ["list", "--seed", "x"],
    ]) {
      expect((await firstfit(line)).exit).toBe(2);
    }
  });

  it("says code, message and the next step, and the same as JSON", async () => {
    const { exit, stderr, stdout } = await firstfit(["search", "x", "--json"], { cwd: empty });
    expect(exit).toBe(2);
    expect(stderr).toMatch(/^EMPTY_INDEX: .+\n {2}next: .+firstfit index/);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "EMPTY_INDEX", fix: expect.stringContaining("firstfit index") } });
  });

  it("tells an index without a passage from a question that finds nothing", async () => {
    const cwd = mkdtempSync(join(folder, "emptied-"));
    writeFileSync(join(cwd, "note.txt"), "The pilot starts in May.");
    await firstfit(["index", "."], { cwd });
    expect(await firstfit(["search", "pilot", "--filter", "document=other"], { cwd })).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining("Nothing that passes the filter"),
    });
    expect(await firstfit(["search", "pilot", "-k", "1"], { cwd })).toMatchObject({ exit: 0, stdout: expect.stringContaining("note.txt") });
    await firstfit(["remove", "note.txt"], { cwd });
    for (const verb of ["search", "ask"])
      expect(await firstfit([verb, "pilot"], { cwd })).toMatchObject({ exit: 2, stderr: expect.stringContaining("EMPTY_INDEX") });
  });

  it("names a flag as it is typed, whether its value is wrong or missing", async () => {
    expect((await firstfit(["ask", "sponsor", "--max-cost", "abc"])).stderr).toContain("BAD_INPUT: --max-cost: give US dollars");
    expect((await firstfit(["dataset", "import", "cases.jsonl"])).stderr).toContain("BAD_INPUT: --format is missing.");
  });

  it("asks for the question that is missing", async () => {
    expect(await firstfit(["ask"])).toMatchObject({ exit: 2, stderr: expect.stringContaining("There is no question") });
    expect(await firstfit(["search", " "])).toMatchObject({ exit: 2, stderr: expect.stringContaining("The question is empty.") });
  });

  it("names an unknown model and the known ones", async () => {
    expect(await firstfit(["ask", "Who?", "--model", "nobody/nothing"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("builtin/extractive"),
    });
  });

  it("never overwrites what is there", async () => {
    expect(await firstfit(["init", folder, "--sample"])).toMatchObject({ exit: 2, stderr: expect.stringContaining("already has") });
  });

  it("says what was looked at when a folder holds nothing", async () => {
    expect(await firstfit(["index", empty, "--store", join(folder, "other.db")])).toMatchObject({ exit: 2 });
  });
});

describe("configuration", () => {
  const configured = async (text: string): Promise<Run> => {
    const cwd = mkdtempSync(join(folder, "config-"));
    writeFileSync(join(cwd, "firstfit.config.mjs"), text);
    return firstfit(["list"], { cwd });
  };

  it("names an unknown key and the one that was meant", async () => {
    const { exit, stderr } = await configured('import { defineConfig } from "firstfit"; export default defineConfig({ source: ["."] })');
    expect(exit).toBe(2);
    expect(stderr).toMatch(/BAD_CONFIG: .*unknown key "source"[^]*Did you mean "sources"/);
  });

  it("names the path of a wrong type", async () => {
    expect(await configured('export default { chunk: { tokensMin: "many" } }')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('"chunk.tokensMin": expected number, received string.'),
    });
    expect(await configured("export default { embedder: 5 }")).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('"embedder" is neither a name nor an Embedder.'),
    });
    expect(await configured("export default { chunk: { tokensMax: 200 } }")).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("chunk.tokensMin (300, as it is not set) is above chunk.tokensMax (200)"),
    });
  });

  it("says that a file has no default export, or cannot be loaded", async () => {
    expect(await configured("export const x = 1;")).toMatchObject({ exit: 2, stderr: expect.stringContaining("default export") });
    expect(await configured("this is no module")).toMatchObject({ exit: 2, stderr: expect.stringContaining("cannot be loaded") });
  });

  it("says that a file named with --config is not there", async () => {
    expect(await firstfit(["list", "--config", "none.ts"])).toMatchObject({ exit: 2, stderr: expect.stringContaining("none.ts") });
  });
});

describe("ask", () => {
  it("exits 3 and says so where the sources do not hold the answer", async () => {
    const { exit, stdout } = await firstfit(["ask", "What is the office Wi-Fi password?"]);
    expect(exit).toBe(3);
    expect(stdout.split("\n")[0]).toBe("not found in sources");
    expect(stdout).toContain("why they do not count");
  });

  it("reads the question from standard input", async () => {
    expect(await firstfit(["ask", "-"], { stdin: "Who is the executive sponsor?\n" })).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining("Marit Sandvoll"),
    });
  });

  it("refuses to read standard input twice", async () => {
    expect(await firstfit(["ask", "-", "--history", "-"], { stdin: "And why?\n" })).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("Standard input is asked for twice"),
    });
  });

  it("asks every line of a file and prints a JSON line each, in order", async () => {
    const { exit, stdout } = await firstfit(["ask", "--file", "-"], {
      stdin: '{"id":"a","question":"Who is the executive sponsor?"}\n{"id":"b","input":"What is the office Wi-Fi password?"}\nnot json\n',
    });
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>); // one object a line, checked below
    expect(exit).toBe(0);
    expect(lines.map(({ id, kind }) => [id, kind])).toEqual([
      ["a", "answered"],
      ["b", "abstained"],
      [undefined, "failed"],
    ]);
  });
});

it("does not obey escape sequences in file names or texts", async () => {
  const cwd = mkdtempSync(join(folder, "hostile-"));
  writeFileSync(join(cwd, "evil\u001b[2J\nname.md"), "# Title\n\nThe gate opens at \u001b[31mnine\u001b[0m in the morning.\n");
  await firstfit(["index", cwd], { cwd });
  for (const line of [["list"], ["search", "gate opens"], ["ask", "When does the gate open?"]]) {
    const { stdout } = await firstfit(line, { cwd });
    expect(stdout).toContain("evil");
    expect(stdout.includes("\u001b")).toBe(false);
  }
});
