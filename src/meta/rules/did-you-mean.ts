import { closestName } from '../../shared/options/closest-name.ts';
import { META_FIELDS } from '../model/meta-fields.ts';

const NAME_IN = { json: 'wire', record: 'key' } as const;

/** The field that a misspelt or former name stands for most likely, by its name in the file or in a record. */
export function didYouMean(name: string, naming: keyof typeof NAME_IN): string | undefined {
  const former = META_FIELDS.find((field) => 'in2018' in field && field.in2018 === name);
  return (former ?? closestName(name, META_FIELDS, (field) => field[NAME_IN[naming]]))?.[NAME_IN[naming]];
}
