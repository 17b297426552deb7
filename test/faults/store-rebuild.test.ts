import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleepMs } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openProject, runOperation } from "../../src/index.ts";
import { inspectSqliteIndex, openSqliteIndex } from "../../src/stores/sqlite.ts";
import { rebuildSqliteIndex } from "../../src/stores/sqlite-rebuild.ts";
import { startChild } from "../fixtures/child.ts";
import { NOTE_QUERIES, letterEmbedder, letterSettings, noteSeeds } from "../fixtures/stored-corpus.ts";

// Real processes on a machine that may be busy: slow is not broken.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const script = fileURLToPath(new URL("../fixtures/rebuild-process.ts", import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-rebuild-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rebuild = (file: string, root: string) => startChild(process.execPath, [script, file, root]);

function writeSource(name: string, revision: number): string {
  const root = join(folder, name);
  for (const { id, text, title } of noteSeeds(150, revision)) {
    mkdirSync(dirname(join(root, id)), { recursive: true });
    writeFileSync(join(root, id), `${title ?? ""}\n\n${text}`);
  }
  return root;
}

/** Everything that an index says, in a form that can be compared. */
async function contents(file: string): Promise<unknown> {
  await using index = await openSqliteIndex({ file, mode: "read", embedder: letterEmbedder, settings: letterSettings });
  const hits = [];
  for (const query of NOTE_QUERIES) hits.push(await index.search(query, { k: 8 }));
  const documents = index.documents();
  return { documents, chunks: documents.map(({ id }) => index.chunksOf(id)), roots: index.roots(), hits };
}

let before = "";
let after = "";
const oldIndex = join(folder, "old.db");
let oldContents: unknown;
let newContents: unknown;
/** Texts that a rebuild embeds which nobody kills. */
let allEmbedded = 0;
const embeddedIn = (stdout: string): number => Number(/^embedded (\d+)$/m.exec(stdout)?.[1]);
beforeAll(async () => {
  before = writeSource("before", 0);
  after = writeSource("after", 1);
  const fresh = join(folder, "new.db");
  expect(await rebuild(oldIndex, before).exited).toMatchObject({ code: 0 });
  const made = await rebuild(fresh, after).exited;
  expect(made.code).toBe(0);
  allEmbedded = embeddedIn(made.stdout);
  oldContents = await contents(oldIndex);
  newContents = await contents(fresh);
  expect(newContents).not.toEqual(oldContents);
});

function copyOfOld(name: string): string {
  const file = join(folder, `${name}.db`);
  copyFileSync(oldIndex, file);
  return file;
}

