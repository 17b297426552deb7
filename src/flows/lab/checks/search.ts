import { FirstfitError } from "../../../core/errors.ts";
import type { Case } from "../../../core/evaluation.ts";
import type { ExpectedDocument, LabCheckKind } from "../../../core/lab.ts";
import { readDataset } from "../../dataset/read-cases.ts";
import { counted, failed, lines, listed, passed, textOr } from "../room.ts";
import type { Finding, LabRoom } from "../room.ts";

type Spec<Kind extends LabCheckKind["kind"]> = Extract<LabCheckKind, { readonly kind: Kind }>;

/** Three texts of the user's own, of which the first two are about the same: their cosine is the highest of the three. */
export async function cosineOrder({ file }: Spec<"cosine-order">, room: LabRoom): Promise<Finding> {
  const path = room.path(file);
  const write = `Write three texts into ${path}, one a line, the first two about the same thing: firstfit lab 04 --write makes a start.`;
  const read = await textOr(room, file, write);
  if ("finding" in read) return read.finding;
  const texts = read.text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (texts.length !== 3) return failed(path, `${path} has ${counted(texts.length, "text")}, and three are compared.`, write);
  const twice = texts.find((each, i) => texts.indexOf(each) < i);
  if (twice !== undefined) return failed(path, `"${cut(twice)}" stands there twice, and a text is always nearest to itself.`, write);
  const { model, cosine } = await room.cosines(texts);
  const at = (i: number, j: number): number => cosine[i]?.[j] ?? Number.NaN;
  const [near, far, other] = [at(0, 1), at(0, 2), at(1, 2)];
  const looked = `${path} with ${model}`;
  const shown = `1 and 2: ${near.toFixed(3)}; 1 and 3: ${far.toFixed(3)}; 2 and 3: ${other.toFixed(3)}`;
  if (near > far && near > other) return passed(looked, `The first two are nearest to each other (${shown}).`);
  return failed(
    looked,
    `The first two are not nearest to each other (${shown}).`,
    `Look at them: firstfit embed --file ${path}. Put the two that mean the same first, or say which word misled the embedder and take others.`,
  );
}

/** What an embedding does not know: two opposite opinions on one topic lie close together. */
export async function cosineMin({ texts, min }: Spec<"cosine-min">, room: LabRoom): Promise<Finding> {
  const { model, cosine } = await room.cosines(texts);
  const found = cosine[0]?.[1] ?? Number.NaN;
  const looked = `"${texts[0]}" and "${texts[1]}" with ${model}`;
  const shown = `Their cosine is ${found.toFixed(3)}`;
  return found >= min
    ? passed(looked, `${shown}: they say opposite things and are about the same.`)
    : failed(
        looked,
        `${shown}, below ${min}: this embedder keeps the two opinions apart, or its scale is another one.`,
        `Compare it with a pair that has nothing in common: firstfit embed "${texts[0]}" "${texts[1]}" "the invoice is overdue"`,
      );
}

/** Two questions at least whose first hit is the right document. */
export async function firstHit({ questions, cases }: Spec<"first-hit">, room: LabRoom): Promise<Finding> {
  const indexed = await documentsOr(room);
  if ("finding" in indexed) return indexed.finding;
  const own = await ownQuestions(questions, cases, indexed.documents, room);
  if ("finding" in own) return own.finding;
  const wrong: string[] = [];
  const right: string[] = [];
  for (const { question, documents } of own.questions) {
    const { hits } = await room.search(question);
    const first = hits[0]?.document;
    if (first !== undefined && documents.includes(first)) right.push(`"${question}" ${first}`);
    else wrong.push(`"${question}" found ${first ?? "nothing"} first, and not ${documents.join(" or ")}`);
    if (right.length >= questions.length) break;
  }
  const looked = `the first hit of ${counted(right.length + wrong.length, "question")}`;
  if (right.length >= questions.length) return passed(looked, `${listed(right)}.`);
  const question = own.questions[0]?.question ?? "";
  return failed(
    looked,
    `${right.length} of ${questions.length} have the right document first.\n${lines(wrong)}`,
    `See what each leg found: firstfit search "${question}" --explain; then index again: firstfit index`,
  );
}

