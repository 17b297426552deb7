// Evaluate two functions on the sample's cases, and grade one answer by itself. Offline. Run it from a clone: node --conditions=firstfit-source examples/05-evaluate.ts
import { fileURLToPath } from "node:url";
import { evaluate, grade } from "firstfit";

const cases = fileURLToPath(new URL("./sample-project/cases.jsonl", import.meta.url));

const { candidates } = await evaluate(cases, {
  candidates: {
    // your own pipeline stands here
    silent: () => ({ text: "", abstained: true }),
    parrot: (input) => (typeof input === "string" ? input : "a conversation"),
  },
});
for (const { name, summary } of candidates) {
  const { passed, failed, ungraded } = summary.trials;
  const { low, high } = summary.passRate;
  console.log(`${name}: ${passed} passed, ${failed} failed, ${ungraded} ungraded [${low.toFixed(2)}, ${high.toFixed(2)}]`);
}

const { outcome, grades } = await grade("It is 26,000 euros.", { expected_substr: "62,000 euros" });
console.log(outcome, grades["substring"]);

/* prints
silent: 5 passed, 15 failed, 0 ungraded [0.11, 0.47]
parrot: 0 passed, 20 failed, 0 ungraded [0.00, 0.16]
failed { kind: 'graded', value: 0, reason: 'does not hold "62,000 euros"' }
*/
