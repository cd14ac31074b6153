/**
 * Throws unless the parts add up to the number supplied: a difference is a defect of this package, never of the data.
 * Every stage ends with this check, so that no loss goes unnoticed.
 */
export function assertConserved(
  stage: string,
  supplied: number,
  parts: Readonly<Record<string, number>>,
): void {
  const sum = Object.values(parts).reduce((total, part) => total + part, 0);
  if (sum !== supplied) {
    const shown = Object.entries(parts).map(([name, count]) => `${count} ${name}`);
    throw new Error(
      `Defect in ${stage}: ${supplied} supplied, but ${shown.join(' + ')} = ${sum}. Please report this`,
    );
  }
}
