import { distance } from 'fastest-levenshtein';
import { loneSurrogate } from '../../shared/lone-surrogate.ts';
import { META_FIELDS } from '../model/meta-fields.ts';

const LONGEST_NAME = 40;

/** The field that a name stands for most likely, as `naming` calls it; undefined when none or more than one does. */
export function didYouMean(name: string, naming: 'wire' | 'key'): string | undefined {
  if (name.length > LONGEST_NAME || loneSurrogate(name) !== undefined) return undefined;
  const old = META_FIELDS.find((field) => 'in2018' in field && field.in2018 === name);
  if (old !== undefined) return old[naming];
  const near = (most: number) =>
    META_FIELDS.filter((field) => distance(plain(name), plain(field[naming])) <= most);
  const [meant, ...others] = [near(0), near(1), near(2)].find((found) => found.length > 0) ?? [];
  return others.length === 0 ? meant?.[naming] : undefined;
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
