import type { LabCheckKind } from "../../../core/lab.ts";
import { jsonRows } from "../../eval-retrieval/lines.ts";
import { FirstfitError } from "../../../core/errors.ts";
import { counted, failed, lines, passed, textOr } from "../room.ts";
import type { Finding, LabRoom } from "../room.ts";
import { userTable } from "../tables.ts";

type Spec<Kind extends LabCheckKind["kind"]> = Extract<LabCheckKind, { readonly kind: Kind }>;

/** A question that was answered both ways. */
interface Pair {
  readonly id: string;
  /** The first three passages differ, in kind or in order. */
  readonly isChanged: boolean;
  readonly isOtherAnswer: boolean;
}

const TOP = 3;

/** Enough questions were answered with and without reranking. */
export async function bothWays({ before, after, rowsMin }: Spec<"both-ways">, room: LabRoom): Promise<Finding> {
  const read = await pairsOr({ before, after }, room);
  if ("finding" in read) return read.finding;
  const { pairs, looked } = read;
  if (pairs.length < rowsMin)
    return failed(
      looked,
      `${counted(pairs.length, "question")} stand in both files, and ${rowsMin} are asked for.`,
      `Ask the same questions both ways: ${askCommand(room.path(before))}, and again with --rerank: ${askCommand(room.path(after), true)}`,
    );
  const changed = pairs.filter(({ isChanged }) => isChanged).length;
  const answers = pairs.filter(({ isOtherAnswer }) => isOtherAnswer).length;
  return passed(
    looked,
    `${counted(pairs.length, "question")} asked both ways: the first three passages differ on ${changed}, the answer on ${answers}.`,
  );
}

/** The user's own table: of each question whether the first three differ, which is checked, and whether the answer is better, which they say. */
export async function rerankRows({ file, before, after, rowsMin }: Spec<"rerank-rows">, room: LabRoom): Promise<Finding> {
  const read = await pairsOr({ before, after }, room);
  if ("finding" in read) return read.finding;
  const { pairs } = read;
  const path = room.path(file);
  const rows = pairs.slice(0, rowsMin).map(({ id, isChanged }) => `| ${id} | ${isChanged ? "changed" : "same"} | … |`);
  const make = [
    "Write it, with better, same or worse in the last column:",
    "| question | first three | answer |",
    "| --- | --- | --- |",
    ...rows,
  ].join("\n");
  const text = await textOr(room, file, make);
  if ("finding" in text) return text.finding;
  const table = userTable({ name: path, text: text.text }, [
    ["question", "id", "query"],
    ["first three", "top three", "top 3", "first 3"],
    ["answer", "final answer", "verdict"],
  ]);
  if (table.kind === "none") return failed(path, `${path}: ${table.why}.`, make);
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  const wrong: string[] = [];
  const good = new Set<string>();
  for (const { line, cells } of table.rows) {
    const [id = "", first = "", answer = ""] = [cells["question"], cells["first three"]?.toLowerCase(), cells["answer"]?.toLowerCase()];
    const pair = byId.get(id);
    const said = /^(?:changed|differs?|different|yes|other)\b/.test(first)
      ? true
      : /^(?:same|equal|unchanged|no)\b/.test(first)
        ? false
        : undefined;
    if (pair === undefined) wrong.push(`line ${line}: no question called ${id} was answered both ways`);
    else if (said === undefined) wrong.push(`line ${line}: "first three" says neither changed nor same`);
    else if (said !== pair.isChanged)
      wrong.push(`line ${line}: the first three of ${id} are ${pair.isChanged ? "changed" : "the same"}, says the answer file`);
    else if (!/^(?:better|same|worse)\b/.test(answer)) wrong.push(`line ${line}: "answer" says neither better nor same nor worse`);
    else good.add(id);
  }
  if (wrong.length > 0 || good.size < rowsMin)
    return failed(
      path,
      wrong.length > 0 ? lines(wrong) : `${counted(good.size, "row")} are filled in, and ${rowsMin} are asked for.`,
      make,
    );
  return passed(path, `${counted(good.size, "row")}, which agree with the two files of answers.`);
}

async function pairsOr(
  { before, after }: { readonly before: string; readonly after: string },
  room: LabRoom,
): Promise<{ readonly pairs: readonly Pair[]; readonly looked: string } | { readonly finding: Finding }> {
  const first = await answersOr(room, before, askCommand(room.path(before)));
  if ("finding" in first) return first;
  const second = await answersOr(room, after, askCommand(room.path(after), true));
  if ("finding" in second) return second;
  const pairs = [...first.answers].flatMap(([id, was]): Pair[] => {
    const is = second.answers.get(id);
    if (is === undefined) return [];
    return [{ id, isChanged: was.top.join("\n") !== is.top.join("\n"), isOtherAnswer: was.answer !== is.answer }];
  });
  return { pairs, looked: `${room.path(before)} and ${room.path(after)}` };
}

interface SavedAnswer {
  /** The first chunks, best first. */
  readonly top: readonly string[];
  readonly answer: string;
}

/** Lines of `ask --file`; failed ones answer nothing and are left out. */
async function answersOr(
  room: LabRoom,
  role: string,
  make: string,
): Promise<{ readonly answers: ReadonlyMap<string, SavedAnswer> } | { readonly finding: Finding }> {
  const read = await textOr(room, role, make);
  if ("finding" in read) return read;
  const path = room.path(role);
  const answers = new Map<string, SavedAnswer>();
  try {
    for (const { at, value } of jsonRows({ name: path, text: read.text })) {
      if (value["kind"] === "failed") continue;
      const id = value["id"] ?? value["question"];
      const { evidence } = value;
      if (typeof id !== "string" || !Array.isArray(evidence))
        return { finding: failed(path, `${at} is no answer as firstfit ask --file writes it.`, make) };
      const chunks = evidence.flatMap((each: unknown) => (isFields(each) && typeof each["chunk"] === "string" ? [each["chunk"]] : []));
      answers.set(id, { top: chunks.slice(0, TOP), answer: value["kind"] === "answered" ? String(value["text"]) : "" });
    }
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "BAD_INPUT") throw error;
    return { finding: failed(path, error.message, make) };
  }
  return { answers };
}

function askCommand(out: string, isReranked = false): string {
  return `firstfit ask --file cases.jsonl${isReranked ? " --rerank llm" : ""} > ${out}`;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
