// npm run picture: draws docs/pictures/ask.svg, the terminal of a first minute, from what the verbs really print. With a path it draws there.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openProject, runOperation } from "../src/index.ts";
import { renderResult } from "../src/render/result.ts";
import { terminalStyle } from "../src/render/style.ts";

const COLUMNS = 92;
const LINE = 19;
const CHARACTER = 8.1;
const MARGIN = 20;
const COLOURS: Readonly<Record<string, string>> = { "31": "#f47067", "32": "#8ddb8c", "33": "#e0b341", "36": "#6cb6ff" };

// a dress that is put on in one row is worn in the next, as in a terminal
let colour: string | undefined;
let bold = false;
let dim = false;

const folder = mkdtempSync(join(tmpdir(), "firstfit-picture-"));
const out = process.argv[2] ?? fileURLToPath(new URL("../docs/pictures/ask.svg", import.meta.url));

const commands: readonly (readonly [line: string, verb: string, input: Record<string, unknown>])[] = [
  ["firstfit index", "index", {}],
  ['firstfit ask "Why did the schedule slip?"', "ask", { question: "Why did the schedule slip?" }],
  ['firstfit ask "What is the pilot budget?"', "ask", { question: "What is the pilot budget?" }],
  ['firstfit ask "What is the office Wi-Fi password?"', "ask", { question: "What is the office Wi-Fi password?" }],
];

await runOperation(await openProject({ folder }), "init", { sample: true, folder });
const project = await openProject({ folder });
const lines: string[] = [];
for (const [line, verb, input] of commands) {
  const output = await runOperation(project, verb, input);
  lines.push(
    `${terminalStyle.green("$")} ${terminalStyle.bold(line)}`,
    ...renderResult(verb, output, { style: terminalStyle, columns: COLUMNS, input }).split("\n"),
    "",
  );
}
rmSync(folder, { recursive: true, force: true });
writeFileSync(out, svg(lines.slice(0, -1)));

function svg(rows: readonly string[]): string {
  const width = Math.ceil(COLUMNS * CHARACTER + 2 * MARGIN);
  const height = rows.length * LINE + 2 * MARGIN;
  const texts = rows.map((row, i) => `<text x="${MARGIN}" y="${MARGIN + 14 + i * LINE}" xml:space="preserve">${spans(row)}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="firstfit answers from ten notes, with citations, and says what the notes do not hold">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#1c2128"/>`,
    `<g font-family="ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13.4" fill="#cdd9e5">`,
    ...texts,
    "</g></svg>\n",
  ].join("\n");
}

/** Select Graphic Rendition codes to spans: colour, bold, dim. */
function spans(row: string): string {
  return row
    .split(/(\u001b\[\d+m)/)
    .map((part) => {
      const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
      if (code === undefined) {
        if (part === "") return "";
        const attributes = `${colour === undefined ? "" : ` fill="${colour}"`}${bold ? ' font-weight="bold"' : ""}${dim ? ' fill-opacity="0.65"' : ""}`;
        const text = part.replace(/&/g, "&amp;").replace(/</g, "&lt;");
        return attributes === "" ? text : `<tspan${attributes}>${text}</tspan>`;
      }
      if (code === "1") bold = true;
      else if (code === "2") dim = true;
      else if (code === "22") bold = dim = false;
      else colour = COLOURS[code];
      return "";
    })
    .join("");
}
