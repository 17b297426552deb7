import type { DecisionDocument, RungReport } from "../../../core/decision.ts";
import type { LabCheckKind } from "../../../core/lab.ts";
import { counted, failed, listed, passed } from "../room.ts";
import type { Finding, LabRoom } from "../room.ts";

type Spec = Extract<LabCheckKind, { readonly kind: "decision" }>;

/** The newest decision that is kept: something was measured, and each other rung has its sentence. Undecided is an honest outcome. */
export async function decisionKept(_: Spec, room: LabRoom): Promise<Finding> {
  const decision = (await room.decisions()).at(-1);
  if (decision === undefined)
    return failed(
      "the decisions that are kept",
      "No decision is kept.",
      "Write what good enough means into task.bar of firstfit.config.ts, and run: firstfit decide",
    );
  const looked = `decision ${decision.id} (${decision.dataset.name}, ${decision.startedAt.slice(0, 10)})`;
  const measured = decision.rungs.filter(({ kind }) => kind === "measured");
  if (measured.length === 0) return failed(looked, `None of its ${counted(decision.rungs.length, "rung")} was measured.`, decision.rerun);
  const silent = decision.rungs.filter((rung) => sentenceOf(rung) === "").map(({ name }) => name);
  if (silent.length > 0)
    return failed(looked, `${listed(silent)} ${silent.length === 1 ? "was" : "were"} not run, and nothing says why.`, decision.rerun);
  const others = decision.rungs.length - measured.length;
  return passed(
    looked,
    `${outcomeOf(decision)} ${counted(measured.length, "rung")} measured, ${others} ${others === 1 ? "other" : "others"} with the reason why not.`,
  );
}

/** Why a rung was not run; a measured one has its figures. */
function sentenceOf(rung: RungReport): string {
  if (rung.kind === "measured") return rung.verdict;
  return (rung.kind === "skipped" ? rung.skip.reason : rung.reason).trim();
}

function outcomeOf({ outcome }: DecisionDocument): string {
  if (outcome.kind === "adopted") return `Adopted: ${outcome.rung}.`;
  return outcome.kind === "undecided" ? "Undecided, which is an honest outcome." : "No rung that was measured meets the bar.";
}
