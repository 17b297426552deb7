/** Thrown in place of a call in a dry run. Not a failure: whoever asked puts something empty in the answer's place. */
export class PlannedCall extends Error {
  constructor(model: string) {
    super(`${model} was not called, because this is a dry run.`);
    this.name = "PlannedCall";
  }
}
