/** One measured figure; `against` was measured in the same run, and `ratio` is value / against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against: { readonly name: string; readonly value: number };
}

export function printFigure({ name, value, unit, against }: Figure): void {
  const ratio = Math.round((value / against.value) * 1000) / 1000;
  console.log(JSON.stringify({ name, value, unit, against, ratio }));
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export const rounded = (value: number): number => Math.round(value * 100) / 100;
