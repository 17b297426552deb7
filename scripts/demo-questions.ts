/** The questions that `npm start` asks; `test/main-job.test.ts` checks the answers. `exit` 3: not found in sources. */
export interface DemoQuestion {
  readonly question: string;
  readonly exit: 0 | 3;
  /** The document that must be cited, and words that the answer must hold. */
  readonly cites?: string;
  readonly says?: string;
}

export const demoQuestions: readonly DemoQuestion[] = [
  { question: "Who is the executive sponsor?", exit: 0, cites: "note01.txt", says: "Marit Sandvoll" },
  { question: "What is the contingency reserve?", exit: 0, cites: "note05.txt", says: "62,000 euros" },
  { question: "Why did the schedule slip?", exit: 0, cites: "note06.txt", says: "air separators" },
  { question: "What is the pilot budget?", exit: 0, cites: "note07.txt", says: "104,500 euros" },
  { question: "How many tankers will be fitted?", exit: 0, cites: "note08.txt", says: "34 tankers" },
  { question: "What is the office Wi-Fi password?", exit: 3 },
];
