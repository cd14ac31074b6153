import { distance } from 'fastest-levenshtein';
import { loneSurrogate } from './lone-surrogate.ts';

const LONGEST_NAME = 40;
const MOST_MISTAKES = 2;

/**
 * The candidate that a misspelt name most likely means; undefined when no candidate is near, or several are equally near.
 * Case, and characters other than letters and digits, are ignored.
 */
export function closestName<Candidate>(
  name: string,
  candidates: readonly Candidate[],
  nameOf: (candidate: Candidate) => string,
): Candidate | undefined {
  if (name.length > LONGEST_NAME || loneSurrogate(name) !== undefined) return undefined;
  for (let mistakes = 0; mistakes <= MOST_MISTAKES; mistakes++) {
    const near = candidates.filter((one) => distance(bare(name), bare(nameOf(one))) <= mistakes);
    if (near.length > 0) return near.length === 1 ? near[0] : undefined;
  }
  return undefined;
}

const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
