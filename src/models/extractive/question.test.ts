import { describe, expect, it } from "vitest";
import { madeKnowledge } from "../../../test/fixtures/evidence.ts";
import { readQuestion } from "./question.ts";
import type { Language } from "../../text/language.ts";
import type { AnswerKind } from "./question.ts";

const knowledge = madeKnowledge({ verbs: ["invented", "fail", "founded"] });
const read = (text: string, ...languages: readonly Language[]): ReturnType<typeof readQuestion> =>
  readQuestion(text, knowledge, languages.length === 0 ? undefined : languages);
const marked = (text: string, mark: "isFocus" | "isType" | "isVerb" | "isLimiter" | "isName" | "isFigure"): string[] =>
  read(text).terms.flatMap((term) => (term[mark] ? [term.surface] : []));

const KINDS: readonly (readonly [question: string, kind: AnswerKind])[] = [
  ["Who is the executive sponsor?", "person"],
  ["Whose signature is needed?", "person"],
  ["When did the first kit fail?", "date"],
  ["In what year was the depot built?", "date"],
  ["Where does the Wi-Fi end?", "place"],
  ["Which city is the capital?", "place"],
  ["Why did the schedule slip?", "reason"],
  ["How many tankers will be fitted?", "number"],
  ["How much did the kit cost?", "money"],
  ["What is the contingency reserve?", "money"],
  ["What percentage of farms is small?", "percent"],
  ["How long is the pilot?", "duration"],
  ["How tall is the silo?", "measure"],
  ["How is milk metered?", "manner"],
  ["What is an archetype?", "definition"],
  ["What does MCR stand for?", "definition"],
  ["Is the pilot over?", "yes-no"],
  ["What is the phone number of Joost?", "identifier"],
  ["What is the e-mail address of Hedda?", "identifier"],
  ["contingency reserve", "open"],
  ["Wer ist der Sponsor?", "open"],
  ["谁是赞助商？", "open"],
];

describe("reading a question", () => {
  for (const [question, kind] of KINDS) it(`asks for ${kind}: ${question}`, () => expect(read(question).kind).toBe(kind));

  it("finds what is asked about behind its modifiers", () => {
    expect(marked("Who is the executive sponsor?", "isFocus")).toEqual(["sponsor"]);
    expect(marked("How many tankers will be fitted?", "isFocus")).toEqual(["tankers"]);
    expect(marked("What is the Wi-Fi password at Colby Bridge?", "isFocus")).toEqual(["password"]);
    expect(marked("What is the name of Bernie Kyle's husband?", "isFocus")).toEqual(["husband"]);
  });

  it("asks for money by a currency, but by pounds of a weight for a number", () => {
    expect(read("How many euros did Pascal release?").kind).toBe("money");
    expect(read("How many pounds does the kit weigh?").kind).toBe("number");
  });

  it("does not take the total number for somebody's number", () => {
    expect(read("What is the total number of trucks?").kind).toBe("number");
  });

  it("tells words that an answer stands for from words that it has to mention", () => {
    expect(marked("In what year was the depot built?", "isType")).toEqual(["year"]);
    expect(marked("What is the contingency reserve?", "isType")).toEqual([]);
    expect(marked("What does the refund policy say about late returns?", "isType")).toEqual(["say"]);
    expect(marked("Who did say that?", "isType")).toEqual([]);
    expect(marked("How many euros did Pascal release?", "isType")).toEqual(["many", "euros"]);
    expect(marked("What does the service cost in dollars?", "isType")).toEqual(["dollars"]);
    expect(marked("What happened to the bracket?", "isType")).toEqual(["happened"]);
    expect(marked("When did the second test take place?", "isType")).toEqual(["take", "place"]);
    expect(marked("Who signs in Marit’s place in March?", "isType")).toEqual(["place"]);
    expect(marked("Who acts in place of the director?", "isType")).toEqual(["place"]);
    expect(marked("Which place is the site in?", "isType")).toEqual(["place"]);
    expect(marked("Who lives in a place of his own?", "isType")).toEqual([]);
  });

  it("marks names, figures, limiting words and the main verb", () => {
    expect(marked("Who invented the first engine at Tarn Street in 1804?", "isName")).toEqual(["tarn", "street"]);
    expect(marked("Who invented the first engine at Tarn Street in 1804?", "isFigure")).toEqual(["1804"]);
    expect(marked("Who invented the first engine at Tarn Street in 1804?", "isLimiter")).toEqual(["first"]);
    expect(marked("Which honest firm in Budapest sent the largest offer?", "isLimiter")).toEqual(["largest"]);
    expect(marked("When did the kit fail?", "isVerb")).toEqual(["fail"]);
  });

  it("does not take every word of a title in capitals for a name", () => {
    expect(marked("Who Runs The Workshop Today", "isName")).toEqual([]);
  });

  it("hears a negation, and a question for what held before", () => {
    expect(read("Which depots are not in the pilot?").isNegated).toBe(true);
    expect(read("Which depots are in the pilot?").isNegated).toBe(false);
    expect(read("What was the original pilot budget?").asksForPast).toBe(true);
    expect(read("What is the pilot budget?").asksForPast).toBe(false);
  });

  it("reads a megabyte in no more than one pass", () => {
    expect(read("why ".repeat(250_000)).kind).toBe("reason");
  });
});

