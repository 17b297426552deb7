import type { AnswerSentence, Citation, Evidence } from "../core/answer.ts";
import { nextUnit } from "./draft-units.ts";
import type { DraftUnit } from "./draft-units.ts";
import type { Mark } from "./marks.ts";
import { readPassage, readQuestion } from "./passages.ts";
import type { Passage } from "./passages.ts";
import { locatorAt } from "./places.ts";
import { checkSentence } from "./sentence-check.ts";
import type { CheckContext, Found, Pointer } from "./sentence-check.ts";
import { sentences } from "./sentences.ts";

export interface VerifyOptions {
  /** What the answer answers; a sentence may name its subject as the question does. */
  readonly question?: string;
  /** What the answerer was shown. Nothing else can be cited. */
  readonly evidence: readonly Evidence[];
  /** The text of a document as indexed; undefined for one that the index does not have. */
  readonly documentText: (document: string) => string | undefined;
  /** Leaves unsupported sentences out instead of marking them. */
  readonly strict?: boolean;
}

/** A mark that did not hold, as written, and why in plain words. */
export interface RejectedMark {
  readonly mark: string;
  /** The passages that it names. */
  readonly numbers: readonly number[];
  readonly why: string;
}

export interface Verification {
  /** The answer with `[n]` where a citation holds and `(unsupported)` behind a sentence without one; "" when nothing is left. */
  readonly text: string;
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  readonly rejected: readonly RejectedMark[];
}

const UNSUPPORTED = "(unsupported)";

/**
 * The citation contract. A citation is made only when its quote stands word for word at its offsets in the document as indexed
 * and supports the sentence that it hangs on (`supports` in support.ts says what that means). Numbers that were never given,
 * quotes that were altered or glued together, and sentences that say more than their source get no citation. When no sentence
 * holds, text and lists are empty, and the caller abstains. Never calls a model. Same input, same output.
 */
export function verifyAnswer({ text, ...options }: VerifyOptions & { readonly text: string }): Verification {
  const verifier = answerVerifier(options);
  verifier.push(text);
  return verifier.end().verification;
}

/** Verifies an answer while it is written. */
export interface AnswerVerifier {
  /** Takes the next piece of the draft; returns the verified text that it completes, "" while nothing is certain. */
  push(piece: string): string;
  /** The rest of the text, and the whole. All pieces returned, joined, are `verification.text`. */
  end(): { readonly text: string; readonly verification: Verification };
}

export function answerVerifier(options: VerifyOptions): AnswerVerifier {
  const context: CheckContext = {
    passage: passageReader(options.evidence),
    question: readQuestion(options.question ?? ""),
  };
  const output = new VerifiedText(options, context);
  let draft = "";
  let from = 0;
  const advance = (complete: boolean): string => {
    let text = "";
    while (from < draft.length) {
      const next = nextUnit(draft, from, complete);
      if (next === undefined) break;
      text += output.add(next.unit);
      from = next.end;
    }
    return text;
  };
  return {
    push(piece) {
      draft += piece;
      return advance(false);
    },
    end() {
      const text = advance(true);
      return { text, verification: output.result() };
    },
  };
}

/** Passages by number, each read when it is first pointed at: of thirty given, an answer uses two. */
function passageReader(evidence: readonly Evidence[]): CheckContext["passage"] {
  const read = new Map<number, Passage>();
  return (number) => {
    const given = evidence.find(({ n }) => n === number);
    const known = read.get(number);
    if (given === undefined || known !== undefined) return known;
    const passage = readPassage(given);
    read.set(number, passage);
    return passage;
  };
}

/** A sentence of a unit with the marks that stand in it, places counted in the text without marks. */
interface MarkedSentence {
  readonly start: number;
  readonly end: number;
  readonly marks: readonly PlacedMark[];
}

interface PlacedMark {
  readonly at: number;
  readonly mark: Mark;
}

interface MarkedUnit {
  readonly clean: string;
  readonly sentences: readonly MarkedSentence[];
  /** Filled as they are asked for. */
  readonly verdicts: (Verdict | undefined)[];
}

interface Verdict {
  /** One list of places a pointer; empty lists, or none at all, for what does not hold. */
  readonly found: readonly (readonly Found[])[];
  readonly why?: string;
}

/** Collects verified units. It lives for one answer. */
class VerifiedText {
  readonly #options: VerifyOptions;
  readonly #context: CheckContext;
  readonly #sentences: AnswerSentence[] = [];
  readonly #citations: Citation[] = [];
  readonly #rejected: RejectedMark[] = [];
  #text = "";
  /** Text held back until a sentence holds, so that nothing is shown of an answer that ends as an abstention. */
  #held = "";
  #glue = "";
  #lastPointers: readonly Pointer[] = [];

