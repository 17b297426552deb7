import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import { runCli } from "../src/doors/cli.ts";
import { ingest } from "../src/flows/ingest.ts";
import type { IngestContext } from "../src/flows/ingest.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-unfinished-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const build = (given: Omit<Parameters<typeof buildApp>[0], "folder" | "environment">) =>
  buildApp({ ...given, folder, environment: { XDG_CONFIG_HOME: folder } });

async function firstfit(...arguments_: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = await runCli(
    {
      arguments: arguments_,
      environment: { XDG_CONFIG_HOME: folder },
      stdout: { write: (text) => void out.push(text), isTTY: false, columns: 200 },
      stderr: { write: (text) => void err.push(text), isTTY: false, columns: 200 },
      readStdin: async () => "",
      signal: new AbortController().signal,
      nowMs: () => 0,
    },
    build,
    "0",
  );
  return { exit, stdout: out.join(""), stderr: err.join("") };
}

/** What a run leaves that is killed before it publishes. */
async function unfinishedRun(change: Partial<IngestContext> = {}): Promise<void> {
  const app = await build({ seed: 1 });
  await using index = await app.openIndex("write");
  await ingest([join(folder, "notes")], {
    index: { ...index, publish() {} },
    embedder: await app.embedder(),
    extract: (bytes, path) => app.extract(bytes, path),
    fileSystem: app.fileSystem,
    monotonicMs: () => 0,
    ...change,
  });
}

function note(name: string, text: string): void {
  writeFileSync(join(folder, "notes", name), text);
}

const LEFT = "An indexing run stored 2 documents that cannot be searched yet, and did not finish, or is still at work.";

test("a first run that did not finish is told by list, search, ask and doctor, with what finishes it", async () => {
  mkdirSync(join(folder, "notes"));
  note("a.md", "The contingency reserve is 40,000 euros.\n");
  note("b.md", "The sponsor is Ada.\n");
  await unfinishedRun();

  expect((await firstfit("list")).stdout).toBe(`0 documents, 0 not read\n${LEFT} To finish it: firstfit index\n`);
  expect(JSON.parse((await firstfit("list", "--json")).stdout)).toMatchObject({ documents: [], unfinished: { documents: 2 } });
  for (const verb of ["search", "ask"]) {
    const { exit, stderr } = await firstfit(verb, "reserve");
    expect(exit).toBe(2);
    expect(stderr).toBe(
      `EMPTY_INDEX: The index holds no passage yet. ${LEFT}\n  next: Finish it; what is stored is kept: firstfit index\n`,
    );
  }
  expect((await firstfit("doctor")).stdout).toMatch(
    /^warn +index +0 documents, 0 chunks\. An indexing run stored 2 documents .*\n.*firstfit index$/m,
  );

  expect((await firstfit("index")).stdout).toContain("2 unchanged");
  expect((await firstfit("list")).stdout).not.toContain("indexing run");
  expect((await firstfit("search", "reserve")).stderr).not.toContain("indexing run");
  expect((await firstfit("doctor")).stdout).toMatch(/^ok +index +2 documents/m);
});

test("a first run that stored no document yet is told too, and index goes on with the folder that it was given", async () => {
  mkdirSync(join(folder, "notes"));
  note("a.md", "The contingency reserve is 40,000 euros.\n");
  const report: IngestContext["report"] = (event) => {
    if (event.kind === "started" && event.stage === "indexing") throw new Error("killed");
  };
  await expect(unfinishedRun({ report })).rejects.toThrow("killed");

  const left = "An indexing run did not finish, or is still at work.";
  expect((await firstfit("list")).stdout).toBe(`0 documents, 0 not read\n${left} To finish it: firstfit index\n`);
  expect((await firstfit("search", "reserve")).stderr).toContain(left);
  expect((await firstfit("index")).stdout).toContain("1 added");
  expect((await firstfit("list")).stdout).not.toContain("indexing run");
});

test("an index that a run was killed over while it looked for files says that nothing is indexed yet", async () => {
  const app = await build({ seed: 1 });
  {
    await using _index = await app.openIndex("write");
  }
  expect((await firstfit("list")).stdout).toBe("0 documents, 0 not read\nNothing is indexed yet: firstfit index PATH\n");
});

test("a later run that did not finish is a note beside what was searched before", async () => {
  mkdirSync(join(folder, "notes"));
  note("c.md", "The reserve was agreed on in May.\n");
  expect((await firstfit("index", join(folder, "notes"))).exit).toBe(0);
  note("a.md", "The contingency reserve is 40,000 euros.\n");
  note("b.md", "The sponsor is Ada.\n");
  await unfinishedRun();

  expect((await firstfit("list")).stdout).toContain(`\n${LEFT} To finish it: firstfit index\n`);
  for (const verb of ["search", "ask"]) {
    const { exit, stdout, stderr } = await firstfit(verb, "When was the reserve agreed on?");
    expect(exit).toBe(0);
    expect(stdout).toContain("May");
    expect(stderr).toContain(`${LEFT} To finish it: firstfit index`);
  }
  expect((await firstfit("ask", "When was the reserve agreed on?", "--quiet")).stderr).toBe("");
});
