import { distance } from 'fastest-levenshtein';
import { META_FIELDS } from '../model/meta-fields.ts';
import { parseRegion } from '../model/region.ts';
import { nameToday } from '../rules/dialect-2018.ts';
import { didYouMean } from '../rules/did-you-mean.ts';
import { repairValue, textOf } from './repair-value.ts';
import { type Field, isKnown, placeOf } from './source-object.ts';

const NEEDED = ['OperationType', 'ProductId', 'PicName'];

export const isOptional = (field: Field): boolean => isKnown(field) && !NEEDED.includes(field.name);

/** The field that a key stands for, if only as a slip of the pen; else the key itself. */
export function meantBy(field: Field): string {
  const { name } = field;
  if (isKnown(field)) return name;
  const alike = BY_PLAIN_NAME.get(name) ?? (ORDINARY.test(name) ? BY_PLAIN_NAME.get(plain(name)) : undefined);
  if (alike !== undefined) return alike;
  const meant = didYouMean(name, 'json');
  return meant !== undefined && isSlip(name, meant) ? meant : name;
}

/**
 * `didYouMean` is advice for people and may be bold; a repair is not. Short names are alike by chance ("Top", "Crop"), two
 * letters less are another word ("Product"), and a digit more is another field ("PicName2").
 */
function isSlip(name: string, meant: string): boolean {
  if (nameToday(name) === meant) return true;
  const [written, right] = [plain(name), plain(meant)];
  if (written === right) return true;
  return (
    right.length > 4 &&
    Math.abs(written.length - right.length) < 2 &&
    distance(written, right) <= (right.length < 7 ? 1 : 2) &&
    written.replace(/\D/g, '') === right.replace(/\D/g, '')
  );
}

/** `didYouMean` finds the same, but compares every name. */
const ORDINARY = /^[a-z0-9 _-]{1,40}$/i;
const BY_PLAIN_NAME = new Map<string, string>(META_FIELDS.map(({ wire }) => [plain(wire), wire]));

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const IS_OF_TYPE = {
  string: (value) => textOf(value) !== undefined,
  integer: (value) => Number.isSafeInteger(Number(value)) && !value.startsWith('"'),
  boolean: (value) => value === 'true' || value === 'false',
  region: (value) => parseRegion(textOf(value) ?? '') !== undefined,
} satisfies Record<(typeof META_FIELDS)[number]['type'], (value: string) => boolean>;

/** Whether a field could have a value, once it is repaired. */
export function canHold(name: string, value: string): boolean {
  const place = placeOf(name);
  const type = META_FIELDS[place]?.type;
  return type !== undefined && IS_OF_TYPE[type](repairValue(place, value)?.value ?? value);
}
