import { FirstfitError } from "../core/errors.ts";
import type { KeptProgress, Lab, LabChecked, LabId, LabList, LabProgressStore, LabShown, LabState } from "../core/lab.ts";
import { runChecks } from "./lab/check.ts";
import { LABS } from "./lab/labs.ts";
import { LAB_IDS, labId, recordOf } from "./lab/progress.ts";
import type { LabRoom } from "./lab/room.ts";

/** The lab of a number as people write it: "3", "03". Throws NOT_FOUND. */
export function labNumbered(asked: string): Lab {
  const id = labId(asked);
  const lab = LABS.find((each) => each.id === id);
  if (lab === undefined) throw new FirstfitError("NOT_FOUND", `There is no lab ${asked}.`, "They are numbered 01 to 12: firstfit lab list");
  return lab;
}

/** The twelve labs with what is done. */
export function labList({ progress, notes }: KeptProgress): LabList {
  const labs = LABS.map(({ id, title, does }) => {
    const record = progress[id];
    return {
      id,
      title,
      does,
      state: record?.state ?? ("new" as const),
      ...(record?.checkedAt === undefined ? {} : { checkedAt: record.checkedAt }),
    };
  });
  const open = labs.find(({ state }) => !isDone(state));
  return {
    kind: "labs",
    labs,
    done: labs.filter(({ state }) => isDone(state)).length,
    notes,
    next: open === undefined ? "firstfit advise --review conversations.md" : `firstfit lab ${open.id}`,
  };
}

export interface ShownLab {
  readonly store: LabProgressStore;
  /** Absent: nothing was to be written. */
  readonly written?: LabShown["written"];
}

/** One lab as it is walked through; it has begun from then on. */
export async function showLab(lab: Lab, { store, written }: ShownLab): Promise<LabShown> {
  const { progress, notes } = await store.read();
  const kept = progress[lab.id];
  const begun =
    kept === undefined ? await store.change((before) => ({ ...before, [lab.id]: before[lab.id] ?? { state: "begun" } })) : undefined;
  return {
    kind: "lab",
    ...lab,
    state: kept?.state ?? "new",
    ...(kept === undefined ? {} : { record: kept }),
    ...(written === undefined ? {} : { written }),
    notes: [...notes, ...(begun?.notes ?? [])],
    next: `firstfit lab check ${lab.id}`,
  };
}

export interface CheckedLab {
  readonly store: LabProgressStore;
  readonly room: LabRoom;
  /** Where somebody said that their files are, by role; kept for the next time. */
  readonly files: Readonly<Record<string, string>>;
  readonly nowMs: number;
}

/** Runs the checks of a lab against the user's own files, and keeps what they come to. Throws what concerns all of them, and then nothing is kept. */
export async function checkLab(lab: Lab, { store, room, files, nowMs }: CheckedLab): Promise<LabChecked> {
  const checks = await runChecks(lab, room);
  const record = recordOf(checks, { checkedAt: new Date(nowMs).toISOString(), files });
  const { progress, notes } = await store.change((before) => ({ ...before, [lab.id]: record }));
  return {
    kind: "lab check",
    lab: lab.id,
    title: lab.title,
    checks,
    state: record.state,
    notes,
    next: isDone(record.state) ? nextAfter(lab.id, progress) : `firstfit lab ${lab.id}`,
  };
}

function nextAfter(id: LabId, progress: KeptProgress["progress"]): string {
  const after = [...LAB_IDS.slice(LAB_IDS.indexOf(id) + 1), ...LAB_IDS.slice(0, LAB_IDS.indexOf(id))];
  const open = after.find((each) => !isDone(progress[each]?.state ?? "new"));
  return open === undefined
    ? "All twelve are done. Read your conversations once more: firstfit advise --review conversations.md"
    : `firstfit lab ${open}`;
}

function isDone(state: LabState): boolean {
  return state === "done" || state === "done as far as it can be checked";
}
