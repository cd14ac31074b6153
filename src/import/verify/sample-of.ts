/** So many of the items, each with the same chance, in their order: however many there are, no more are held. */
export async function sampleOf<T>(
  items: AsyncIterable<T>,
  size: number,
  random: () => number,
): Promise<readonly T[]> {
  const chosen: { readonly n: number; readonly item: T }[] = [];
  let n = 0;
  for await (const item of items) {
    if (chosen.length < size) chosen.push({ n, item });
    else {
      const place = Math.floor(random() * (n + 1));
      if (place < size) chosen[place] = { n, item };
    }
    n += 1;
  }
  return chosen.toSorted((one, other) => one.n - other.n).map(({ item }) => item);
}
