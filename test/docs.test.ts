import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXIT } from "../src/operations.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const sample = join(root, "examples", "sample-project");
const docs = join(root, "docs");

interface Command {
  readonly script: string;
  readonly exit: number;
  /** Lines of the ```text block under the command; "…" stands for anything. */
  readonly expected: readonly string[];
  readonly line: number;
}

/** The ```sh blocks of a page that start with `firstfit`, each with the ```text block that follows it. */
function commandsOf(markdown: string): readonly Command[] {
  const commands: Command[] = [];
  let open: { readonly info: string; readonly line: number; readonly body: string[] } | undefined;
  let followed: number | undefined;
  for (const [i, line] of markdown.split("\n").entries()) {
    if (!line.startsWith("```")) {
      open?.body.push(line);
      continue;
    }
    if (open === undefined) {
      open = { info: line.slice(3).trim(), line: i + 1, body: [] };
      continue;
    }
    const [language, ...attributes] = open.info.split(/\s+/);
    const body = open.body.join("\n");
    if (language === "sh" && body.startsWith("firstfit ")) {
      const exit = attributes.find((attribute) => attribute.startsWith("exit="))?.slice("exit=".length);
      followed = commands.push({ script: body, exit: Number(exit ?? 0), expected: [], line: open.line }) - 1;
    } else if (language === "text" && followed !== undefined && commands[followed] !== undefined) {
      const command = commands[followed];
      if (command !== undefined) commands[followed] = { ...command, expected: open.body.filter((row) => row.trim() !== "") };
      followed = undefined;
    } else {
      followed = undefined;
    }
    open = undefined;
  }
  return commands;
}

/** Runs of white space count as one space, because output is wrapped to the terminal. */
function flat(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Where the first match of a line ends in the output, looked for from `start` on; -1 without one. "…" stands for anything. */
function endOfMatch(output: string, line: string, start: number): number {
  let from = start;
  for (const part of flat(line)
    .split("…")
    .map((piece) => piece.trim())) {
    const at = output.indexOf(part, from);
    if (at < 0) return -1;
    from = at + part.length;
  }
  return from;
}

function markdownFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))
    .toSorted();
}

let scratch = "";
/** A folder with one program in it, `firstfit`, so that a block runs as it stands on the page. */
let programs = "";
/** The sample project as `init --sample` writes it, indexed once; concept pages start from a copy. */
let indexed = "";

function firstfit(script: string, folder: string): { readonly status: number | null; readonly output: string; readonly errors: string } {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const run = spawnSync("sh", ["-e", "-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: { ...environment, NO_COLOR: "1", PATH: [programs, process.env["PATH"] ?? ""].join(delimiter) },
    maxBuffer: 64 * 1_048_576,
  });
  if (run.error !== undefined) throw run.error;
  return { status: run.status, output: run.stdout, errors: run.stderr };
}

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "firstfit-docs-"));
  programs = join(scratch, "bin");
  mkdirSync(programs);
  writeFileSync(join(programs, "firstfit"), `#!/bin/sh\nexec '${process.execPath}' '${join(root, "src", "bin.ts")}' "$@"\n`, {
    mode: 0o755,
  });
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe("every command on a page of docs/ does what the page says", () => {
  beforeAll(() => {
    indexed = join(scratch, "indexed");
    mkdirSync(indexed);
    const made = firstfit("firstfit init --sample --quiet\nfirstfit index --quiet", indexed);
    expect(made.status, made.errors).toBe(0);
  }, 60_000);

  for (const file of markdownFiles(docs)) {
    const name = relative(docs, file);
    const commands = commandsOf(readFileSync(file, "utf8"));
    if (commands.length === 0) continue;
    test(name, { timeout: 120_000 }, () => {
      const folder = mkdtempSync(join(scratch, "page-"));
      // a page that makes its own copy starts empty, every other one with the sample project indexed
      if (!commands.some(({ script }) => script.includes("init --sample"))) cpSync(indexed, folder, { recursive: true });
      for (const command of commands) {
        const { status, output, errors } = firstfit(command.script, folder);
        const place = `docs/${name}:${command.line}\n${command.script}\n${output}${errors}`;
        expect(status, place).toBe(command.exit);
        for (const line of command.expected)
          expect(endOfMatch(flat(output), line, 0), `"${line}" is not in the output of ${place}`).toBeGreaterThan(0);
      }
    });
  }
});

