import { distance } from 'fastest-levenshtein';
import { loneSurrogate } from '../text/lone-surrogate.ts';

const LONGEST_NAME = 40;
const MOST_MISTAKES = 2;

/**
 * The candidate whose name is closest to a misspelt name; undefined when no candidate is close, or several are equally close.
 * Only letters and digits are compared, and their case is ignored.
 *
 * @param mostMistakes letters that may be missing, superfluous or another
 */
export function closestName<Candidate>(
  name: string,
  candidates: readonly Candidate[],
  nameOf: (candidate: Candidate) => string,
  mostMistakes = MOST_MISTAKES,
): Candidate | undefined {
  if (name.length > LONGEST_NAME || loneSurrogate(name) !== undefined) return undefined;
  for (let mistakes = 0; mistakes <= mostMistakes; mistakes++) {
    const near = candidates.filter((one) => distance(bare(name), bare(nameOf(one))) <= mistakes);
    if (near.length > 0) return near.length === 1 ? near[0] : undefined;
  }
  return undefined;
}

const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
