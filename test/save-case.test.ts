import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firstfit-save-case-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function firstfit(args: readonly string[], cwd = folder) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, encoding: "utf8", input: "" });
  return { exit: status, stdout, stderr };
}
const rows = (file: string): Record<string, unknown>[] =>
  readFileSync(join(folder, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(() => {
  firstfit(["init", "--sample", "--quiet"]);
  firstfit(["index", "--quiet"]);
});

describe("ask --save-case", () => {
  test("adds the question once, with what was answered and what is right, and leaves the exit code of the answer", () => {
    const args = [
      "ask",
      "When is the go-live?",
      "--save-case",
      "mine.jsonl",
      "--expected",
      "22 June",
      "--expected-document",
      "note06.txt",
      "--json",
    ];
    expect(JSON.parse(firstfit(args).stdout)).toMatchObject({
      kind: "answered",
      savedCase: { kind: "added", file: "mine.jsonl", review: false },
    });
    expect(rows("mine.jsonl")).toMatchObject([
      {
        input: "When is the go-live?",
        expected_substr: "22 June",
        expected_documents: ["note06.txt"],
        source: "hand",
        added: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        metadata: { answered: { text: expect.stringContaining("22 June") } },
      },
    ]);
    const again = firstfit(["ask", "when is the GO-LIVE?", "--save-case", "mine.jsonl"]);
    expect(again.stdout).toContain("has this question already");
    expect(rows("mine.jsonl")).toHaveLength(1);
    const abstained = firstfit(["ask", "What is the office Wi-Fi password?", "--save-case", "mine.jsonl", "--expected-abstain"]);
    expect(abstained.exit).toBe(3);
    expect(rows("mine.jsonl")[1]).toMatchObject({ expected_abstain: true, source: "hand" });
  });

  test("takes the file of the configuration, else cases.jsonl beside it, and a question behind the flag is no file", () => {
    const other = join(folder, "other");
    mkdirSync(join(other, "sub"), { recursive: true });
    cpSync(join(folder, ".firstfit"), join(other, ".firstfit"), { recursive: true });
    writeFileSync(join(other, "firstfit.config.mjs"), 'export default { task: { cases: "data/ours.jsonl" } };\n');
    mkdirSync(join(other, "data"));
    const { exit, stdout, stderr } = firstfit(
      ["ask", "--config", "../firstfit.config.mjs", "--save-case", "Who is the executive sponsor?"],
      join(other, "sub"),
    );
    expect(exit, stderr).toBe(0);
    expect(stdout).toContain("added to data/ours.jsonl; say what is right: firstfit dataset review");
    expect(rows("other/data/ours.jsonl")).toMatchObject([{ review: "unreviewed", source: "log" }]);
  });

  test("writes nothing in a dry run, and refuses flags that would do nothing", () => {
    expect(firstfit(["ask", "Who pays?", "--save-case", "dry.jsonl", "--dry-run"]).exit).toBe(0);
    expect(existsSync(join(folder, "dry.jsonl"))).toBe(false);
    for (const [args, message] of [
      [["--expected", "y"], "--expected does nothing without --save-case"],
      [["--save-case", "--expected-abstain", "--expected", "y"], "--expected-abstain does nothing with --expected"],
      [["--save-case", "--history", "h.jsonl"], "--save-case does nothing with --history"],
    ] as const) {
      const { exit, stderr } = firstfit(["ask", "Who pays?", ...args]);
      expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
  });
});
