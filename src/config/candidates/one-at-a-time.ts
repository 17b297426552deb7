/** Runs pieces of work one after the other, in the order in which they came. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const own = last.then(work);
    // the next one waits for the end of this, whatever it is
    last = own.catch(() => {});
    return own;
  };
}
