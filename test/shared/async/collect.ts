/** Everything a source yields. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** The parts of a string or of bytes between cuts. */
export function cutAt<T extends { readonly length: number; slice(from: number, to?: number): T }>(
  whole: T,
  cuts: readonly number[],
): T[] {
  const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return places.slice(1).map((to, at) => whole.slice(places[at] ?? 0, to));
}

/** Settles as `work` does, or says that it hangs: for what must reject at once. */
export const atOnce = <T>(work: Promise<T>, ms = 500): Promise<T | 'hangs'> =>
  Promise.race([work, new Promise<'hangs'>((resolve) => setTimeout(resolve, ms, 'hangs').unref())]);

export const never = (): Promise<never> => new Promise(() => {});
