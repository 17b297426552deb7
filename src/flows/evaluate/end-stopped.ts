import { FirstfitError } from "../../core/errors.ts";

/** Writes down that a run was stopped by an error. That error is the one to tell: where a full disk takes no end either, the attempt reads as killed, and goes on as well. */
export function endStopped(end: () => void): void {
  try {
    end();
  } catch (error) {
    if (!(error instanceof FirstfitError)) throw error;
  }
}
