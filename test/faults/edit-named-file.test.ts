import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { editNamedFile } from "../../src/edit-named-file.ts";

const folder = mkdtempSync(join(tmpdir(), "firstfit-edit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const module = new URL("../../src/edit-named-file.ts", import.meta.url).href;
/** Appends lines for ever, or so many, and prints each number when it is acknowledged. */
const APPENDING = `
const { editNamedFile } = await import(${JSON.stringify(module)});
const [file, name, count] = process.argv.slice(1);
for (let i = 0; i < Number(count); i++) {
  await editNamedFile(file, (text = "") => text + name + i + "x".repeat(2000) + "\\n");
  process.stdout.write(i + "\\n");
}`;

function appending(file: string, name: string, count: number) {
  const child = spawn(process.execPath, ["--input-type=module", "-e", APPENDING, file, name, String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let acknowledged = 0;
  child.stdout.on("data", (chunk: Buffer) => (acknowledged += chunk.toString().split("\n").length - 1));
  return { child, closed: new Promise<void>((resolve) => child.on("close", () => resolve())), acknowledged: () => acknowledged };
}

describe("a file that is edited in place", () => {
  test("killed at any moment it is whole, and holds everything that was acknowledged", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 6; round++) {
      const file = join(folder, `killed-${round}.jsonl`);
      writeFileSync(file, "first\n");
      const { child, closed, acknowledged } = appending(file, "line", 1_000_000);
      await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, 20 + 17 * round));
      child.kill("SIGKILL");
      await closed;
      const lines = readFileSync(file, "utf8").split("\n");
      expect(lines.at(-1)).toBe("");
      expect(lines.slice(1, -1)).toEqual(Array.from({ length: lines.length - 2 }, (_, i) => `line${i}${"x".repeat(2000)}`));
      expect(lines.length - 2).toBeGreaterThanOrEqual(acknowledged());
      // and the next one goes on
      await editNamedFile(file, () => "after\n");
      expect(readFileSync(file, "utf8")).toBe("after\n");
    }
  });

  test("by two processes at once it loses no change of either", { timeout: 60_000 }, async () => {
    const file = join(folder, "two.jsonl");
    const both = [appending(file, "a", 30), appending(file, "b", 30)];
    await Promise.all(both.map(({ closed }) => closed));
    const lines = readFileSync(file, "utf8").trim().split("\n");
    expect(lines.filter((line) => line.startsWith("a"))).toHaveLength(30);
    expect(lines.filter((line) => line.startsWith("b"))).toHaveLength(30);
  });

  test("keeps its mode, a byte-order mark and a link to it, and is not touched when nothing changes", async () => {
    const file = join(folder, "real.jsonl");
    const link = join(folder, "link.jsonl");
    writeFileSync(file, "\ufeffone\r\n");
    chmodSync(file, 0o640);
    symlinkSync(file, link);
    const before = statSync(file).ino;
    await editNamedFile(link, (text) => text);
    await editNamedFile(link, () => undefined);
    expect(statSync(file).ino).toBe(before);
    await editNamedFile(link, (text) => `${text ?? ""}two\r\n`);
    expect(readFileSync(file, "utf8")).toBe("\ufeffone\r\ntwo\r\n");
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readlinkSync(link)).toBe(file);
  });

  test("that is not UTF-8, or stands in a folder that is not there, is refused and left", async () => {
    const file = join(folder, "latin.jsonl");
    writeFileSync(file, Buffer.from([0x7b, 0xe9, 0x7d]));
    await expect(editNamedFile(file, () => "x")).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining("not UTF-8"),
    });
    expect(readFileSync(file)).toEqual(Buffer.from([0x7b, 0xe9, 0x7d]));
    await expect(editNamedFile(join(folder, "none", "x.jsonl"), () => "x")).rejects.toMatchObject({ code: "BAD_INPUT" });
  });
});
