import { closestName } from '../../shared/closest-name.ts';
import { META_FIELDS } from '../model/meta-fields.ts';

/** The field that a misspelt or former name stands for most likely, as `naming` calls it. */
export function didYouMean(name: string, naming: 'wire' | 'key'): string | undefined {
  const former = META_FIELDS.find((field) => 'in2018' in field && field.in2018 === name);
  return (former ?? closestName(name, META_FIELDS, (field) => field[naming]))?.[naming];
}
