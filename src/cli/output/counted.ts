/** A number with its noun: `1 image`, `2 images`, `2 entries`. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