/** An answer that cites the right document. */
export async function cites({ question, cases }: Spec<"cites">, room: LabRoom): Promise<Finding> {
  const indexed = await documentsOr(room);
  if ("finding" in indexed) return indexed.finding;
  const own = await ownQuestions([question], cases, indexed.documents, room);
  if ("finding" in own) return own.finding;
  const tried: string[] = [];
  for (const { question: asked, documents } of own.questions) {
    const answer = await room.ask(asked);
    const looked = `firstfit ask "${asked}"`;
    const cited = answer.kind === "answered" ? [...new Set(answer.citations.map(({ document }) => document))] : [];
    if (cited.some((document) => documents.includes(document))) return passed(looked, `The answer cites ${listed(cited)}, word for word.`);
    tried.push(
      `"${asked}" ${answer.kind === "abstained" ? "was not found in sources" : `cites ${listed(cited)}`}, and not ${documents.join(" or ")}`,
    );
  }
  const [first] = own.questions;
  return failed(
    `${counted(tried.length, "question")} to firstfit ask`,
    lines(tried),
    `See which step lost it: firstfit ask "${first?.question ?? ""}" --trace`,
  );
}

/** A question that the documents do not answer is not answered. */
export async function notFound({ question, document, cases }: Spec<"not-found">, room: LabRoom): Promise<Finding> {
  const indexed = await documentsOr(room);
  if ("finding" in indexed) return indexed.finding;
  let asked = question;
  if (!indexed.documents.includes(document)) {
    const read = await casesOr(room, cases);
    if ("finding" in read) return read.finding;
    const absent = read.cases.find(
      ({ input, expectations }) =>
        typeof input === "string" &&
        expectations.some(({ kind, ...rest }) => kind === "abstain" && "expected" in rest && rest.expected === true),
    );
    if (typeof absent?.input !== "string")
      return failed(
        room.path(cases),
        `${room.path(cases)} has no question that your documents do not answer.`,
        `Add one: {"id": "absent", "input": "What is the office Wi-Fi password?", "expected_abstain": true}`,
      );
    asked = absent.input;
  }
  const answer = await room.ask(asked);
  const looked = `firstfit ask "${asked}"`;
  return answer.kind === "abstained"
    ? passed(looked, `Not found in sources. ${answer.reason}`)
    : failed(
        looked,
        `It was answered: "${cut(answer.text)}"`,
        `Open the citation. If the words do not answer the question, keep it as a case: firstfit ask "${asked}" --save-case; then try a model that abstains: --model, --strict.`,
      );
}

interface OwnQuestion {
  readonly question: string;
  /** Any of them is right. */
  readonly documents: readonly string[];
}

/** Those of the sample project where its notes are indexed; else the user's own cases that say which document is right. */
async function ownQuestions(
  sample: readonly ExpectedDocument[],
  cases: string,
  indexed: readonly string[],
  room: LabRoom,
): Promise<{ readonly questions: readonly OwnQuestion[] } | { readonly finding: Finding }> {
  if (sample.every(({ document }) => indexed.includes(document)))
    return { questions: sample.map(({ question, document }) => ({ question, documents: [document] })) };
  const read = await casesOr(room, cases);
  if ("finding" in read) return read;
  const questions = read.cases.flatMap(({ input, expectations }): OwnQuestion[] => {
    const documents = expectations.flatMap((expected) => (expected.kind === "documents" ? expected.documents : []));
    return typeof input !== "string" || documents.length === 0 ? [] : [{ question: input, documents }];
  });
  if (questions.length >= sample.length) return { questions: questions.slice(0, QUESTIONS_MAX) };
  return {
    finding: failed(
      room.path(cases),
      `${room.path(cases)} has ${counted(questions.length, "question")} with the document that answers it, and ${sample.length} are needed.`,
      `Add lines like {"id": "q1", "input": "…", "expected_documents": ["${indexed[0] ?? "note.txt"}"]}, with names as firstfit list prints them.`,
    ),
  };
}

/** Of the user's own; the check stops at the first that are right. */
const QUESTIONS_MAX = 10;

async function documentsOr(room: LabRoom): Promise<{ readonly documents: readonly string[] } | { readonly finding: Finding }> {
  try {
    const documents = await room.documents();
    if (documents.length > 0) return { documents };
    return { finding: failed("the index", "The index holds no document.", "firstfit index PATH") };
  } catch (error) {
    if (!(error instanceof FirstfitError) || (error.code !== "EMPTY_INDEX" && error.code !== "INDEX_MISMATCH")) throw error;
    return { finding: failed("the index", error.message, error.fix) };
  }
}

async function casesOr(room: LabRoom, role: string): Promise<{ readonly cases: readonly Case[] } | { readonly finding: Finding }> {
  const path = room.path(role);
  const read = await textOr(
    room,
    role,
    `Write cases of your own, one a line: docs/dataset.md shows the fields; or name them: --file ${role}=PATH`,
  );
  if ("finding" in read) return read;
  try {
    return { cases: readDataset({ name: path, text: read.text }, "skip").dataset.cases };
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "BAD_INPUT") throw error;
    return { finding: failed(path, error.message, error.fix) };
  }
}

function cut(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
