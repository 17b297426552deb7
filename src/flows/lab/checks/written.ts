import type { LabCheckKind, NamedPattern } from "../../../core/lab.ts";
import { trainingMap } from "../../advise/map.ts";
import { counted, failed, lines, listed, passed, skipped, textOr } from "../room.ts";
import type { Finding, LabRoom } from "../room.ts";
import { userTable } from "../tables.ts";
import type { Column, UserRow } from "../tables.ts";

type Spec<Kind extends LabCheckKind["kind"]> = Extract<LabCheckKind, { readonly kind: Kind }>;

/** A cell that somebody has filled in: three dots and dashes are places to be filled. */
function isFilled(cell: string | undefined): cell is string {
  return cell !== undefined && /\p{L}|\d/u.test(cell);
}

function matches({ pattern }: NamedPattern, text: string): boolean {
  return new RegExp(pattern, "u").test(text.toLowerCase());
}

/** The rows of a file's table, or why the check that needs them fails. */
async function rowsOr(
  room: LabRoom,
  role: string,
  columns: readonly Column[],
): Promise<{ readonly rows: readonly UserRow[]; readonly text: string } | { readonly finding: Finding }> {
  const path = room.path(role);
  const head = `| ${columns.map(([name]) => name).join(" | ")} |`;
  const make = `Write a table with the head ${head} into ${path}; firstfit lab NN --write makes a start.`.replace("NN", room.lab);
  const read = await textOr(room, role, make);
  if ("finding" in read) return read;
  const table = userTable({ name: path, text: read.text }, columns);
  if (table.kind === "none") return { finding: failed(path, `${path}: ${table.why}.`, make) };
  if (table.rows.length === 0) return { finding: failed(path, `The table of ${path} has no row.`, make) };
  return { rows: table.rows, text: read.text };
}

const MAP: readonly Column[] = [
  ["thing", "what", "item"],
  ["side", "phase", "column"],
  ["reason", "why"],
  ["measurement", "measure"],
];
const TRAINING = /^(?:training|trains|train|trained)\b/i;
const INFERENCE = /^(?:inference|frozen)\b/i;

/** Every row says on which side it stands. */
export async function mapSides({ file }: Spec<"map-sides">, room: LabRoom): Promise<Finding> {
  const read = await rowsOr(room, file, MAP);
  if ("finding" in read) return read.finding;
  const path = room.path(file);
  const without = read.rows.filter(({ cells }) => !TRAINING.test(cells["side"] ?? "") && !INFERENCE.test(cells["side"] ?? ""));
  if (without.length > 0)
    return failed(
      path,
      `${listed(without.map(({ line, cells }) => `line ${line} (${cells["thing"]})`))} ${without.length === 1 ? "says" : "say"} neither training nor inference.`,
      "Ask of each: are weights updated, or frozen? firstfit explain training",
    );
  const { items } = trainingMap(
    { candidates: [], models: [], hasQueryAdapter: false },
    read.rows.map(({ cells }) => cells["thing"] ?? ""),
  );
  const overlooked = read.rows.filter(({ cells }, i) => items[i]?.side === "training" && INFERENCE.test(cells["side"] ?? ""));
  if (overlooked.length > 0)
    return failed(
      path,
      `${listed(overlooked.map(({ line, cells }) => `line ${line} (${cells["thing"]})`))} ${overlooked.length === 1 ? "reads" : "read"} as if weights were updated.`,
      "Move it to training, or write more plainly what is done; the same test by command: firstfit advise map --file plans.txt",
    );
  const training = read.rows.filter(({ cells }) => TRAINING.test(cells["side"] ?? "")).length;
  return passed(path, `${counted(read.rows.length, "row")}: ${training} training, ${read.rows.length - training} inference.`);
}

/** Every training row has its reason and the figure that would prove it. None is the healthy result. */
export async function mapReasons({ file }: Spec<"map-reasons">, room: LabRoom): Promise<Finding> {
  const read = await rowsOr(room, file, MAP);
  if ("finding" in read) return read.finding;
  const path = room.path(file);
  const training = read.rows.filter(({ cells }) => TRAINING.test(cells["side"] ?? ""));
  if (training.length === 0) return passed(path, "No row trains a model, which is the expected, healthy result.");
  const lacking = training.flatMap(({ line, cells }): string[] => {
    const lacks = ["reason", "measurement"].filter((column) => !isFilled(cells[column]));
    return lacks.length === 0 ? [] : [`line ${line} (${cells["thing"]}) has no ${lacks.join(" and no ")}`];
  });
  if (lacking.length > 0)
    return failed(
      path,
      lines(lacking),
      "Write why it must be trained, and the one figure that would prove that it beats a well-prompted base: firstfit advise map proposes both.",
    );
  return passed(path, `${counted(training.length, "training row")}, each with its reason and its measurement.`);
}

