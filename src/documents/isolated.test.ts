import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { limitsFor } from "./isolated.ts";
import { extract, parsers } from "./parsers.ts";

/** Runs a module of its own and says how it ended. */
function run(code: string): { readonly status: number | null; readonly output: string } {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: folder,
    encoding: "utf8",
    timeout: 25_000,
  });
  return { status, output: stdout + stderr };
}

describe("parseIsolated", () => {
  it("lets the process end by itself, though a thread waits for the next file", () => {
    const code = `const { extract } = await import("./parsers.ts");
      const done = await extract(new TextEncoder().encode("{\\\\rtf1 Some words.\\\\par}"), "a.rtf"); console.log(done.kind);`;
    expect(run(code)).toEqual({ status: 0, output: "document\n" });
  });

  it("starts no thread for a plain format", () => {
    const code = `import { Worker } from "node:worker_threads"; import { syncBuiltinESMExports } from "node:module"; import threads from "node:worker_threads";
      threads.Worker = class { constructor() { throw new Error("a thread"); } }; syncBuiltinESMExports();
      const { extract } = await import("./parsers.ts");
      for (const name of ["a.md", "a.html", "a.txt", "a.csv", "a.json", "a.py", "README"]) await extract(new TextEncoder().encode("1,2"), name);
      console.log("none"); await extract(new TextEncoder().encode("x"), "a.pdf").catch((error) => console.log(error.message));`;
    expect(run(code)).toEqual({ status: 0, output: "none\na thread\n" });
  });

  it("reads Markdown from a megabyte on in a thread, and keeps none that read a large file", () => {
    const code = `import threads from "node:worker_threads"; import { syncBuiltinESMExports } from "node:module";
      let started = 0; threads.Worker = class extends threads.Worker { constructor(...all) { super(...all); started += 1; } }; syncBuiltinESMExports();
      const { extract } = await import("./parsers.ts"); const encode = (text) => new TextEncoder().encode(text);
      for (let i = 0; i < 2; i++) await extract(encode("{\\\\rtf1 Some words.\\\\par}"), "a.rtf"); console.log(started);
      for (let i = 0; i < 2; i++) await extract(encode("Words. ".repeat(160_000)), "a.md"); console.log(started);`;
    expect(run(code)).toEqual({ status: 0, output: "1\n2\n" });
  });

  it("gives a large file more time than a small one, and no more than a minute", () => {
    const { timeMsMax, bytesMax } = limitsFor(2_000);
    expect([timeMsMax < 10_000, bytesMax < 512 * 2 ** 20]).toEqual([true, true]);
    expect(limitsFor(10 * 2 ** 20).timeMsMax).toBe(28_000);
    expect(limitsFor(10 ** 10).timeMsMax).toBe(60_000);
  });

  it("is used by what unpacks or follows pointers", async () => {
    const heavy = ["pdf", "docx", "xlsx", "pptx", "epub", "open-document", "rtf", "email", "mbox", "archive"];
    expect(parsers.map(({ id }) => id)).toEqual(expect.arrayContaining(heavy));
    expect(await extract(new TextEncoder().encode("{\\rtf1 x\\par}"), "a.rtf")).toMatchObject({ kind: "document" });
  });
});
