import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startChild } from "../fixtures/child.ts";

// Real processes on a machine that may be busy: slow is not broken.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const script = fileURLToPath(new URL("../fixtures/store-process.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firstfit-read-only-"));
const good = join(folder, "good", "index.db");
/** The numeric id of "nobody" on Linux and on macOS (as unsigned): a user who owns nothing. */
const NOBODY = 65534;

const isRoot = process.getuid?.() === 0;
// Permission bits do not bind root, so root runs the index as somebody whom they bind.
const somebody = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
const canRun =
  process.platform !== "win32" &&
  spawnSync(process.execPath, ["-e", `require("node:fs").accessSync(${JSON.stringify(script)})`], somebody).status === 0;

let folders = 0;
/** A copy of the index, with what lies beside it if so asked, in a folder of its own. */
function copyOf(suffixes: readonly string[] = [""]): string {
  const file = join(folder, `copy${(folders += 1)}`, "index.db");
  mkdirSync(dirname(file));
  for (const suffix of suffixes) copyFileSync(good + suffix, file + suffix);
  return file;
}

function protect(file: string): void {
  for (const name of readdirSync(dirname(file))) chmodSync(join(dirname(file), name), 0o444);
  chmodSync(dirname(file), 0o555);
}

const run = (command: string, file: string) => startChild(process.execPath, [script, command, file, "1"], somebody).exited;

describe.skipIf(!canRun)(
  "where nothing can be written (skipped where permissions bind nobody: on Windows, or when root may not run Node as another user)",
  () => {
    let expected = "";
    beforeAll(async () => {
      chmodSync(folder, 0o755);
      mkdirSync(dirname(good));
      expect(await startChild(process.execPath, [script, "ingest", good, "1"]).exited).toMatchObject({ code: 0 });
      expected = (await startChild(process.execPath, [script, "search", good]).exited).stdout;
      expect(expected).toContain('"documents":47');
    });
    afterAll(() => {
      for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o755);
      rmSync(folder, { recursive: true, force: true });
    });

    test("a folder and file that cannot be written are searched, and nothing is left there", async () => {
      const file = copyOf();
      protect(file);
      expect(await run("search", file)).toMatchObject({ code: 0, stdout: expected });
      expect(readdirSync(dirname(file))).toEqual(["index.db"]);
    });

    test("a file that cannot be written, in a folder that can, is searched", async () => {
      const file = copyOf();
      chmodSync(file, 0o444);
      chmodSync(dirname(file), 0o777);
      expect(await run("search", file)).toMatchObject({ code: 0, stdout: expected });
    });

    test("writing is refused with the path", async () => {
      const file = copyOf();
      protect(file);
      const { stdout } = await run("ingest", file);
      expect(stdout).toContain(`failed INDEX_READ_ONLY The index ${file}`);
      expect(stdout).toContain("--store");
    });

    test("making an index where no folder can be made is refused with the path", async () => {
      const file = copyOf();
      protect(file);
      const { stdout } = await run("ingest", join(dirname(file), "deeper", "index.db"));
      expect(stdout).toContain("failed INDEX_READ_ONLY");
    });

    test("a lock file that cannot be written is refused as well", async () => {
      const file = copyOf();
      copyFileSync(file, `${file}.other`);
      chmodSync(dirname(file), 0o777);
      expect(await startChild(process.execPath, [script, "ingest", file, "1"]).exited).toMatchObject({ code: 0 });
      chmodSync(`${file}.lock`, 0o444);
      chmodSync(dirname(file), 0o555);
      expect((await run("ingest", file)).stdout).toContain("failed INDEX_READ_ONLY");
    });

    describe("after a kill, with the last changes still in the log", () => {
      beforeAll(async () => {
        const child = startChild(process.execPath, [script, "hold", good, "staged"]);
        await child.says("holding");
        await child.kill();
        expect(existsSync(`${good}-wal`)).toBe(true);
      });

      test("the published state is found with the log and its index beside the file", async () => {
        const file = copyOf(["", "-wal", "-shm"]);
        protect(file);
        expect(await run("search", file)).toMatchObject({ code: 0, stdout: expected });
      });

      test("without the log's index it cannot be joined, which is said, with what to do", async () => {
        const file = copyOf(["", "-wal"]);
        protect(file);
        expect((await run("search", file)).stdout).toContain(`failed INDEX_READ_ONLY The last changes to ${file} lie in ${file}-wal`);
      });
    });

    test("a file that may not even be read is said to be so", async () => {
      const file = copyOf();
      chmodSync(file, 0o000);
      chmodSync(dirname(file), 0o555);
      expect((await run("search", file)).stdout).toContain(`failed UNREADABLE The index ${file}`);
    });
  },
);
