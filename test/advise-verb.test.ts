import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildApp } from "../src/config.ts";
import { runCli } from "../src/doors/cli.ts";
import { EXIT } from "../src/operations.ts";

const folder = mkdtempSync(join(tmpdir(), "firstfit-advise-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function firstfit(arguments_: readonly string[], stdin = ""): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => void (written[name] += text),
    isTTY: false,
    columns: 100,
  });
  const exit = await runCli(
    {
      arguments: arguments_,
      environment: {},
      stdout: stream("stdout"),
      stderr: stream("stderr"),
      readStdin: async () => stdin,
      signal: new AbortController().signal,
      nowMs: () => 0,
    },
    (given) => buildApp({ ...given, folder, environment: {} }),
    "1.2.3",
  );
  return { exit, ...written };
}

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("a file that is no text", () => {
  const zip = Buffer.from("504b0304140000000800", "hex");
  const files = [
    ["claims.pdf", Buffer.from("%PDF-1.3\n1 0 obj << /F1 2 0 R >>\nendobj\n"), "it looks like PDF"],
    ["claims.docx", zip, "it looks like a zip archive or office document"],
    ["claims.rtf", Buffer.from("{\\rtf1 The model is making things up.}"), "it looks like RTF"],
    ["claims.bin", Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 7) % 32)), "it holds control characters"],
  ] as const;
  const ways = [["advise", "--file"], ["advise", "--review"], ["advise", "map", "--file"], ["budget"], ["dataset", "stats"]] as const;
  for (const [name, bytes, reason] of files)
    it.for(ways)(`${name} is refused by %s`, async (way) => {
      const path = fileOf(name, bytes);
      const { exit, stdout, stderr } = await firstfit([...way, path]);
      expect(exit).toBe(EXIT.badInput);
      expect(stdout).toBe("");
      expect(stderr).toContain(`BAD_INPUT: ${path} is no text (binary: ${reason}`);
      expect(stderr).toContain("next: Name a text file.");
    });

  it("is refused from standard input too", async () => {
    for (const way of [
      ["advise", "-"],
      ["advise", "--file", "-"],
      ["advise", "map", "--file", "-"],
    ]) {
      const { exit, stderr } = await firstfit(way, "%PDF-1.3\n1 0 obj");
      expect(exit).toBe(EXIT.badInput);
      expect(stderr).toContain("standard input is no text (binary: it looks like PDF)");
    }
  });
});

describe("what is typed", () => {
  it("without a claim, or with one that has no words, is answered with how to give one", async () => {
    for (const typed of [["advise"], ["advise", ""], ["advise", "???"], ["advise", "-"]]) {
      const { exit, stderr } = await firstfit(typed);
      expect(exit).toBe(EXIT.badInput);
      expect(stderr).toContain('next: Give one: firstfit advise "');
    }
  });

  it("as several words without quotes is answered with the quotes", async () => {
    for (const verb of ["advise", "advise map", "ask", "search"]) {
      const { exit, stderr } = await firstfit([...verb.split(" "), "hello", "world"]);
      expect(exit).toBe(EXIT.badInput);
      expect(stderr).toContain(`next: Put the words between quotes: firstfit ${verb} "…"`);
    }
    expect((await firstfit(["list", "a", "b"])).stderr).toContain("next: firstfit list --help");
  });
});

describe("advise map", () => {
  it("takes a plan as it is typed, or from standard input, and not beside a file", async () => {
    expect((await firstfit(["advise", "map", "prompt tuning on our mails"])).stdout).toContain("training 1\n  prompt tuning on our mails");
    expect((await firstfit(["advise", "map", "-"], "prompt engineering\nDPO on ratings\n")).stdout).toContain(
      "training 1\n  DPO on ratings",
    );
    const both = await firstfit(["advise", "map", "RAG", "--file", fileOf("plans.txt", "RAG\n")]);
    expect(both.exit).toBe(EXIT.badInput);
    expect((await firstfit(["advise", "map", ""])).stderr).toContain("next: Give one: firstfit advise map");
  });
});

describe("advise --review", () => {
  it("refuses the first version that it kept itself, and says which file is meant", async () => {
    const path = fileOf("replies.md", "## The model is making things up\nNo.\n");
    expect((await firstfit(["advise", "--review", path])).exit).toBe(EXIT.done);
    const first = join(folder, "replies.first.md");
    const { exit, stderr } = await firstfit(["advise", "--review", first]);
    expect(exit).toBe(EXIT.badInput);
    expect(stderr).toContain(`next: Run: firstfit advise --review ${path}`);
    const own = fileOf("mine.first.md", "## The model is making things up\nNo.\n");
    expect((await firstfit(["advise", "--review", own])).exit).toBe(EXIT.done);
  });

  it("says of a heading that no row fits that it proposes nothing", async () => {
    const { stdout } = await firstfit(["advise", "--review", fileOf("other.md", "## Das Modell ist zu langsam\nMal sehen.\n")]);
    expect(stdout).toContain("no upgrade: no row of the decision table fits this heading");
    expect(stdout).not.toContain("I do not know which row");
  });
});

describe("a text", () => {
  it("in another encoding than UTF-8 is read for what it says", async () => {
    for (const [name, bytes] of [
      ["wide.txt", Buffer.from("\ufeffThe model is making things up\n", "utf16le")],
      ["old.txt", Buffer.from("Caf\xe9: the model is making things up\n", "latin1")],
    ] as const) {
      const { exit, stdout } = await firstfit(["advise", "--file", fileOf(name, bytes)]);
      expect(exit).toBe(EXIT.done);
      expect(stdout).toMatch(/## (?:Café: t|T)he model is making things up/);
    }
  });

  it("that is empty is refused, each time with what to write there", async () => {
    const path = fileOf("empty.md", " \n");
    const review = await firstfit(["advise", "--review", path]);
    expect(review.exit).toBe(EXIT.badInput);
    expect(review.stderr).toContain("empty.md is empty.\n  next: Write each claim as a heading");
    const claims = await firstfit(["advise", "--file", path]);
    expect(claims.exit).toBe(EXIT.badInput);
    expect(claims.stderr).toContain("empty.md is empty.\n  next: Write one claim a line");
  });
});