function asFormat(file: string, version: number): string {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA user_version = ${version}`);
  database.close();
  return file;
}

const KILL_AT = [
  { line: "opened", times: 1, laterMs: 0 },
  { line: "wrote", times: 1, laterMs: 0 },
  { line: "wrote", times: 3, laterMs: 1 },
  { line: "published", times: 1, laterMs: 0 },
  ...[0, 1, 2, 4, 8].map((laterMs) => ({ line: "embedded", times: 1, laterMs })),
];

describe("a rebuild (faults 9 and 10)", () => {
  test.each(KILL_AT)("killed at $line $times (+$laterMs ms) leaves the old index or the new one, and the next ends it", async (kill) => {
    const file = copyOfOld(`${kill.line}${kill.times}-${kill.laterMs}`);
    const child = rebuild(file, after);
    await child.says(kill.line, kill.times);
    if (kill.laterMs > 0) await sleepMs(kill.laterMs);
    const { stdout } = await child.kill();
    const seen = await contents(file);
    expect(inspectSqliteIndex(file)).toEqual([]);
    expect([oldContents, newContents]).toContainEqual(seen);
    if (stdout.includes("replaced")) expect(seen).toEqual(newContents);
    if (!stdout.includes("embedded")) expect(seen).toEqual(oldContents);

    const { code, stdout: again } = await rebuild(file, after).exited;
    expect(code).toBe(0);
    // what the killed run had stored is not embedded again
    if (stdout.includes("wrote")) expect(embeddedIn(again)).toBeLessThan(allEmbedded);
    expect(await contents(file)).toEqual(newContents);
    expect(inspectSqliteIndex(file)).toEqual([]);
    expect(existsSync(`${file}.next`)).toBe(false);
  });

  test("of an index of an older format, killed before its end, leaves that file as it was byte for byte", async () => {
    const file = asFormat(copyOfOld("older"), 1);
    const bytes = readFileSync(file);
    const child = rebuild(file, after);
    await child.says("published");
    await child.kill();
    const isOld = readFileSync(file).equals(bytes);
    if (!isOld) expect(await contents(file)).toEqual(newContents);
    expect(await rebuild(file, after).exited).toMatchObject({ code: 0 });
    expect(await contents(file)).toEqual(newContents);
  });

  test("goes on from what was left only if that was made from the same folders", async () => {
    const file = copyOfOld("other folder");
    const child = rebuild(file, before);
    await child.says("wrote", 2);
    await child.kill();
    expect(await rebuild(file, after).exited).toMatchObject({ code: 0 });
    expect(await contents(file)).toEqual(newContents);
  });

  test("embeds nothing that the old index has from the same embedder", async () => {
    expect(await rebuild(copyOfOld("reused"), before).exited).toMatchObject({ stdout: expect.stringContaining("\nembedded 0\n") });
  });

  test("is not seen by a reader until it is whole, and then is", async () => {
    const file = copyOfOld("read");
    await using reader = await openSqliteIndex({ file, mode: "read", embedder: letterEmbedder, settings: letterSettings });
    const ids = reader.documents().map(({ hash }) => hash);
    const child = rebuild(file, after);
    await child.says("published");
    expect(reader.documents().map(({ hash }) => hash)).toEqual(ids);
    expect(await child.exited).toMatchObject({ code: 0 });
    expect(reader.documents().map(({ hash }) => hash)).not.toEqual(ids);
  });

  test("keeps out a second writer, and leaves what is no index alone", async () => {
    const file = copyOfOld("held");
    const options = { file, roots: [after], embedder: letterEmbedder, settings: letterSettings, lockWaitMs: 0 };
    {
      await using held = await rebuildSqliteIndex(options);
      expect(held.roots).toEqual([after]);
      await expect(openSqliteIndex({ ...options, mode: "write" })).rejects.toMatchObject({
        code: "INDEX_BUSY",
        message: expect.stringContaining(String(process.pid)),
      });
    }
    expect(await contents(file)).toEqual(oldContents);
    const text = join(folder, "notes.txt");
    writeFileSync(text, "my own notes, which are no index\n".repeat(50));
    await expect(rebuildSqliteIndex({ ...options, file: text })).rejects.toMatchObject({ code: "BAD_INPUT" });
    expect(existsSync(`${text}.next`)).toBe(false);
  });
});

describe("index --rebuild", () => {
  test("knows the folders of an index made with other settings, and keeps the old one when there is nothing to read", async () => {
    const project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(project, "a.md"), "# A\n\nThe sponsor is Ada.\n");
    const app = await openProject({ folder: project });
    await runOperation(app, "index", { paths: [join(project, "a.md")] });
    writeFileSync(join(project, "other.config.ts"), "export default { chunk: { tokensMin: 50, tokensMax: 100 } };\n");
    const other = await openProject({ folder: project, config: "other.config.ts" });
    await expect(runOperation(other, "index", {})).rejects.toMatchObject({
      code: "INDEX_MISMATCH",
      fix: expect.stringContaining("firstfit index --rebuild"),
    });
    expect(await runOperation(other, "index", { rebuild: true, dryRun: true })).toMatchObject({ dryRun: true, documents: { added: 1 } });
    expect(existsSync(join(project, ".firstfit", "index.db.next"))).toBe(false);
    await expect(runOperation(other, "search", { question: "sponsor" })).resolves.toMatchObject({ hits: [{ document: "a.md" }] });
    expect(await runOperation(other, "index", { rebuild: true })).toMatchObject({ kind: "indexed", documents: { total: 1 } });
    expect(await runOperation(other, "search", { question: "sponsor" })).toMatchObject({ hits: [{ document: "a.md" }] });

    rmSync(join(project, "a.md"));
    await expect(runOperation(other, "index", { rebuild: true })).rejects.toMatchObject({
      code: "NOT_FOUND",
      fix: expect.stringContaining("--prune"),
    });
    expect(await runOperation(other, "search", { question: "sponsor" })).toMatchObject({ hits: [{ document: "a.md" }] });
  });
});
