import { describe, expect, test } from "vitest";
import { planConfigChange } from "./config-change.ts";
import { editConfig, NEW_CONFIG, pasteText } from "./config-edit.ts";
import { unifiedDiff } from "./unified-diff.ts";

const latent = { path: ["ranking", "weights", "latent"], source: "0.4" };
const edited = (text: string, ...values: Parameters<typeof editConfig>[1]): string => {
  const edit = editConfig(text, values);
  return edit.kind === "edited" ? edit.text : expect.fail(edit.why);
};

describe("editing a configuration", () => {
  test("a new key stands after the last one, and nothing else is touched", () => {
    const text = `import { defineConfig } from "firstfit";

export default defineConfig({
  // What is read, with braces { and , in a comment.
  sources: ["a,b", 'c}'], // and here
});
`;
    expect(edited(text, latent)).toBe(text.replace("// and here\n", "// and here\n  ranking: { weights: { latent: 0.4 } },\n"));
  });

  test("a value that is there is replaced where it stands", () => {
    const text = `export default defineConfig({ ranking: { weights: { latent: 0.6, dense: 0.2 }, k1: 1.2 } });`;
    expect(edited(text, latent, { path: ["ranking", "k1"], source: "0.9" })).toBe(text.replace("0.6", "0.4").replace("1.2", "0.9"));
  });

  test("a key is added to an object that is there, on one line or several, with or without a last comma", () => {
    expect(edited(`export default { ranking: { k1: 1 } };`, latent)).toBe(
      `export default { ranking: { k1: 1, weights: { latent: 0.4 } } };`,
    );
    expect(edited(`export default {\n  ranking: {\n    k1: 1\n  }\n};`, latent)).toBe(
      `export default {\n  ranking: {\n    k1: 1,\n    weights: { latent: 0.4 }\n  }\n};`,
    );
    expect(edited(NEW_CONFIG, latent)).toBe(NEW_CONFIG.replace("{});", "{\n  ranking: { weights: { latent: 0.4 } },\n});"));
  });

  test("Windows line ends stay", () => {
    expect(edited(`export default {\r\n  store: "x",\r\n};\r\n`, latent)).toBe(
      `export default {\r\n  store: "x",\r\n  ranking: { weights: { latent: 0.4 } },\r\n};\r\n`,
    );
  });

  test.each([
    ["a variable", `const ranking = {}; export default defineConfig({ ranking });`],
    ["a spread", `export default defineConfig({ ...base });`],
    ["a call", `export default defineConfig({ ranking: make() });`],
    ["a variable inside", `export default defineConfig({ ranking: { weights: { latent: mine } } });`],
    ["a function around it", `export default defineConfig(make({ store: "x" }));`],
    ["a name", `const config = {}; export default config;`],
    ["a template", "export default defineConfig({ store: `x` });"],
    ["a key twice", `export default defineConfig({ ranking: {}, ranking: {} });`],
    ["a method", `export default defineConfig({ ranking() { return {}; } });`],
    ["an open brace", `export default defineConfig({ store: "x", `],
    ["nothing", ``],
  ])("%s is not edited, and the reason is given", (_, text) => {
    expect(editConfig(text, [latent])).toMatchObject({ kind: "unsafe", why: expect.stringMatching(/\w/) });
  });

  test("what is to be pasted holds every value once", () => {
    expect(pasteText([latent, { path: ["ranking", "k1"], source: "0.9" }, { path: ["chunk", "tokensMax"], source: "400" }])).toBe(
      "ranking: { weights: { latent: 0.4 }, k1: 0.9 }, chunk: { tokensMax: 400 }",
    );
  });
});

describe("the change of a configuration", () => {
  test("is a unified diff, and says when the index must be made again", () => {
    const text = `export default defineConfig({\n  store: "x",\n});\n`;
    const { change } = planConfigChange(
      { "chunk.tokensMax": 400, feedback: "on", "feedback.documents": 5, "feedback.terms": 15, "feedback.weight": 0.8 },
      { name: "firstfit.config.ts", text },
    );
    expect(change).toEqual({
      kind: "diff",
      file: "firstfit.config.ts",
      written: false,
      needsNewIndex: true,
      diff: [
        "--- firstfit.config.ts",
        "+++ firstfit.config.ts",
        "@@ -1,3 +1,5 @@",
        " export default defineConfig({",
        '   store: "x",',
        "+  chunk: { tokensMax: 400 },",
        "+  ranking: { feedback: { documents: 5, terms: 15, weight: 0.8 } },",
        " });",
      ].join("\n"),
    });
  });

  test("is something to paste where the file cannot be edited", () => {
    const { change, text } = planConfigChange({ feedback: "off", k1: 2 }, { name: "c.ts", text: "export default make();" });
    expect(text).toBeUndefined();
    expect(change).toMatchObject({ kind: "paste", paste: 'ranking: { k1: 2, feedback: "off" }', needsNewIndex: false });
  });

  test("starts a file where there is none", () => {
    const { change, text } = planConfigChange({ k1: 2 }, { name: "firstfit.config.ts" });
    expect(text).toContain("ranking: { k1: 2 },");
    expect(change).toMatchObject({ kind: "diff", diff: expect.stringContaining("--- /dev/null") });
  });
});

describe("unified diff", () => {
  test("has the hunks that diff -u prints", () => {
    const old = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`);
    const now = old.with(2, "changed").toSpliced(17, 1);
    // diff -u of the two, without its times
    expect(unifiedDiff(`${old.join("\n")}\n`, `${now.join("\n")}\n`, "f")).toBe(
      ["--- f", "+++ f", "@@ -1,6 +1,6 @@", " line 1", " line 2", "-line 3", "+changed", " line 4", " line 5", " line 6"]
        .concat(["@@ -15,6 +15,5 @@", " line 15", " line 16", " line 17", "-line 18", " line 19", " line 20"])
        .join("\n"),
    );
    expect(unifiedDiff("a\n", "a\n", "f")).toBe("");
  });
});
