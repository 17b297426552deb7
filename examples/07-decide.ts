// Decide which of three ways to sort messages is the cheapest that is good enough, and write the decision. Offline. Run it from a clone: node --conditions=firstfit-source examples/07-decide.ts
import { decide, decisionForms } from "firstfit";

const subjects = ["invoice", "refund", "password", "delivery"];
const rows = Array.from({ length: 120 }, (_, at) => {
  const subject = subjects[at % 4] ?? "";
  return {
    id: `m${at}`,
    input: `Message ${at}: a question about my ${subject}.`,
    expected_exact: ["billing", "billing", "account", "shipping"][at % 4],
  };
});

const has = (input: unknown, word: string) => typeof input === "string" && input.includes(word);

const decision = await decide(rows, {
  task: "Sort a customer's message into a team's queue",
  bar: 0.8, // before anything is run; 0.9 must not be rejected then
  rungs: {
    // from the cheapest to own; your prompt, your pipeline and your fine-tuned model stand here
    everything: () => "billing",
    keywords: (input) => (has(input, "password") ? "account" : has(input, "delivery") ? "shipping" : "billing"),
    model: () => Promise.reject(new Error("the dearest rung, which nobody needs to ask")),
  },
});

for (const rung of decision.rungs)
  console.log(rung.name, rung.kind === "measured" ? `${rung.verdict} after ${rung.settledAfter} cases` : rung.kind);
const { markdown } = await decisionForms(decision);
console.log(markdown.split("\n")[0]);

/* prints
everything reject after … cases
keywords adopt after … cases
model unneeded
# Adopt keywords
*/
