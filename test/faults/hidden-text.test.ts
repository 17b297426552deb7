import { describe, expect, it, vi } from "vitest";
import { letterEmbedder, letterSettings } from "../fixtures/stored-corpus.ts";
import { memoryFileSystem } from "../fixtures/memory-file-system.ts";
import type { Hit, Index } from "../../src/core/retrieval.ts";
import { extract, parsers } from "../../src/documents/parsers.ts";
import { ingest } from "../../src/flows/ingest.ts";
import { memoryIndex } from "../../src/stores/memory.ts";

vi.setConfig({ testTimeout: 60_000 });

async function indexOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Index> {
  const index = memoryIndex({ settings: letterSettings, embedder: letterEmbedder });
  await ingest(["/a"], {
    index,
    embedder: letterEmbedder,
    extract,
    extensions: new Set(parsers.flatMap(({ extensions }) => extensions)),
    fileSystem: memoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, content]) => [`/a/${name}`, content]))),
    monotonicMs: () => 0,
  });
  return index;
}

/** What is found is a stretch of the text as indexed, unit by unit. */
async function found(index: Index, query: string): Promise<readonly Hit[]> {
  const hits = await index.search(query, { k: 10 });
  for (const { chunk } of hits) expect(index.documentText(chunk.document)?.slice(chunk.start, chunk.end)).toBe(chunk.text);
  return hits;
}

describe("texts with more in them than a reader sees (fault 39)", () => {
  it("keep exact offsets through marks, hidden characters, mixed line ends and half characters, and are found by their words", async () => {
    const words = "The reserve is 40,000 euros.";
    const files: Record<string, string | Uint8Array> = {
      "mark.txt": `\ufeff${words}`,
      "mixed.txt": `one\r\ntwo\rthree\n\n${words}\r\n\r\nlast`,
      "zero-width.txt": `The re\u200bserve\u200d.\n\n${words}`,
      "bidi.txt": `\u202edetrevni\u202c\n\n${words}`,
      "tags.txt": `\u{E0041}\u{E0042}hidden\n\n${words}`,
      "half.txt": Buffer.from([...Buffer.from("x \xed\xa0\x80 y\n\n", "latin1"), ...Buffer.from(words)]),
      "wide.txt": `😀😀 中文 é e\u0301\n\n${words}`,
    };
    const index = await indexOf(files);
    const hits = await found(index, "reserve euros");
    expect(hits.map(({ chunk }) => chunk.document).toSorted()).toEqual(Object.keys(files).toSorted());
    for (const { chunk } of hits) expect(chunk.text).toContain(words);
    const notes = new Map(index.documents().map(({ id, notes: own }) => [id, own.join("; ")]));
    expect(notes.get("zero-width.txt")).toMatch(/hidden characters.*zero-width.*U\+200B at offset 6/);
    expect(notes.get("bidi.txt")).toMatch(/hidden characters/);
    expect(notes.get("tags.txt")).toMatch(/hidden characters/);
    expect(notes.get("mixed.txt")).toBe("");
  });

  it("with a NUL in them keep it where it stands and say so; with other control characters they are binary", async () => {
    const index = await indexOf({ "nul.txt": "The reserve is large.\u0000 And more words.\n", "control.txt": "\u0001\u0002\u0003abc" });
    expect(index.documents().map(({ id, notes }) => [id, notes])).toEqual([["nul.txt", ["NUL characters, first at offset 21"]]]);
    expect((await found(index, "more words"))[0]?.chunk.text).toContain("\u0000 And");
    expect(index.skipped().map(({ id, reason }) => `${id}: ${reason}`)).toEqual([expect.stringMatching(/^control\.txt: binary/)]);
  });
});

describe("pages that would act (fault 40)", () => {
  it("are text: scripts are left out, and what stands in attributes is not read", async () => {
    const page = [
      "<html><body><main><h1>Depot</h1>",
      '<p>Visible words of the page.</p><img src=x onerror="alert(1)" alt="A picture of the depot">',
      '<script>document.write("scripted words")</script><style>p::after{content:"styled words"}</style>',
      '<a href="javascript:alert(2)">a link</a> <a href="data:text/html,<script>alert(3)</script>">data link</a>',
      "<svg><title>vector words</title><script>alert(4)</script></svg>",
      '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(5)&gt;"></table></mtext></math>',
      "<noscript><p>noscript words</p></noscript><template><p>template words</p></template>",
      "<p>Last visible words.</p></main></body></html>",
    ].join("\n");
    const index = await indexOf({ "a.html": page });
    const text = index.documentText("a.html") ?? "";
    expect(text).toContain("Visible words of the page.");
    expect(text).toContain("Last visible words.");
    for (const unseen of ["scripted words", "styled words", "template words", "javascript:", "alert("]) expect(text).not.toContain(unseen);
    expect(await found(index, "visible words")).toHaveLength(1);
  });

  it("that hide text from their readers say so, and do not have it searched", async () => {
    const hidden = [
      '<p style="display:none">secret alpha</p>',
      '<p style="visibility: hidden">secret beta</p>',
      "<p hidden>secret gamma</p>",
      '<p style="font-size:0">secret delta</p>',
      '<p style="opacity:0">secret epsilon</p>',
    ];
    const index = await indexOf({ "a.html": `<main><p>Open words of some length.</p>${hidden.join("")}</main>` });
    expect(index.documentText("a.html")).not.toContain("secret");
    expect(index.documents()[0]?.notes.join("; ")).toMatch(/hidden text left out/);
  });

  it("in Markdown are kept as they are written, so that offsets hold", async () => {
    const markdown =
      "# Title\n\nWords <img src=x onerror=alert(1)> and [a link](javascript:alert(2)).\n\n<script>\nalert(3)\n</script>\n\nMore words.\n";
    const index = await indexOf({ "a.md": markdown });
    expect(index.documentText("a.md")).toBe(markdown);
    expect((await found(index, "more words"))[0]?.chunk.text).toContain("More words.");
  });
});