/** Three scenarios, each with its move and the row that backs it. */
export async function routesChosen({ file, routes }: Spec<"routes">, room: LabRoom): Promise<Finding> {
  const read = await rowsOr(room, file, [["scenario"], ["move"], ["row", "rule", "because"]]);
  if ("finding" in read) return read.finding;
  const path = room.path(file);
  const wrong = routes.flatMap(({ scenario, move, rows }): string[] => {
    const own = read.rows.find(({ cells }) => new RegExp(`^(?:scenario )?${scenario}(?![\\p{L}\\d])`, "iu").test(cells["scenario"] ?? ""));
    if (own === undefined) return [`${scenario} has no row`];
    const { move: chosen = "", row = "" } = own.cells;
    if (!isFilled(chosen)) return [`line ${own.line}: ${scenario} has no move`];
    if (!matches(move, chosen)) return [`line ${own.line}: "${chosen}" is not the first move for ${scenario}`];
    if (!isFilled(row)) return [`line ${own.line}: ${scenario} cites no row`];
    if (!rows.some((each) => matches(each, row)))
      return [`line ${own.line}: "${row}" is no row of the tables that backs ${move.name} for ${scenario}`];
    return [];
  });
  if (wrong.length > 0)
    return failed(path, lines(wrong), `Ask the table with the scenario in your own words: firstfit advise "…"; it names the row`);
  return passed(path, `${routes.map(({ scenario, move }) => `${scenario}: ${move.name}`).join(", ")}, each with a row that backs it.`);
}

const GATES: readonly Column[] = [["gate"], ["tried", "what"], ["result"]];
const MISSED = /\b(?:missed|misses|not met|does not|did not|fails?|failed|below|no)\b/i;
const MET = /\b(?:met|meets|passed|passes|clears?|cleared|enough|yes)\b/i;

type GateOutcome = "met" | "missed" | "unclear" | "none";

function outcomeOf(rows: readonly UserRow[], gate: number): GateOutcome {
  const result = rows.find(({ cells }) => new RegExp(`^(?:gate )?${gate}(?!\\d)`, "i").test(cells["gate"] ?? ""))?.cells["result"];
  if (!isFilled(result)) return "none";
  if (!/\d/.test(result)) return "unclear";
  return MISSED.test(result) ? "missed" : MET.test(result) ? "met" : "unclear";
}

/** A gate was tried, and its result is a figure beside the bar; behind a gate that was met no other is needed. */
export async function gateResult({ file, gate }: Spec<"gate">, room: LabRoom): Promise<Finding> {
  const read = await rowsOr(room, file, GATES);
  if ("finding" in read) return read.finding;
  const path = room.path(file);
  if (gate === 1 && !/^\W*use case\W+.*\p{L}/imu.test(read.text))
    return failed(
      path,
      "It does not say which use case it is about.",
      `Write a line into ${path}: Use case: …, the one where your output is weakest.`,
    );
  if (gate === 2 && outcomeOf(read.rows, 1) === "met") return passed(path, "Not needed: gate 1 met the bar, and that is the win.");
  const outcome = outcomeOf(read.rows, gate);
  const how =
    gate === 1
      ? "Run your cases with the better prompt, five examples and structured output: firstfit eval"
      : "Run your cases with a smaller model and the same prompt: firstfit compare";
  if (outcome === "none") return failed(path, `Gate ${gate} has no result.`, `${how}; then write the figure and whether the bar was met.`);
  if (outcome === "unclear")
    return failed(
      path,
      `The result of gate ${gate} has no figure, or does not say whether the bar was met.`,
      `Write it so: 17 of 20, bar met. ${how}`,
    );
  return passed(path, `Gate ${gate}: the bar was ${outcome}.`);
}

const LABELS_MIN = 1_000;

