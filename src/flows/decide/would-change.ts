import type { DecisionDocument, MeasuredRung, RungReport } from "../../core/decision.ts";
import { listed } from "../../text/listed.ts";

type Decided = Pick<DecisionDocument, "outcome" | "rungs" | "task" | "bar">;

/** What would change the decision, one sentence each, from the figures. */
export function wouldChange({ outcome, rungs, task, bar }: Decided): readonly string[] {
  const at = outcome.kind === "adopted" ? rungs.findIndex(({ name }) => name === outcome.rung) : rungs.length;
  const cheaper = rungs.slice(0, at);
  const adopted = rungs[at];
  return [
    ...notMeasured(cheaper, adopted === undefined),
    ...cheaper.flatMap(undecided),
    ...(adopted?.kind === "measured" ? adoptedBy(adopted, task.callsPerMonth) : []),
    ...(outcome.kind === "none" ? lowerBar(rungs, bar) : []),
    ...(outcome.kind === "adopted" ? [] : cheaper.flatMap(closedGate)),
    "Other documents, another model, another prompt or other cases: then what was measured is not what runs, and the same command measures it again.",
  ];
}

/** Together where they share a reason. */
function notMeasured(rungs: readonly RungReport[], isOpen: boolean): readonly string[] {
  const byReason = new Map<string, { readonly names: string[]; readonly next: string }>();
  for (const rung of rungs) {
    if (rung.kind !== "skipped" || rung.skip.why !== "not measured") continue;
    const { reason, next = "" } = rung.skip;
    const alike = byReason.get(reason) ?? { names: [], next };
    alike.names.push(rung.name);
    byReason.set(reason, alike);
  }
  return [...byReason].map(([reason, { names, next }]) => {
    const [were, stand, they] = names.length === 1 ? ["was", "It stands", "It"] : ["were", "They stand", "They"];
    const then = isOpen ? `${they} would be adopted` : `${stand} lower on the ladder, and would be adopted first`;
    const how = next === "" ? "" : ` To measure ${names.length === 1 ? "it" : "them"}: ${next}`;
    return `${listed(names)} ${were} not measured (${withoutStop(reason)}). ${then} if proved to meet the bar.${how}`;
  });
}

function undecided(rung: RungReport): readonly string[] {
  if (rung.kind !== "measured" || rung.verdict !== "undecided") return [];
  if (rung.note !== undefined) return [`${rung.name} could not be judged. ${rung.note}`];
  if (rung.casesMore === undefined)
    return [
      `${rung.name} is undecided, and no number of cases within reach would probably settle it: its rate lies where either answer is right.`,
    ];
  const { median, adopted } = rung.casesMore;
  return [
    `${rung.name} is undecided. About ${median.toLocaleString("en-US")} more cases like these would settle it, ${adopted >= 0.5 ? "probably for it" : "probably against it"}.`,
  ];
}

function adoptedBy({ name, requirements, costPerCall }: MeasuredRung, callsPerMonth: number | undefined): readonly string[] {
  return requirements.flatMap(({ asked, observed }): readonly string[] => {
    if (asked.kind === "pass-rate" && observed.kind === "rate") {
      const of = asked.tag === undefined ? "" : ` on ${asked.tag}`;
      return [
        `A bar above ${observed.rate.low.toFixed(2)}${of}: the cases that were run prove no more of ${name}, whose rate was ${observed.rate.mean.toFixed(2)}.`,
      ];
    }
    if (asked.kind !== "monthly-cost" || costPerCall.kind === "unknown" || costPerCall.usd === 0) return [];
    const most = Math.floor(asked.usdPerMonthMax / costPerCall.usd);
    const now = callsPerMonth ?? asked.callsPerMonth;
    return [
      `More than about ${most.toLocaleString("en-US")} calls a month, where there are ${now.toLocaleString("en-US")} now: then ${name} costs too much.`,
    ];
  });
}

function lowerBar(rungs: readonly RungReport[], bar: DecisionDocument["bar"]): readonly string[] {
  const rates = rungs.flatMap((rung) => {
    const overall =
      rung.kind === "measured" ? rung.requirements.find(({ asked }) => asked.kind === "pass-rate" && asked.tag === undefined) : undefined;
    return overall?.observed.kind === "rate" ? [{ name: rung.name, rate: overall.observed.rate.mean }] : [];
  });
  const best = rates.toSorted((a, b) => b.rate - a.rate)[0];
  const min = bar.find((asked) => asked.kind === "pass-rate" && asked.tag === undefined);
  if (best === undefined || min?.kind !== "pass-rate") return [];
  return [
    `A better candidate, or a lower bar set beforehand for new cases: the best rate of a rung was ${best.rate.toFixed(2)} (${best.name}), and ${min.min.toFixed(2)} is wanted.`,
  ];
}

function closedGate(rung: RungReport): readonly string[] {
  if (rung.kind !== "skipped" || rung.skip.why !== "gate") return [];
  const closed = rung.skip.gates?.filter(({ verdict }) => verdict === "closed").map(({ reason }) => firstSentence(reason));
  return [`The gates of ${rung.name}: ${closed?.join(" ") ?? rung.skip.reason}`];
}

/** Of a gate, whose figures stand where it is listed. */
function firstSentence(text: string): string {
  return text.split(/(?<=\.)\s/, 1)[0] ?? text;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