test("every command of README.md does what it shows, but for the milliseconds of another machine", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(scratch, "readme-"));
  const [use, ...others] = commandsOf(readFileSync(join(root, "README.md"), "utf8"));
  expect(others.map(({ expected }) => expected.length > 5)).toEqual([true, true, true]);
  // it makes the project that the others run in
  const begun = firstfit(use?.script ?? "", folder);
  expect(begun.status, begun.errors).toBe(0);
  const eachSaid = use?.script.match(/nDCG ([\d.]+) against ([\d.]+), and (about \d+ more queries would)/);
  for (const said of [`nDCG@10 ${eachSaid?.[1]}… ${eachSaid?.[2]}…`, `You cannot tell these apart; ${eachSaid?.[3]}`])
    expect(endOfMatch(flat(begun.output), said, 0), `"${said}" is not in ${begun.output}`).toBeGreaterThan(0);
  for (const { script, expected } of others) {
    const { status, output, errors } = firstfit(script, join(folder, "demo"));
    expect(status, errors).toBe(0);
    for (const line of expected.map((shown) => shown.replaceAll(/[\d.,]+ m?s\b/g, "…")))
      expect(endOfMatch(flat(output), line, 0), `"${line}" is not in the output of ${script}\n${output}`).toBeGreaterThan(0);
  }
});

test("the picture of a first minute shows what the verbs print", { timeout: 60_000 }, () => {
  const drawn = join(scratch, "ask.svg");
  const run = spawnSync(process.execPath, [join(root, "scripts", "picture.ts"), drawn], { encoding: "utf8" });
  expect(run.status, run.stderr).toBe(0);
  const withoutTimes = (file: string): string => readFileSync(file, "utf8").replaceAll(/\d[\d.,]* m?s\b/g, "…");
  expect(withoutTimes(drawn), "draw it again: npm run picture").toBe(withoutTimes(join(docs, "pictures", "ask.svg")));
});

describe("every example runs as it stands and prints what it says at its end", () => {
  const examples = join(root, "examples");
  for (const name of readdirSync(examples).filter((file) => file.endsWith(".ts"))) {
    test(name, () => {
      const [, prints = ""] = /\/\* prints\n([\s\S]*?)\*\//.exec(readFileSync(join(examples, name), "utf8")) ?? [];
      const run = spawnSync(process.execPath, ["--conditions=firstfit-source", join(examples, name)], { cwd: scratch, encoding: "utf8" });
      expect(run.status, run.stderr).toBe(0);
      let from = 0;
      const output = flat(run.stdout);
      const lines = prints.split("\n").filter((line) => line !== "");
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        from = endOfMatch(output, line, from);
        expect(from, `"${line}" is not in, or not in this order in:\n${run.stdout}`).toBeGreaterThan(0);
      }
    });
  }
});

test("every concept page and every lab has a command that runs", () => {
  const reference = new Set(["errors.md"]);
  for (const file of markdownFiles(docs)) {
    if (!reference.has(basename(file))) expect(commandsOf(readFileSync(file, "utf8")).length, file).toBeGreaterThan(0);
  }
});

test("every link inside the repository leads to a file, and every anchor to a heading", () => {
  const pages = [
    ...markdownFiles(docs),
    join(sample, "README.md"),
    ...readdirSync(root)
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(root, name)),
  ];
  for (const page of pages) {
    const text = readFileSync(page, "utf8").replace(/```[\s\S]*?```/g, "");
    for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page : resolve(dirname(page), path);
      expect(existsSync(file), `${relative(root, page)} links to ${target}`).toBe(true);
      if (anchor !== undefined)
        expect(anchorsOf(readFileSync(file, "utf8")), `${relative(root, page)} links to ${target}`).toContain(anchor);
    }
  }
});

