import type { Cost } from "../../core/calls.ts";

/** Who holds a share: one call, which ends by itself, or work that may make calls and wait for whatever it likes. */
export type Holder = "call" | "work";

/** A cap in US dollars, and what is under way below it. */
export class Cap {
  readonly usdMax: number;
  /** Of the whole run: every other one is inside it. */
  readonly whole: Share;
  readonly #underWay = { call: 0, work: 0 };
  #waiting: (() => void)[] = [];

  constructor(usdMax: number) {
    this.usdMax = usdMax;
    this.whole = new Share(this);
  }

  /** Whether so much more would pass it, by more than an error of addition. */
  isPassed(usd = 0): boolean {
    return exceeds(this.whole.usd + usd, this.usdMax);
  }

  /** Whether so much would pass it even if all that is under way cost no more than is paid by now. */
  isPassedForGood(usd: number): boolean {
    return exceeds(this.whole.paidUsd + usd, this.usdMax);
  }

  isUnderWay(...holders: readonly Holder[]): boolean {
    return holders.some((holder) => this.#underWay[holder] > 0);
  }

  begun(holder: Holder): void {
    this.#underWay[holder] += 1;
  }

  ended(holder: Holder): void {
    this.#underWay[holder] -= 1;
    const woken = this.#waiting;
    this.#waiting = [];
    for (const wake of woken) wake();
  }

  /** Until something under way has ended, or the signal is given. */
  async change(signal: AbortSignal): Promise<void> {
    const heard = new AbortController();
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      signal.addEventListener("abort", () => resolve(), { once: true, signal: heard.signal });
    });
    heard.abort();
  }
}

/** A share of a cap. Those inside it draw on what it holds, and take more of the cap only beyond that. */
export class Share {
  readonly cap: Cap;
  readonly #within: { readonly parent: Share; readonly holder: Holder } | undefined;
  #isOpen = true;
  /** Counts at least, until more is known. */
  #floorUsd: number;
  /** Spent beside what the shares inside come to. */
  #ownUsd = 0;
  #insideUsd = 0;
  #insidePaidUsd = 0;
  #dearestUsd: number;

  constructor(cap: Cap, floorUsd = 0, within?: { readonly parent: Share; readonly holder: Holder }) {
    this.cap = cap;
    this.#floorUsd = floorUsd;
    this.#dearestUsd = floorUsd;
    this.#within = within;
  }

  /** What it takes of the cap. */
  get usd(): number {
    return Math.max(this.#floorUsd, this.#ownUsd + this.#insideUsd);
  }

  /** What of that cannot come down any more. */
  get paidUsd(): number {
    return this.#isOpen ? this.#ownUsd + this.#insidePaidUsd : Math.max(this.#floorUsd, this.#ownUsd + this.#insidePaidUsd);
  }

  /** The most that it has taken so far. */
  get dearestUsd(): number {
    return this.#dearestUsd;
  }

  /** Whether one of so many dollars inside it fits under the cap. */
  fits(usd: number): boolean {
    return !this.cap.isPassed(this.#growthUsd(usd));
  }

  /** Whether one that does not fit is worth waiting for. Work waits for calls and never for other work, which may be waiting for it. */
  mayFit(usd: number): boolean {
    const isUnderWay = this.#within === undefined ? this.cap.isUnderWay("call", "work") : this.cap.isUnderWay("call");
    return isUnderWay && !this.cap.isPassedForGood(usd);
  }

  take(usd: number, holder: Holder): Share {
    const inside = new Share(this.cap, usd, { parent: this, holder });
    this.#grow(usd, 0);
    this.cap.begun(holder);
    return inside;
  }

  /** A try of a call that may have been billed: what it could have cost counts, and the next one comes on top. */
  lose(usd: number): void {
    this.#change(() => {
      this.#floorUsd += usd;
      this.#ownUsd += usd;
    });
  }

  /** What is not known counts as what was held, or as what is known of it where that is more; undefined: nothing was spent. */
  settle(cost: Cost | undefined): void {
    if (!this.#isOpen || this.#within === undefined) return;
    this.#change(() => {
      this.#isOpen = false;
      if (cost?.kind !== "unknown") this.#floorUsd = 0;
      this.#ownUsd += cost?.kind === "known" ? cost.usd : (cost?.usdAtLeast ?? 0);
    });
    this.cap.ended(this.#within.holder);
  }

  #growthUsd(insideUsd: number): number {
    const growthUsd = Math.max(this.#floorUsd, this.#ownUsd + this.#insideUsd + insideUsd) - this.usd;
    return this.#within === undefined ? growthUsd : this.#within.parent.#growthUsd(growthUsd);
  }

  #grow(insideUsd: number, insidePaidUsd: number): void {
    this.#change(() => {
      this.#insideUsd += insideUsd;
      this.#insidePaidUsd += insidePaidUsd;
    });
  }

  #change(change: () => void): void {
    const [usd, paidUsd] = [this.usd, this.paidUsd];
    change();
    this.#dearestUsd = Math.max(this.#dearestUsd, this.usd);
    if (this.#within !== undefined) this.#within.parent.#grow(this.usd - usd, this.paidUsd - paidUsd);
  }
}

function exceeds(usd: number, usdMax: number): boolean {
  return usd > usdMax + 1e-12;
}
