import type { Field } from './line-object.ts';

/** Whether a field is the list that a line of 2018 names its pictures in, under the name of today. */
export const isPicList = ({ name, rawName, value }: Field): boolean =>
  name === 'PicName' && rawName === '"pic_list"' && value.startsWith('[');

/** The names in a `pic_list`; undefined when it holds something else, or is not what alone names the picture. */
export function picturesOf(fields: readonly Field[]): readonly string[] | undefined {
  const [list, ...others] = fields.filter(({ name }) => name === 'PicName');
  if (list === undefined || others.length > 0 || !isPicList(list)) return undefined;
  let names: unknown;
  try {
    names = JSON.parse(list.value);
  } catch {
    return undefined; // an escape that JSON does not have
  }
  return isTexts(names) ? names : undefined;
}

/** The same fields with the name of one picture. */
export const withPicture = (fields: readonly Field[], name: string): readonly Field[] =>
  fields.map((field) => (isPicList(field) ? { ...field, value: JSON.stringify(name) } : field));

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
