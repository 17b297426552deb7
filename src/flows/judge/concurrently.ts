/**
 * Does the work for each item, at most so many at a time, and returns what came of them in the order of the items. After the first that throws,
 * nothing new is begun, those that are under way are waited for, and the error is thrown.
 */
export async function concurrently<T, R>(items: readonly T[], atOnce: number, work: (item: T, at: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    while (failure === undefined && next < items.length) {
      const at = next++;
      try {
        results[at] = await work(items[at] as T, at); // `at` is a place of the list
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failure !== undefined) throw failure.error;
  return results;
}
