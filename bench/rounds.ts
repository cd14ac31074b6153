import { median, rounded } from './figure.ts';

interface Run {
  readonly seconds: number;
  readonly peakMb?: number;
  /** Of the processor, all threads together. */
  readonly cpuSeconds?: number;
}

/** The median over all rounds of what a work took. */
export type Middle<Name extends string> = (name: Name, of: keyof Run) => number;

/** Runs every work once a round, so that whatever slows the machine slows them all; every other round backwards. */
export async function interleaved<Name extends string>(
  rounds: number,
  works: Readonly<Record<Name, () => Promise<Run>>>,
): Promise<Middle<Name>> {
  const names = Object.keys(works) as Name[];
  const runs = new Map<Name, Run[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      runs.get(name)?.push(await works[name]());
  }
  return (name, of) => rounded(median((runs.get(name) ?? []).map((run) => run[of] ?? Number.NaN)));
}
