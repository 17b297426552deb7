import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firstfit-review-"));
const file = join(folder, "cases.jsonl");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LINES = ["a", "b", "c"].map((id) => `{"id":"${id}","input":"question ${id}","expected_substr":"x","review":"unreviewed"}\n`);
beforeEach(() => {
  writeFileSync(file, LINES.join(""));
  rmSync(`${file}.dropped.jsonl`, { force: true });
});

function firstfit(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8", input: "" });
  return { exit: status, stdout, stderr };
}

describe("dataset review without a terminal", () => {
  test("says what would be asked and how to decide, and writes nothing", () => {
    const { exit, stdout } = firstfit("dataset", "review", "cases.jsonl");
    expect(exit).toBe(0);
    expect(stdout).toContain("3 cases wait");
    expect(stdout).toContain("question b (substring)");
    expect(stdout).toContain("--keep ID");
    expect(readFileSync(file, "utf8")).toBe(LINES.join(""));
  });

  test("keeps and drops what is named, and prints one JSON value", () => {
    const { exit, stdout } = firstfit("dataset", "review", "cases.jsonl", "--drop", "b", "--keep-all", "--json");
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "reviewed", kept: ["a", "c"], dropped: ["b"], left: [] });
    expect(readFileSync(file, "utf8")).toBe(
      (LINES[0] ?? "").replace("unreviewed", "kept") + (LINES[2] ?? "").replace("unreviewed", "kept"),
    );
    expect(readFileSync(`${file}.dropped.jsonl`, "utf8")).toBe(LINES[1]);
  });

  test("refuses an id that does not wait, one that is named twice, and what is no file", () => {
    for (const [args, message] of [
      [["--keep", "z"], "No case called z waits"],
      [["--keep", "a", "--drop", "a"], "a is to be kept and dropped"],
      [["--keep", "a", "--keep-all"], "--keep-all does nothing with --keep"],
    ] as const) {
      const { exit, stderr } = firstfit("dataset", "review", "cases.jsonl", ...args);
      expect(exit).toBe(2);
      expect(stderr).toContain(message);
    }
    expect(firstfit("dataset", "review", "-").stderr).toContain("- is none");
    expect(firstfit("dataset", "review", "none.jsonl").stderr).toContain("Cannot read none.jsonl");
    expect(readFileSync(file, "utf8")).toBe(LINES.join(""));
  });
});

const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

describe.skipIf(!hasScript)("dataset review at a real terminal (needs the program `script` of util-linux)", () => {
  /** Types each text when what it waits for has been shown. */
  async function typed(steps: readonly (readonly [waitsFor: string, keys: string])[], args: readonly string[] = [], editor = "") {
    const line = [process.execPath, bin, "dataset", "review", "cases.jsonl", ...args].map((word) => `'${word}'`).join(" ");
    const child = spawn("script", ["-qec", line, "/dev/null"], {
      cwd: folder,
      env: { ...process.env, EDITOR: editor, VISUAL: "", SHELL: "/bin/sh" },
    });
    let output = "";
    let from = 0;
    let step = 0;
    const push = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
      for (;;) {
        const [waitsFor, keys] = steps[step] ?? [];
        const at = waitsFor === undefined ? -1 : output.indexOf(waitsFor, from);
        if (waitsFor === undefined || at < 0) return;
        from = at + waitsFor.length;
        step++;
        child.stdin.write(keys ?? "");
      }
    };
    child.stdout.on("data", push);
    const exit = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { exit, output, text: readFileSync(file, "utf8") };
  }

  test(
    "a key is enough, other keys and arrows do nothing, and a decision is on the disk before the next case",
    { timeout: 30_000 },
    async () => {
      const { exit, output, text } = await typed([
        ["1 of 3", "x\u001b[Ak"],
        ["2 of 3", "d"],
        ["3 of 3", "u"],
        ["2 of 3", "s"],
        ["3 of 3", "k"],
        ["last one", "q"],
      ]);
      expect(exit, output).toBe(0);
      expect(text).toBe([LINES[0]?.replace("unreviewed", "kept"), LINES[1], LINES[2]?.replace("unreviewed", "kept")].join(""));
      expect(output).toContain("2 kept");
    },
  );

  test("a line edits a field where no editor is named, and an editor is used where one is", { timeout: 30_000 }, async () => {
    const byLine = await typed([
      ["1 of 3", "e"],
      ["field=value:", "expected_substr=62\r"],
      ["field=value:", "\r"],
      ["help > ", "\u0003"],
    ]);
    expect(byLine.exit, byLine.output).toBe(0);
    expect(byLine.text).toContain('{"id":"a","input":"question a","expected_substr":"62","review":"kept"}');
    const byEditor = await typed(
      [
        ["1 of 2", "e"],
        ["2 of 2", "q"],
      ],
      [],
      "sed -i s/question/demand/",
    );
    expect(byEditor.text, byEditor.output).toContain('{"id":"b","input":"demand b","expected_substr":"x","review":"kept"}');
  });

  test("--no-input asks nothing at a terminal either", { timeout: 30_000 }, async () => {
    const { exit, output, text } = await typed([], ["--no-input"]);
    expect(exit).toBe(0);
    expect(output).toContain("3 cases wait");
    expect(text).toBe(LINES.join(""));
  });
});
