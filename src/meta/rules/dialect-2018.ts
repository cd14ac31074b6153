import { META_FIELDS } from '../model/meta-fields.ts';

const OLD_NAMES = new Map<string, string>(
  META_FIELDS.flatMap((field) => ('in2018' in field ? [[field.in2018, field.wire] as const] : [])),
);

/**
 * Whether an object is a line in the dialect of 2018: `{"operator":"ADD","item_id":"1000","pic_list":["a.jpg"]}`.
 *
 * @param has whether the object has a key
 */
export const isOf2018 = (has: (key: string) => boolean): boolean =>
  !has('OperationType') && (has('operator') || has('item_id'));

/** The name that a key of 2018 has today, or the key itself. */
export const nameToday = (key: string): string => OLD_NAMES.get(key) ?? key;

/** The two names of a field that a line names as in 2018 and as today: which one counts is anybody's guess. */
export const namedTwice = (raw: Readonly<Record<string, unknown>>): readonly [string, string] | undefined =>
  [...OLD_NAMES].find(([old, today]) => Object.hasOwn(raw, old) && Object.hasOwn(raw, today));

/**
 * A line of 2018 with today's names, once for each picture of its `pic_list`: documents put one name into the list, but it
 * is a list. What is no such list is handed on as it is, for the rules to refuse.
 */
export function from2018(raw: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
  const { pic_list: pictures, ...rest } = raw;
  const today = Object.fromEntries(Object.entries(rest).map(([key, value]) => [nameToday(key), value]));
  if (pictures === undefined) return [today];
  if (!Array.isArray(pictures) || pictures.length === 0) return [{ ...today, PicName: pictures }];
  return pictures.map((PicName: unknown) => ({ ...today, PicName }));
}
