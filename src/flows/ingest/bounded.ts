/** Maps in order, with at most `atOnce` calls running. Rejects with the first error, after which no further call starts. */
export async function mapBounded<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = Array.from<R>({ length: items.length });
  const entries = items.entries();
  let failed = false;
  const lane = async (): Promise<void> => {
    // The lanes share one iterator, so that each item is taken once.
    for (const [i, item] of entries) {
      if (failed) return;
      try {
        results[i] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(atOnce, items.length)) }, lane));
  return results;
}