const FOREIGN_KINDS: readonly (readonly [language: Language, question: string, kind: AnswerKind])[] = [
  ["german", "Wer ist der technische Leiter?", "person"],
  ["german", "Wann beginnt die Probefahrt?", "date"],
  ["german", "In welchem Jahr wurde das Depot gebaut?", "date"],
  ["german", "Wie viele Wagen werden umgerüstet?", "number"],
  ["german", "Wie lange dauert die Fahrt?", "duration"],
  ["german", "Wie hoch ist die Rücklage?", "measure"],
  ["german", "Warum fällt der Betrieb aus?", "reason"],
  ["german", "Wo endet das WLAN?", "place"],
  ["german", "Ist die Probefahrt vorbei?", "yes-no"],
  ["german", "Rücklage des Kreises", "open"],
  ["french", "Qui est le directeur technique ?", "person"],
  ["french", "Quand commence l'essai ?", "date"],
  ["french", "Combien de temps dure l'essai ?", "duration"],
  ["french", "Combien de wagons sont équipés ?", "number"],
  ["french", "Pourquoi le bac ne circule-t-il pas ?", "reason"],
  ["french", "Où finit le réseau ?", "place"],
  ["spanish", "¿Quién es el director técnico?", "person"],
  ["spanish", "¿Cuándo comienza la prueba?", "date"],
  ["spanish", "¿Cuánto costó la reparación?", "number"],
  ["spanish", "¿Por qué sale tarde?", "reason"],
  ["spanish", "¿Dónde se venden los billetes?", "place"],
  ["polish", "Kto jest dyrektorem?", "open"],
];

describe("reading a question in another language", () => {
  for (const [language, question, kind] of FOREIGN_KINDS)
    it(`asks for ${kind}: ${question}`, () => expect(read(question, language).kind).toBe(kind));

  const marks = (text: string, ...languages: readonly Language[]): [focus: string[], type: string[], terms: string[]] => {
    const { terms } = read(text, ...languages);
    const surfaces = (list: typeof terms): string[] => list.map(({ surface }) => surface);
    return [surfaces(terms.filter(({ isFocus }) => isFocus)), surfaces(terms.filter(({ isType }) => isType)), surfaces(terms)];
  };

  it("finds what is asked about behind the article and its adjectives", () => {
    expect(marks("Wer ist der neue technische Leiter?", "german")[0]).toEqual(["leiter"]);
    expect(marks("Wie viele Wagen gibt es?", "german")[0]).toEqual(["wagen"]);
    expect(marks("Quelle est la réserve du conseil ?", "french")[0]).toEqual(["réserve"]);
    expect(marks("¿Cuál es la contraseña?", "spanish")[0]).toEqual(["contraseña"]);
    expect(marks("Wer ist Henrik Osterkamp?", "german")[0]).toEqual([]);
  });

  it("counts a word of the question cue as one that the answer stands for", () => {
    expect(marks("Wie lange dauert die Fahrt?", "german")[1]).toEqual(["lange"]);
  });

  it("is in the language that its function words tell, or its first word when it has no other", () => {
    expect(read("Wer ist der Leiter?", "english", "german").language).toBe("german");
    expect(read("Who is the manager?", "english", "german").language).toBe("english");
    expect(read("Wann endet Block 7?", "english", "german").language).toBe("german");
  });

  it("leaves the function words of an English question out when the documents are German", () => {
    expect(marks("Who is the manager?", "german")[2]).toEqual(["manager"]);
  });

  it("takes no German noun for a name, and hears a German negation", () => {
    expect(read("Wo werden die Karten verkauft?", "german").terms.filter(({ isName }) => isName)).toEqual([]);
    expect(read("Welche Karten werden nicht verkauft?", "german").isNegated).toBe(true);
  });

  it("knows a word by the terms of every language of the corpus", () => {
    const [word] = read("Buchungen?", "english", "german").terms;
    expect(new Set([word?.term, ...(word?.alternates ?? [])])).toEqual(new Set(["buchung", "buchungen"]));
  });

  it("leaves Chinese question words out of what has to be found", () => {
    expect(marks("储备金是多少？")[2]).toEqual(["储备", "备金"]);
    for (const asking of ["什么时候", "多久", "哪位", "为何"]) expect(marks(`储备金${asking}？`)[2], asking).toEqual(["储备", "备金"]);
  });

  it("leaves out question words that the analyzer indexes", () => {
    expect(marks("Wofür ist die Reserve?", "german")[2]).toEqual(["reserve"]);
    expect(marks("لمن الاحتياطي؟", "arabic")[2]).toEqual(["الاحتياطي"]);
  });
});
