import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Index, PreparedDocument, SearchOptions, SearchStep } from "../../src/core/retrieval.ts";
import { NOTE_QUERIES, letterVector, noteSeeds, prepare } from "../fixtures/stored-corpus.ts";
import type { DocumentSeed } from "../fixtures/stored-corpus.ts";

/** Opens an empty index for writing, with `letterEmbedder` and `letterSettings`; the caller disposes of it. */
export type OpenEmpty = () => Promise<Index>;

const code = (expected: string) => expect.objectContaining({ code: expected });

async function filled(open: OpenEmpty, seeds: readonly DocumentSeed[]): Promise<Index> {
  const index = await open();
  index.write({ put: seeds.map(prepare) });
  index.publish();
  return index;
}

const idsOf = async (index: Index, query: string, options: SearchOptions = { k: 10 }): Promise<string[]> =>
  (await index.search(query, options)).map(({ chunk }) => chunk.id);

/** What every index promises, whatever it keeps its data in. Run by `index.test.ts` on each store. */
export function indexContract(name: string, open: OpenEmpty): void {
  describe(`index contract: ${name}`, () => {
    describe("writing and publishing", () => {
      test("an empty index has nothing and finds nothing", async () => {
        await using index = await open();
        expect(await index.search("anything", { k: 5 })).toEqual([]);
        expect([index.documents(), index.skipped(), index.roots(), index.chunksOf("a")]).toEqual([[], [], [], []]);
        expect(index.documentText("a")).toBeUndefined();
        expect(index.statistics()).toMatchObject({ documents: 0, chunks: 0 });
        expect(index.statistics().documentFrequency("a")).toBe(0);
      });

      test("writes show when they are published, all at once", async () => {
        await using index = await filled(open, [{ id: "a.txt", text: "harbour crane" }]);
        index.write({ put: [prepare({ id: "b.txt", text: "harbour ferry" })], addRoots: ["/docs"] });
        index.write({ remove: ["a.txt"], skip: [{ id: "c.bin", root: "/docs", reason: "binary" }] });
        expect(await idsOf(index, "harbour")).toEqual(["a.txt#1"]);
        expect([index.document("a.txt"), index.document("b.txt")]).toEqual([index.documents()[0], undefined]);
        expect(index.documents().map(({ id }) => id)).toEqual(["a.txt"]);
        expect([index.documentText("b.txt"), index.roots(), index.skipped()]).toEqual([undefined, [], []]);
        expect(index.unfinished()).toEqual({ documents: 1 });
        index.publish();
        expect(index.unfinished()).toBeUndefined();
        expect(await idsOf(index, "harbour")).toEqual(["b.txt#1"]);
        expect(index.documents().map(({ id }) => id)).toEqual(["b.txt"]);
        expect([index.documentText("a.txt"), index.roots()]).toEqual([undefined, ["/docs"]]);
        expect(index.skipped()).toEqual([{ id: "c.bin", root: "/docs", reason: "binary" }]);
      });

      test("a document that is put again replaces itself, also within one change and before anything is published", async () => {
        await using index = await open();
        index.write({ put: [prepare({ id: "a.txt", text: "one\ntwo\nthree" }), prepare({ id: "a.txt", text: "four" })] });
        index.write({ put: [prepare({ id: "a.txt", text: "five\nsix" })] });
        index.publish();
        expect(index.chunksOf("a.txt").map(({ text }) => text)).toEqual(["five", "six"]);
        expect(index.statistics()).toMatchObject({ documents: 1, chunks: 2 });
        index.write({ remove: ["a.txt"], put: [prepare({ id: "a.txt", text: "seven" })] });
        index.publish();
        expect(index.documentText("a.txt")).toBe("seven");
        expect(index.statistics().documentFrequency("five")).toBe(0);
      });

      test("removing, unskipping and unrooting what is not there changes nothing", async () => {
        await using index = await filled(open, noteSeeds(3));
        const before = [index.documents(), index.statistics().chunks];
        index.write({ remove: ["none"], unskip: ["none"], removeRoots: ["none"] });
        index.write({});
        index.publish();
        index.publish();
        expect([index.documents(), index.statistics().chunks]).toEqual(before);
      });

      test("roots and skips come and go, sorted and each once", async () => {
        await using index = await open();
        index.write({
          addRoots: ["/b", "/a", "/b"],
          skip: [
            { id: "z", root: "/b", reason: "locked" },
            { id: "y", root: "/a", reason: "empty" },
          ],
        });
        index.publish();
        expect(index.roots()).toEqual(["/a", "/b"]);
        index.write({ removeRoots: ["/a"], addRoots: ["/b"], unskip: ["z"], skip: [{ id: "y", root: "/a", reason: "still empty" }] });
        index.publish();
        expect(index.roots()).toEqual(["/b"]);
        expect(index.skipped()).toEqual([{ id: "y", root: "/a", reason: "still empty" }]);
      });

      test("keeps records as they were given, in the order of their ids", async () => {
        const seeds = [
          { id: "b.txt", text: "two\nthree", title: "B", date: "2026-02-03" },
          { id: "a.txt", text: "one" },
        ];
        await using index = await filled(open, seeds);
        expect(index.documents()).toEqual([
          {
            id: "a.txt",
            root: "/docs",
            title: "",
            mediaType: "text/plain",
            hash: prepare(seeds[1] ?? { id: "", text: "" }).hash,
            bytes: 3,
            chunks: 1,
            notes: [],
          },
          {
            id: "b.txt",
            root: "/docs",
            title: "B",
            mediaType: "text/plain",
            hash: prepare(seeds[0] ?? { id: "", text: "" }).hash,
            bytes: 9,
            chunks: 2,
            date: "2026-02-03",
            notes: [],
          },
        ]);
      });
    });

    describe("searching", () => {
      test("finds every version of a line by the line, and a version before its neighbours", async () => {
        const versions = ["2.4", "2.4.0", "v2.4.1", "2.4.1-rc.1", "2.5.0", "2.40.1"];
        const seeds = versions.map((version) => ({ id: `${version}.txt`, text: `release ${version} of the crane` }));
        await using index = await filled(open, seeds);
        const found = async (query: string): Promise<string[]> =>
          (await index.search(query, { k: 10, explain: true }))
            .filter(({ legs }) => legs?.lexical !== undefined)
            .map(({ chunk }) => chunk.document);
        const line = ["2.4.0.txt", "2.4.1-rc.1.txt", "2.4.txt", "v2.4.1.txt"];
        expect((await found("2.4")).toSorted()).toEqual(line);
        expect((await found("v2.4")).toSorted()).toEqual(line);
        expect((await found("2.4.1")).slice(0, 2).toSorted()).toEqual(["2.4.1-rc.1.txt", "v2.4.1.txt"]);
        expect((await found("2.4.1")).toSorted()).toEqual(line);
        expect((await found("v2.4.1"))[0]).toBe("v2.4.1.txt");
        expect((await found("2.4.0"))[0]).toBe("2.4.0.txt");
      });

      test("a hit carries its chunk word for word, with the legs that found it", async () => {
        await using index = await filled(open, noteSeeds(20));
        for (const query of NOTE_QUERIES) {
          const hits = await index.search(query, { k: 7, explain: true });
          expect(hits.length).toBeLessThanOrEqual(7);
          for (const { chunk, legs = {} } of hits) {
            expect(chunk.text).toBe(index.documentText(chunk.document)?.slice(chunk.start, chunk.end));
            expect(index.chunksOf(chunk.document)[chunk.ordinal - 1]).toEqual(chunk);
            expect(chunk).toMatchObject({
              id: `${chunk.document}#${chunk.ordinal}`,
              locator: { kind: "line" },
              date: expect.stringMatching(/^2026-/),
            });
            expect(Object.keys(legs)).not.toEqual([]);
            for (const leg of Object.values(legs)) expect(leg.rank).toBeGreaterThanOrEqual(1);
          }
          const scores = hits.map(({ score }) => score);
          expect(scores).toEqual([...scores].sort((a, b) => b - a));
        }
      });

      test("finds the same with the same scores where it need not say which legs found it", async () => {
        await using index = await filled(open, noteSeeds(110));
        for (const query of NOTE_QUERIES) {
          const hits = await index.search(query, { k: 7 });
          expect(hits.every(({ legs }) => legs === undefined)).toBe(true);
          const explained = await index.search(query, { k: 7, explain: true });
          expect(hits).toEqual(explained.map(({ chunk, score }) => ({ chunk, score })));
        }
      });

      test("searches headings with the text, and does not show them as text", async () => {
        await using index = await filled(open, [
          { id: "a.txt", text: "nothing of note", title: "Zeppelin" },
          { id: "b.txt", text: "something else" },
        ]);
        const [hit] = await index.search("zeppelin", { k: 1, explain: true });
        expect(hit?.chunk).toMatchObject({ id: "a.txt#1", text: "nothing of note", heading: ["Zeppelin"] });
        expect(hit?.legs?.lexical?.rank).toBe(1);
      });

      test("equals are in the order of documents, then of chunks", async () => {
        await using index = await filled(
          open,
          ["c", "a", "b"].map((id) => ({ id, text: Array.from({ length: 11 }, () => "tide table").join("\n") })),
        );
        const expected = ["a", "b", "c"].flatMap((id) => Array.from({ length: 11 }, (_, i) => `${id}#${i + 1}`));
        expect(await idsOf(index, "tide", { k: 33 })).toEqual(expected);
      });

      test("does not depend on the order of writing, nor on how it was cut into writes and publishes", async () => {
        const seeds = noteSeeds(24);
        await using whole = await filled(open, seeds);
        await using pieces = await open();
        for (const [i, seed] of [...seeds].reverse().entries()) {
          pieces.write({ put: [prepare({ ...seed, text: `${seed.text}\nto be replaced` })] });
          if (i % 5 === 0) pieces.publish();
          pieces.write({ put: [prepare(seed), prepare({ id: `extra${i}`, text: "to be removed" })] });
        }
        pieces.publish();
        pieces.write({ remove: seeds.map((_, i) => `extra${i}`) });
        pieces.publish();
        for (const query of NOTE_QUERIES) expect(await pieces.search(query, { k: 12 })).toEqual(await whole.search(query, { k: 12 }));
        expect(pieces.documents()).toEqual(whole.documents());
      });

      test.each(["", "   \n", "the of and"])("a question without a word (%j) is not an error", async (query) => {
        await using index = await filled(open, noteSeeds(5));
        const hits = await index.search(query, { k: 3, explain: true });
        expect(hits.every(({ legs }) => legs !== undefined && legs.lexical === undefined)).toBe(true);
      });

      test("takes a question of a megabyte", async () => {
        await using index = await filled(open, noteSeeds(5));
        expect(await index.search("harbour crane 'budget' -- \"x ".repeat(36_000), { k: 3 })).toHaveLength(3);
      });

      test.each([0, -1, 1.5, Number.NaN])("refuses %d hits", async (k) => {
        await using index = await filled(open, noteSeeds(2));
        await expect(index.search("harbour", { k })).rejects.toThrow(code("BAD_INPUT"));
      });

      test("returns more than a hundred hits when asked", async () => {
        await using index = await filled(open, noteSeeds(80));
        const hits = await index.search("the harbour crane budget sponsor reserve", { k: 500 });
        expect(hits.length).toBeGreaterThan(100);
        expect(new Set(hits.map(({ chunk }) => chunk.id)).size).toBe(hits.length);
      });
    });

    describe("ranking", () => {
      const options = { k: 10, explain: true };

      test("a large enough corpus has a leg fitted to itself, whatever its history", async () => {
        const seeds = noteSeeds(110);
        await using whole = await filled(open, seeds);
        await using pieces = await filled(open, [...seeds.slice(60), { id: "gone", text: "to be removed" }]);
        pieces.write({ put: seeds.slice(0, 60).reverse().map(prepare), remove: ["gone"] });
        pieces.publish();
        expect(whole.statistics().chunks).toBeGreaterThan(200);
        const hits = await whole.search("the ferry pilot signs the permit", options);
        expect(hits.some(({ legs }) => legs?.latent !== undefined)).toBe(true);
        for (const query of NOTE_QUERIES) expect(await pieces.search(query, options)).toEqual(await whole.search(query, options));
        whole.write({ remove: seeds.slice(10).map(({ id }) => id) });
        whole.publish();
        const few = await whole.search("the ferry pilot signs the permit", options);
        expect(few.length).toBeGreaterThan(0);
        expect(few.every(({ legs }) => legs !== undefined && legs.latent === undefined)).toBe(true);
      });

      test("a leg that is fitted to the corpus cannot be the only one where there is too little to fit it to", async () => {
        await using index = await filled(open, noteSeeds(5));
        const alone = { lexical: 0, bigram: 0, heading: 0, dense: 0, latent: 1 };
        await expect(index.search("crane", { ...options, ranking: { weights: alone } })).rejects.toThrow(code("BAD_INPUT"));
        await using large = await filled(open, noteSeeds(110));
        expect(await large.search("crane", { ...options, ranking: { weights: alone } })).toHaveLength(10);
      });

      test("can be changed for one search", async () => {
        await using index = await filled(open, noteSeeds(40));
        const lexical = await index.search("crane repairs", {
          ...options,
          ranking: { weights: { bigram: 0, heading: 0, dense: 0, latent: 0 } },
        });
        expect(lexical.every(({ legs = {} }) => Object.keys(legs).join() === "lexical")).toBe(true);
        expect(lexical[0]?.score).toBe(1);
        const flat = await index.search("crane repairs", {
          ...options,
          ranking: { b: 0, weights: { bigram: 0, heading: 0, dense: 0, latent: 0 } },
        });
        expect(flat[0]?.legs?.lexical?.score).not.toBe(lexical[0]?.legs?.lexical?.score);
        const ranks = await index.search("crane repairs", { ...options, ranking: { fusion: "rrf" } });
        expect(ranks.every(({ score }) => score < 0.05)).toBe(true);
        expect(await index.search("crane repairs", options)).toEqual(await index.search("crane repairs", { ...options, ranking: {} }));
        await expect(index.search("crane", { ...options, ranking: { b: 2 } })).rejects.toThrow(code("BAD_INPUT"));
      });

      test("tells what each step did, and finds the same", async () => {
        await using index = await filled(open, noteSeeds(40));
        const steps: SearchStep[] = [];
        const filter = { owner: "Ada" };
        const query = "zeppelin crane repairs";
        const traced = await index.search(query, { k: 3, filter, trace: (step) => steps.push(step) });
        expect(traced).toEqual(await index.search(query, { k: 3, filter }));
        expect(steps.map((step) => (step.kind === "leg" ? step.leg : step.kind))).toEqual([
          "analysis",
          "filter",
          "lexical",
          "dense",
          "bigram",
          "heading",
          "fusion",
        ]);
        expect(steps[0]).toMatchObject({ query, termsUnknown: ["zeppelin"] });
        expect(steps[1]).toMatchObject({ chunks: index.statistics().chunks, allowed: expect.any(Number) });
        expect(steps.at(-1)).toMatchObject({ fusion: "convex", top: traced.map(({ chunk, score }) => ({ chunk: chunk.id, score })) });
        expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
      });
    });

    describe("comparing documents", () => {
      test("neighbours are the documents that are most alike, never the document itself", async () => {
        await using index = await filled(open, [
          { id: "a", text: "the harbour crane lifts steel\nthe crane driver rests" },
          { id: "b", text: "a harbour crane that lifts steel" },
          { id: "c", text: "quarterly invoice and tax figures" },
          { id: "gone", text: "the harbour crane lifts steel" },
        ]);
        index.write({ remove: ["gone"] });
        index.publish();
        const neighbours = index.neighbours("a", { k: 5 });
        expect(neighbours.map(({ document }) => document)).toEqual(["b", "c"]);
        expect(neighbours[0]).toMatchObject({ chunk: "b#1" });
        expect(index.neighbours("a", { k: 1 })).toEqual(neighbours.slice(0, 1));
        expect(() => index.neighbours("gone", { k: 1 })).toThrow(code("NOT_FOUND"));
        expect(() => index.neighbours("a", { k: 0 })).toThrow(code("BAD_INPUT"));
      });

      test("neighbours do not depend on the order of writing", async () => {
        const seeds = noteSeeds(90);
        await using whole = await filled(open, seeds);
        await using pieces = await filled(open, seeds.slice(50));
        pieces.write({ put: seeds.slice(0, 50).map(prepare) });
        pieces.publish();
        const id = seeds[33]?.id ?? "";
        expect(pieces.neighbours(id, { k: 8 })).toEqual(whole.neighbours(id, { k: 8 }));
      });

      test("near duplicates are pairs that share most of their text", async () => {
        const [seed] = noteSeeds(1);
        const text = Array.from({ length: 12 }, (_, i) => `${seed?.text.replaceAll("\n", " ") ?? ""} Line ${i} of the harbour book.`).join(
          "\n",
        );
        await using index = await filled(open, [
          { id: "copy", text },
          { id: "edited", text: text.replace("Line 7 of", "Page 7 from") },
          { id: "original", text },
          ...noteSeeds(12),
        ]);
        const pairs = index.nearDuplicates({ similarityMin: 0.8 });
        expect(pairs.map(({ first, second }) => [first, second])).toEqual([
          ["copy", "original"],
          ["copy", "edited"],
          ["edited", "original"],
        ]);
        expect(pairs[0]?.similarity).toBe(1);
        expect(() => index.nearDuplicates({ similarityMin: 0 })).toThrow(code("BAD_INPUT"));
      });

      test("a copy under another title is alike in all of its text", async () => {
        const text = "The bridge was closed in May because of ice on the deck, and opened again in June.";
        await using index = await filled(open, [
          { id: "a", text, title: "Bridge of the north" },
          { id: "b", text, title: "Untitled two" },
        ]);
        expect(index.nearDuplicates({ similarityMin: 0.8 })).toEqual([{ first: "a", second: "b", similarity: 1 }]);
      });
    });

    describe("languages", () => {
      test("each document is read by the rules of its own, and a question by those of all", async () => {
        const german = "Die Häuser am Hafen sind alt und werden von der Stadt verwaltet, weil niemand sie kaufen will und das Geld fehlt.";
        const english = "The houses at the quay are old and they are managed by the city because nobody wants to buy them at that price.";
        await using index = await filled(open, [
          { id: "de", text: german },
          { id: "en", text: english },
        ]);
        const lexical = { k: 5, ranking: { weights: { bigram: 0, heading: 0, dense: 0, latent: 0 } } };
        expect(await idsOf(index, "Haus", lexical)).toEqual(["de#1"]);
        expect(await idsOf(index, "house", lexical)).toEqual(["en#1"]);
        expect(index.vocabulary().languages).toEqual(["english", "german"]);
        expect(index.statistics().languages).toEqual(["english", "german"]);
        index.write({ remove: ["de"] });
        index.publish();
        expect(index.vocabulary().languages).toEqual(["english"]);
        expect(index.statistics().languages).toEqual(["english"]);
        expect(await idsOf(index, "house", lexical)).toEqual(["en#1"]);
      });
    });

    describe("filtering", () => {
      const all = { k: 500 };
      test.each<[string, Record<string, string>, (seed: DocumentSeed) => boolean]>([
        ["a path prefix", { document: "notes/old/" }, ({ id }) => id.startsWith("notes/old/")],
        ["a month", { date: "2026-03" }, ({ date }) => date?.startsWith("2026-03") === true],
        ["a year", { date: "2026" }, () => true],
        ["a day", { date: "2026-05-05" }, ({ date }) => date === "2026-05-05"],
        ["text", { owner: "Ada" }, ({ metadata }) => metadata?.["owner"] === "Ada"],
        ["one of a list", { tags: "money" }, ({ metadata }) => Array.isArray(metadata?.["tags"]) && metadata["tags"].includes("money")],
        ["a truth value", { draft: "true" }, ({ metadata }) => metadata?.["draft"] === true],
        ["a number", { part: "3" }, ({ metadata }) => metadata?.["part"] === 3],
        [
          "all of several",
          { owner: "Ben", document: "notes/new", date: "2026-02" },
          ({ id, date, metadata }) => metadata?.["owner"] === "Ben" && id.startsWith("notes/new") && date?.startsWith("2026-02") === true,
        ],
        ["nothing that is there", { owner: "Cy" }, () => false],
        ["SQL, as text", { owner: "' OR 1=1 --" }, () => false],
        ["SQL wildcards, as text", { document: "%" }, () => false],
      ])("keeps to %s", async (_, filter, passes) => {
        const seeds = noteSeeds(60);
        await using index = await filled(open, seeds);
        const query = "the harbour crane budget number 7";
        const passing = new Set(seeds.filter(passes).map(({ id }) => id));
        const unfiltered = await index.search(query, all);
        const filtered = await index.search(query, { ...all, filter });
        expect(filtered.every(({ chunk }) => passing.has(chunk.document))).toBe(true);
        // Before ranking: what would have been found without the filter and passes it is found with it.
        const ids = new Set(filtered.map(({ chunk }) => chunk.id));
        for (const { chunk } of unfiltered) if (passing.has(chunk.document)) expect(ids.has(chunk.id)).toBe(true);
      });

      test("finds the one that passes behind a thousand better ones that do not", async () => {
        const better = Array.from({ length: 300 }, (_, i) => ({
          id: `a${i}`,
          text: "reserve\nreserve\nreserve\nreserve",
          metadata: { access: "board" },
        }));
        await using index = await filled(open, [
          ...better,
          { id: "z", text: "long text with many other words and one reserve", metadata: { access: "all" } },
        ]);
        expect(await idsOf(index, "reserve", { k: 3, filter: { access: "all" } })).toEqual(["z#1"]);
      });

      test("an unknown key is refused, with the known ones named", async () => {
        await using index = await filled(open, noteSeeds(2));
        await expect(index.search("harbour", { k: 1, filter: { onwer: "Ada" } })).rejects.toThrow(
          expect.objectContaining({ code: "BAD_INPUT", fix: expect.stringContaining("document, date, draft, owner, part, tags") }),
        );
        await expect(index.search("harbour", { k: 1, filter: { constructor: "x" } })).rejects.toThrow(code("BAD_INPUT"));
        await expect(index.search("harbour", { k: 1, filter: { date: "March" } })).rejects.toThrow(code("BAD_INPUT"));
      });

      test("a key that only removed documents had is unknown", async () => {
        await using index = await filled(open, [
          { id: "a", text: "tide", metadata: { colour: "red" } },
          { id: "b", text: "tide" },
        ]);
        index.write({ remove: ["a"] });
        index.publish();
        await expect(index.search("tide", { k: 1, filter: { colour: "red" } })).rejects.toThrow(code("BAD_INPUT"));
      });
    });

    describe("keeping text", () => {
      test.each([
        "a'b\"c;--.txt",
        "new\nline\r.txt",
        "\u001b[31mred.txt",
        "__proto__",
        "constructor",
        "ünïcödé/Ångström.txt",
        "👩‍🚀/🧪.txt",
        "%_*?[a].txt",
        "a b\\c.txt",
        `${"deep/".repeat(200)}x.txt`,
      ])("takes the id %j", async (id) => {
        await using index = await filled(open, [
          { id, text: "harbour" },
          { id: "other", text: "quay" },
        ]);
        expect(await idsOf(index, "harbour", { k: 1 })).toEqual([`${id}#1`]);
        expect(await idsOf(index, "quay harbour", { k: 5, filter: { document: id } })).toEqual([`${id}#1`]);
        expect(index.documentText(id)).toBe("harbour");
        index.write({ remove: [id] });
        index.publish();
        expect(index.documents().map((record) => record.id)).toEqual(["other"]);
      });

      test("gives any text back unit by unit, half surrogates as U+FFFD", async () => {
        await using index = await open();
        let n = 0;
        fc.assert(
          fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
            n += 1;
            index.write({ put: [prepare({ id: `d${n}`, text: `\uFEFFa\0b${text}`, title: text, metadata: { [`key${text}`]: text } })] });
            index.publish();
            expect(index.documentText(`d${n}`)).toBe(`\uFEFFa\0b${text}`.toWellFormed());
            expect(index.documents().find(({ id }) => id === `d${n}`)?.title).toBe(text);
            for (const chunk of index.chunksOf(`d${n}`)) expect(chunk.heading).toEqual(text === "" ? [] : [text]);
          }),
          { numRuns: 30 },
        );
      });

      test("a document without chunks is kept and found nowhere", async () => {
        await using index = await filled(open, [
          { id: "m", text: "" },
          { id: "a", text: "tide" },
          { id: "z", text: "" },
        ]);
        expect(index.documents().map(({ id, chunks }) => [id, chunks])).toEqual([
          ["a", 1],
          ["m", 0],
          ["z", 0],
        ]);
        expect(await idsOf(index, "tide")).toEqual(["a#1"]);
        expect(index.documentText("m")).toBe("");
      });
    });

    describe("vectors", () => {
      test("are found by key, also for text that was renamed or has not been published", async () => {
        await using index = await open();
        const before = prepare({ id: "old.txt", text: "harbour\nquay" });
        index.write({ put: [before] });
        expect(index.vectorsFor([...before.keys, "none"])).toEqual(new Map(before.keys.map((key, i) => [key, before.vectors[i]])));
        index.publish();
        index.write({ remove: ["old.txt"], put: [prepare({ id: "new.txt", text: "harbour\nquay" })] });
        index.publish();
        expect(index.vectorsFor(before.keys).size).toBe(2);
      });

      test("that no chunk uses are forgotten at publish, shared ones are not", async () => {
        await using index = await filled(open, [
          { id: "a", text: "shared\nalone" },
          { id: "b", text: "shared" },
        ]);
        const [shared = "", alone = ""] = prepare({ id: "a", text: "shared\nalone" }).keys;
        index.write({ remove: ["a"] });
        expect([...index.vectorsFor([shared, alone]).keys()]).toEqual([shared, alone]);
        index.publish();
        expect([...index.vectorsFor([shared, alone]).keys()]).toEqual([shared]);
        index.write({ remove: ["b"] });
        index.publish();
        expect(index.vectorsFor([shared, alone]).size).toBe(0);
      });

      test("do not change when the caller's arrays do", async () => {
        await using index = await open();
        const prepared = prepare({ id: "a", text: "harbour" });
        const expected = prepared.vectors[0]?.slice();
        index.write({ put: [prepared] });
        prepared.vectors[0]?.fill(9);
        index.publish();
        const [found] = index.vectorsFor(prepared.keys).values();
        expect(found).toEqual(expected);
        found?.fill(7);
        expect([...index.vectorsFor(prepared.keys).values()]).toEqual([expected]);
      });
    });

    describe("refusing", () => {
      const good = prepare({ id: "a", text: "harbour" });
      const broken: readonly (readonly [string, string, PreparedDocument])[] = [
        ["a vector with NaN", "MODEL_FAILED", { ...good, vectors: [letterVector("x").fill(Number.NaN, 3, 4)] }],
        ["a vector with Infinity", "MODEL_FAILED", { ...good, vectors: [letterVector("x").fill(Infinity, 0, 1)] }],
        ["a vector of zeros", "MODEL_FAILED", { ...good, vectors: [new Float32Array(24)] }],
        ["a vector of another length", "MODEL_FAILED", { ...good, vectors: [new Float32Array(23).fill(1)] }],
        ["fewer vectors than chunks", "INTERNAL", { ...good, vectors: [] }],
        [
          "a chunk that is not what stands there",
          "INTERNAL",
          { ...good, chunks: good.chunks.map((chunk) => ({ ...chunk, text: "Harbour" })) },
        ],
        ["a chunk of another document", "INTERNAL", { ...good, chunks: good.chunks.map((chunk) => ({ ...chunk, document: "b" })) }],
      ];
      test.each(broken)("%s: nothing of the change is stored", async (_, expected, prepared) => {
        await using index = await filled(open, [{ id: "kept", text: "quay" }]);
        expect(() => index.write({ put: [prepare({ id: "z", text: "tide" }), prepared], remove: ["kept"] })).toThrow(code(expected));
        index.publish();
        expect(index.documents().map(({ id }) => id)).toEqual(["kept"]);
      });
    });

    test("lists the terms of the documents that are there, each once", async () => {
      await using index = await filled(open, [
        { id: "a", text: "tide tables\ntide" },
        { id: "b", text: "storm" },
      ]);
      index.write({ remove: ["b"], put: [prepare({ id: "c", text: "tide gauge" })] });
      index.publish();
      const vocabulary = index.vocabulary();
      expect([...vocabulary.terms()].sort()).toEqual(["gaug", "tabl", "tide"]);
      expect(vocabulary.documentFrequency("tide")).toBe(3);
    });

    test("counts documents, chunks, and chunks with a term", async () => {
      await using index = await filled(open, [
        { id: "a", text: "tides rise\nthe tide falls\nnothing" },
        { id: "b", text: "a tide" },
      ]);
      const statistics = index.statistics();
      expect(statistics).toMatchObject({ documents: 2, chunks: 4 });
      expect([statistics.documentFrequency("tide"), statistics.documentFrequency("absent")]).toEqual([3, 0]);
    });
  });
}