  constructor(options: VerifyOptions, context: CheckContext) {
    this.#options = options;
    this.#context = context;
  }

  result(): Verification {
    if (this.#citations.length === 0) return { text: "", sentences: [], citations: [], rejected: this.#rejected };
    return { text: this.#text, sentences: this.#sentences, citations: this.#citations, rejected: this.#rejected };
  }

  /** Verifies a unit and returns what can be shown now. */
  add(unit: DraftUnit): string {
    const { clean, placed } = withoutMarks(unit, (mark) => this.#roleOf(mark, unit.text.slice(mark.start, mark.end)));
    const marked = assignMarks(clean, placed, unit.prefixed);
    const read: MarkedUnit = { clean, sentences: marked, verdicts: [] };
    let last = 0;
    for (const [i, sentence] of marked.entries()) {
      this.#glue = strongerGlue(this.#glue, clean.slice(last, sentence.start));
      this.#sentence(read, i);
      last = sentence.end;
    }
    this.#glue = strongerGlue(this.#glue, clean.slice(last));
    if (placed.length > 0) this.#lastPointers = placed.map(({ mark }) => ({ numbers: mark.numbers }));
    if (this.#citations.length === 0) return "";
    const shown = this.#held;
    this.#held = "";
    this.#text += shown;
    return shown;
  }

  /**
   * "[0, 100]" and "[7]" may be a range or a footnote that was copied with its sentence: they are data when no passage of that
   * number was given and a passage has them so. A range stays in the text; a footnote goes, because it would look like a citation.
   */
  #roleOf(mark: Mark, written: string): "mark" | "text" | "footnote" {
    const { evidence } = this.#options;
    if (!mark.bare || mark.quote !== undefined || mark.numbers.every((number) => evidence.some(({ n }) => n === number))) return "mark";
    const bare = (text: string): string => text.replace(/\s/g, "");
    if (!evidence.some(({ hit, shownLength }) => bare(hit.chunk.text.slice(0, shownLength)).includes(bare(written)))) return "mark";
    return mark.numbers.length > 1 ? "text" : "footnote";
  }

  #sentence(unit: MarkedUnit, i: number): void {
    const sentence = unit.sentences[i] as MarkedSentence; // i is within the unit
    const text = unit.clean.slice(sentence.start, sentence.end);
    if (!/[\p{L}\p{N}]/u.test(text)) {
      this.#write(text);
      return;
    }
    const verdict = this.#verdict(unit, i);
    const own = sentence.marks.length > 0;
    const numbers = verdict.found.map((places) => places.flatMap((place) => this.#cite(place)));
    if (own) this.#reject(sentence, verdict, numbers);
    const cited = [...new Set(numbers.flat())];
    if (cited.length === 0) {
      if (this.#options.strict === true) return;
      this.#sentences.push({ text, supported: false, citations: [] });
      this.#write(`${text} ${UNSUPPORTED}`);
      return;
    }
    this.#sentences.push({ text, supported: true, citations: cited });
    const places = sentence.marks.map(({ at }, k) => ({ at: at - sentence.start, numbers: numbers[k] ?? [] }));
    this.#write(own ? insertNumbers(text, places) : `${text} ${cited.map((n) => `[${n}]`).join("")}`);
  }

  #reject(sentence: MarkedSentence, { found, why }: Verdict, numbers: readonly (readonly number[])[]): void {
    sentence.marks.forEach(({ mark }, k) => {
      if ((numbers[k] ?? []).length > 0) return;
      const changed = (found[k] ?? []).length > 0 ? "its words do not stand in the document as indexed" : undefined;
      this.#rejected.push({
        mark: markText(mark),
        numbers: mark.numbers,
        why: changed ?? why ?? "another mark of the sentence holds, this one does not",
      });
    });
  }

  /**
   * A sentence without a mark shares the mark of the next one that has some, if that one holds; code shares that of the lines above.
   */
  #verdict(unit: MarkedUnit, i: number): Verdict {
    const { clean, sentences: marked, verdicts } = unit;
    const known = verdicts[i];
    if (known !== undefined) return known;
    const sentence = marked[i] as MarkedSentence; // i is within the unit
    const owner = marked.findIndex(({ marks }, k) => k >= i && marks.length > 0);
    const pointers = marked[owner]?.marks.map(({ mark }) => pointerOf(mark)) ?? (/^\s*(?:```|~~~)/.test(clean) ? this.#lastPointers : []);
    const check = checkSentence(clean.slice(sentence.start, sentence.end), pointers, this.#context);
    const found = check.kind === "supported" ? check.found : (this.#together(clean, marked, i, pointers)?.found ?? []);
    const lent = owner <= i || this.#verdict(unit, owner).found.some((places) => places.length > 0);
    const verdict: Verdict = {
      found: lent ? found : [],
      ...(check.kind === "unsupported" && found.length === 0 ? { why: check.why } : {}),
    };
    verdicts[i] = verdict;
    return verdict;
  }

  /** A sentence that was torn ("The No. / 5 engine ...") holds when it does so together with its neighbours. */
  #together(
    clean: string,
    marked: readonly MarkedSentence[],
    i: number,
    pointers: readonly Pointer[],
  ): { readonly found: readonly (readonly Found[])[] } | undefined {
    for (const [from, to] of [
      [i - 1, i],
      [i, i + 1],
      [i - 1, i + 1],
      [i - 2, i],
      [i, i + 2],
    ] as const) {
      const [first, last] = [marked[from], marked[to]];
      if (first === undefined || last === undefined) continue;
      const check = checkSentence(clean.slice(first.start, last.end), pointers, this.#context);
      if (check.kind === "supported") return check;
    }
    return undefined;
  }

  /** The number of the citation for a place, made if its words stand in the document as indexed; none if they do not. */
  #cite({ passage, start, end }: Found): readonly number[] {
    const { chunk } = passage.evidence.hit;
    const [from, to] = [chunk.start + start, chunk.start + end];
    const known = this.#citations.find(
      (citation) => citation.document === chunk.document && citation.start === from && citation.end === to,
    );
    if (known !== undefined) return [known.n];
    const quote = passage.shown.slice(start, end);
    if (quote === "" || this.#options.documentText(chunk.document)?.slice(from, to) !== quote) return [];
    const n = this.#citations.length + 1;
    this.#citations.push({ n, document: chunk.document, chunk: chunk.id, start: from, end: to, quote, locator: locatorAt(chunk, from) });
    return [n];
  }

  #write(text: string): void {
    const empty = this.#text === "" && this.#held === "";
    this.#held += empty ? text : this.#glue + text;
    this.#glue = "";
  }
}

function pointerOf(mark: Mark): Pointer {
  return mark.quote === undefined ? { numbers: mark.numbers } : { numbers: mark.numbers, quote: mark.quote };
}

function markText(mark: Mark): string {
  return `[chunk ${mark.numbers.join(", ")}${mark.quote === undefined ? "" : `: "${mark.quote}"`}]`;
}

/** Of the white space around sentences that were left out, the widest stays. */
function strongerGlue(a: string, b: string): string {
  const weight = (glue: string): number => [...glue].filter((character) => character === "\n").length * 100 + glue.length;
  return weight(b) > weight(a) ? b : a;
}

/** The text of a unit without its marks and the spaces in front of them, and where each stood. */
function withoutMarks(
  unit: DraftUnit,
  roleOf: (mark: Mark) => "mark" | "text" | "footnote",
): { readonly clean: string; readonly placed: readonly PlacedMark[] } {
  let clean = "";
  let from = 0;
  const placed: PlacedMark[] = [];
  for (const mark of unit.marks) {
    const role = roleOf(mark);
    if (role === "text") continue;
    clean += unit.text.slice(from, mark.start);
    const trimmed = clean.trimEnd();
    // At the beginning of a line the space belongs to the line.
    if (trimmed !== "" && !/^\s*[-*+\u2022]$/.test(trimmed)) clean = trimmed;
    if (role === "mark") placed.push({ at: clean.length, mark });
    from = mark.end;
    if (clean === "" || /\s$/.test(clean)) while (/[^\S\n]/.test(unit.text[from] ?? "")) from++;
  }
  return { clean: clean + unit.text.slice(from), placed };
}

function assignMarks(clean: string, placed: readonly PlacedMark[], prefixed: boolean): MarkedSentence[] {
  const spans = sentences(clean);
  return spans.map((span, i) => {
    const next = spans[i + 1];
    const marks = placed.filter(({ at }) => {
      if (prefixed && i === 0 && at <= span.start) return true;
      const first = i === 0 ? -1 : span.start;
      return at > first && (next === undefined || at <= next.start);
    });
    return { ...span, marks };
  });
}

function insertNumbers(text: string, places: readonly { readonly at: number; readonly numbers: readonly number[] }[]): string {
  let shown = text;
  const seen = new Set<number>();
  const inserts = places.map(({ at, numbers }) => {
    const fresh = numbers.filter((n) => !seen.has(n));
    for (const n of fresh) seen.add(n);
    return { at: Math.max(0, Math.min(text.length, at)), mark: fresh.map((n) => `[${n}]`).join("") };
  });
  for (const { at, mark } of inserts.toReversed()) {
    if (mark === "") continue;
    const before = shown.slice(0, at);
    const space = before === "" || /[\s\]]$/.test(before) ? "" : " ";
    const after = shown.slice(at);
    shown = `${before}${space}${mark}${before === "" && !/^\s/.test(after) ? " " : ""}${after}`;
  }
  return shown;
}