/** Behind two missed gates: labels enough, and LoRA or QLoRA. Whether a model was trained cannot be looked at here. */
export async function trainedModel({ file }: Spec<"trained">, room: LabRoom): Promise<Finding> {
  const read = await rowsOr(room, file, GATES);
  if ("finding" in read) return read.finding;
  const path = room.path(file);
  const met = ([1, 2] as const).find((gate) => outcomeOf(read.rows, gate) === "met");
  if (met !== undefined) return passed(path, `Not reached: gate ${met} met the bar, and no fine-tune is needed.`);
  if (([1, 2] as const).some((gate) => outcomeOf(read.rows, gate) !== "missed")) return skipped(path, "Gates 1 and 2 come first.");
  const row = read.rows.find(({ cells }) => /^(?:gate )?3(?!\d)/i.test(cells["gate"] ?? ""));
  const said = `${row?.cells["tried"] ?? ""} ${row?.cells["result"] ?? ""}`;
  const labels = [...said.matchAll(/\d[\d,._ ]*/g)].map(([figure]) => Number(figure.replaceAll(/[,._ ]/g, "")));
  if (!/\bq?lora\b/i.test(said) || Math.max(0, ...labels) < LABELS_MIN)
    return failed(
      path,
      `Gate 3 opens with ${counted(LABELS_MIN, "labelled example")} or more, and names LoRA or QLoRA.`,
      `Write into the row of gate 3 how many there are and which of the two you would use; with fewer, write down that you stop here.`,
    );
  return skipped(path, "Fine-tuning is not built here yet, so that no training run and no adapter can be looked at.");
}

const APPROACHES: readonly Column[] = [["approach"], ["would it work", "works", "work"], ["cost", "at what cost"]];

/** Five approaches, each with a sentence on whether it would work and at what cost. */
export async function approachesWeighed({ file, approaches }: Spec<"approaches">, room: LabRoom): Promise<Finding> {
  const read = await rowsOr(room, file, APPROACHES);
  if ("finding" in read) return read.finding;
  const path = room.path(file);
  const lacking = approaches.flatMap((approach): string[] => {
    const own = read.rows.find(({ cells }) => matches(approach, cells["approach"] ?? ""));
    if (own === undefined) return [`${approach.name} has no row`];
    const lacks = ["would it work", "cost"].filter((column) => !isFilled(own.cells[column]));
    return lacks.length === 0
      ? []
      : [
          `${approach.name} (line ${own.line}) does not say ${lacks.map((column) => (column === "cost" ? "at what cost" : "whether it would work")).join(" and ")}`,
        ];
  });
  if (lacking.length > 0)
    return failed(path, lines(lacking), `Fill in the row in ${path}; what the table says of an approach: firstfit advise "…"`);
  return passed(path, `${listed(approaches.map(({ name }) => name))}, each with its cost.`);
}

const WORDS_MIN = 12;

/** One approach is chosen, and the paragraph says of each fancier one why it is not needed. Approaches come simplest first. */
export async function choiceJustified({ file, approaches }: Spec<"justified">, room: LabRoom): Promise<Finding> {
  const read = await textOr(room, file, `firstfit lab ${room.lab} --write makes a start.`);
  if ("finding" in read) return read.finding;
  const path = room.path(file);
  const rows = read.text.split(/\r\n|\n|\r/);
  const at = rows.findIndex((line) => !line.includes("|") && /^\W*(?:chosen|choice|decision)\W.*\p{L}/iu.test(line));
  const [, said = ""] = /^\W*(?:chosen|choice|decision)\W+(.*)$/i.exec(rows[at] ?? "") ?? [];
  const chosen = at < 0 ? -1 : firstNamed(said, approaches);
  if (chosen < 0)
    return failed(
      path,
      "It does not say which approach is chosen.",
      `Write a line into ${path}: Chosen: ${approaches.map(({ name }) => name).join(", or ")}.`,
    );
  const paragraph = rows
    .slice(at)
    .filter((line) => !line.includes("|"))
    .join("\n");
  const words = paragraph.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
  const missing = approaches.slice(chosen + 1).filter((approach) => !matches(approach, paragraph));
  const name = approaches[chosen]?.name ?? "";
  if (words < WORDS_MIN || missing.length > 0)
    return failed(
      path,
      missing.length > 0
        ? `${name} is chosen, and nothing says why ${listed(missing.map((each) => each.name))} ${missing.length === 1 ? "is" : "are"} unnecessary.`
        : `${name} is chosen, and no paragraph says why.`,
      `Write below the line Chosen: one paragraph with a sentence for each fancier approach.`,
    );
  return passed(path, `${name} is chosen, and each of the ${approaches.length - chosen - 1} fancier ones is named with a reason.`);
}

/** The approach that a line names first; -1 for none. */
function firstNamed(line: string, approaches: readonly NamedPattern[]): number {
  const places = approaches.map(({ pattern }) => line.toLowerCase().search(new RegExp(pattern, "u")));
  const [best] = places
    .map((place, i) => ({ place, i }))
    .filter(({ place }) => place >= 0)
    .toSorted((a, b) => a.place - b.place);
  return best?.i ?? -1;
}