/** Headings as GitHub makes anchors of them. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("every page of docs/ is reached from its index", () => {
  const index = readFileSync(join(docs, "README.md"), "utf8");
  for (const file of markdownFiles(docs)) {
    const path = relative(docs, file).replaceAll("\\", "/");
    if (path !== "README.md") expect(index).toContain(`](${path})`);
  }
});

test("every error code has its paragraph, and no paragraph is about a code that is gone", () => {
  const codes = [...readFileSync(join(root, "src", "core", "errors.ts"), "utf8").matchAll(/^ {2}\| "([A-Z_]+)"/gm)].map(([, code]) => code);
  const sections = readFileSync(join(docs, "errors.md"), "utf8").split(/^## /m).slice(1);
  expect(codes.length).toBeGreaterThan(10);
  expect(sections.map((section) => section.slice(0, section.indexOf("\n")))).toEqual(codes);
  for (const section of sections) expect(section.split(/\s+/).length, section).toBeGreaterThan(20);
});

test("every exit code stands in its table", () => {
  const rows = [...readFileSync(join(docs, "exit-codes.md"), "utf8").matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(rows).toEqual(Object.values(EXIT).toSorted((a, b) => a - b));
});

test("every configuration key stands on its page", () => {
  const folder = mkdtempSync(join(scratch, "keys-"));
  const page = readFileSync(join(docs, "configuration.md"), "utf8");
  // an unknown key is answered with the known ones, at the top and inside `chunk` and `ask`
  for (const [config, prefix] of [
    ["{ zzzzzzzz: 1 }", ""],
    ["{ chunk: { zzzzzzzz: 1 } }", "chunk."],
    ["{ ask: { zzzzzzzz: 1 } }", "ask."],
  ] as const) {
    writeFileSync(join(folder, "firstfit.config.ts"), `export default ${config};\n`);
    const { status, errors } = firstfit("firstfit list", folder);
    expect(status).toBe(EXIT.badInput);
    const known = /Known keys: ([\w., ]+?)\.?\s*$/m.exec(errors)?.[1]?.split(", ") ?? [];
    expect(known.length, errors).toBeGreaterThan(0);
    for (const key of known) if (key !== "chunk" && key !== "ask") expect(page).toContain(`| \`${prefix}${key}\` |`);
  }
});

describe("the sample project", () => {
  const notes = Array.from({ length: 10 }, (_, i) => `note${String(i + 1).padStart(2, "0")}.txt`);
  const text = (name: string): string => readFileSync(join(sample, name), "utf8");

  test("has ten notes of 200 to 400 words, each with its date, in order", () => {
    expect(
      readdirSync(sample)
        .filter((name) => /^note\d+\.txt$/.test(name))
        .toSorted(),
    ).toEqual(notes);
    let before = 0;
    for (const name of notes) {
      const words = text(name)
        .split(/\s+/)
        .filter((word) => word !== "").length;
      expect(words, name).toBeGreaterThanOrEqual(200);
      expect(words, name).toBeLessThanOrEqual(400);
      const date = Date.parse(`${/^Date: (\d{1,2} [A-Z][a-z]+ \d{4})\n/.exec(text(name))?.[1]} UTC`);
      expect(date, name).toBeGreaterThan(before);
      before = date;
    }
  });

  test("holds the Wi-Fi password nowhere, nor anything like one", () => {
    for (const name of notes)
      expect(text(name), name).not.toMatch(/pass ?(word|phrase|code|key)|\bPIN\b|\bSSID\b|\bWPA|credential|log ?in\b/i);
    expect(notes.some((name) => text(name).includes("Wi-Fi"))).toBe(true);
  });

  test("has 20 cases with known keys, whose answers stand in the notes that they expect", () => {
    const known = new Set([
      "id",
      "input",
      "expected_substr",
      "expected_tool",
      "expected_args",
      "expected_refusal",
      "expected_documents",
      "expected_spans",
      "expected_json",
      "expected_abstain",
      "criteria",
      "tags",
      "source",
      "weight",
      "group",
    ]);
    const rows = text("cases.jsonl")
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(rows).toHaveLength(20);
    expect(new Set(rows.map((row) => row["id"])).size).toBe(20);
    for (const row of rows) {
      expect(Object.keys(row).filter((key) => !known.has(key))).toEqual([]);
      expect(typeof row["input"]).toBe("string");
      if (row["expected_abstain"] === true) {
        expect(row).not.toHaveProperty("expected_substr");
        continue;
      }
      const documents = row["expected_documents"] as readonly string[]; // rows that do not abstain all have them
      for (const document of documents)
        expect(flat(text(document)), `${String(row["id"])} in ${document}`).toContain(row["expected_substr"]);
    }
    for (const tag of ["common", "edge", "adversarial"])
      expect(rows.filter((row) => (row["tags"] as readonly string[]).includes(tag)).length, tag).toBeGreaterThanOrEqual(4);
  });
});
