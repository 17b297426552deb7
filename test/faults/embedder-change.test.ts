import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openProject, runOperation } from "../../src/index.ts";

// Fault 15: an index holds vectors of one embedder, and another's are never mixed with them.
const folder = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-embedder-")));
const store = join(folder, ".firstfit", "index.db");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A configuration whose embedder turns every text into the same unit vector, and counts what it is asked for. */
const configOf = (id: string, dimensions: number): string => `
export default {
  sources: ["a.md", "b.md"],
  embedder: {
    id: ${JSON.stringify(id)},
    dimensions: ${dimensions},
    embedBatch: async (texts) => texts.map(() => Float32Array.from({ length: ${dimensions} }, (_, i) => (i === 0 ? 1 : 0))),
  },
};
`;
beforeAll(async () => {
  for (const name of ["a", "b"]) writeFileSync(join(folder, `${name}.md`), `# ${name}\n\nThe harbour of ${name}.\n`);
  writeFileSync(join(folder, "one.config.ts"), configOf("test/one", 4));
  writeFileSync(join(folder, "other.config.ts"), configOf("test/other", 4));
  writeFileSync(join(folder, "longer.config.ts"), configOf("test/one", 8));
  await runOperation(await openProject({ folder, config: "one.config.ts" }), "index", {});
});

test.each([
  ["another embedder", "other.config.ts", /embedder test\/one, now test\/other/],
  ["other dimensions under the same name", "longer.config.ts", /dimensions 4, now 8/],
])("%s is refused to readers and writers with what changing costs, and the index is kept", async (_, config, what) => {
  const before = readFileSync(store);
  const app = await openProject({ folder, config });
  for (const [verb, input] of [
    ["search", { question: "harbour" }],
    ["ask", { question: "Where is the harbour?" }],
    ["index", {}],
  ] as const) {
    const refused = runOperation(app, verb, input);
    await expect(refused).rejects.toMatchObject({
      code: "INDEX_MISMATCH",
      message: expect.stringMatching(what),
      fix: expect.stringMatching(/embeds about 2 chunks: firstfit index --rebuild/),
    });
  }
  expect(readFileSync(store).equals(before)).toBe(true);
  const former = await openProject({ folder, config: "one.config.ts" });
  expect(await runOperation(former, "search", { question: "harbour" })).toMatchObject({ hits: [{}, {}] });
});

test("a rebuild changes over", async () => {
  const other = await openProject({ folder, config: "other.config.ts" });
  expect(await runOperation(other, "index", { rebuild: true })).toMatchObject({ chunks: { embedded: 2 } });
  expect(await runOperation(other, "search", { question: "harbour" })).toMatchObject({ hits: [{}, {}] });
  const former = await openProject({ folder, config: "one.config.ts" });
  await expect(runOperation(former, "search", { question: "harbour" })).rejects.toMatchObject({ code: "INDEX_MISMATCH" });
});
