import { META_FIELDS } from '../../../src/meta/model/meta-fields.ts';
import fc from '../../support/properties.ts';
import { type JsonField, lineOf } from './meant-records.ts';

/** A way to write a field that means the same; undefined where it does not apply. */
type FieldDamage = (field: JsonField) => JsonField | undefined;

const value =
  (names: RegExp, change: (value: string) => string | undefined): FieldDamage =>
  ([name, json]) => {
    const changed = names.test(name) ? change(json) : undefined;
    return changed === undefined ? undefined : [name, changed];
  };
const key =
  (change: (name: string) => string): FieldDamage =>
  ([name, json]) => [change(name), json];
const NUMBER = /^"(0|-?[1-9]\d*)"$/;
const sides = (json: string) => json.slice(1, -1).split(',');

export const FIELD_DAMAGES: Readonly<Record<string, FieldDamage>> = {
  'key in lower case': key((name) => name.toLowerCase()),
  'key in upper case': key((name) => name.toUpperCase()),
  'key with underscores': key((name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_')),
  'key of code': key((name) => name.charAt(0).toLowerCase() + name.slice(1)),
  'integer in quotes': value(/^(IntAttr|CategoryId)/, (json) => `"${json}"`),
  'number for text': value(/^(ProductId|StrAttr)/, (json) => NUMBER.exec(json)?.[1]),
  'boolean in quotes': value(/^Crop$/, (json) => `"${json}"`),
  'boolean of Python': value(/^Crop$/, (json) => (json === 'true' ? '"True"' : '"False"')),
  'Region as list': value(/^Region$/, (json) => `[${sides(json).join(' , ')}]`),
  'Region as object': value(/^Region$/, (json) => {
    const [x1, x2, y1, y2] = sides(json);
    return `{ "y1": ${y1}, "x1": ${x1}, "y2": ${y2}, "x2": ${x2} }`;
  }),
  'Region with spaces': value(/^Region$/, (json) => json.replaceAll(',', ', ')),
  'operation in lower case': value(/^OperationType$/, (json) => json.toLowerCase()),
  'slash before PicName': value(/^PicName$/, (json) => `"/${json.slice(1)}`),
  'backslashes in PicName': value(/^PicName$/, (json) => `".\\\\${json.slice(1).replaceAll('/', '\\\\')}`),
};

/** A way to write the object of a line that means the same; undefined where it does not apply. */
type ObjectDamage = (fields: readonly JsonField[]) => string | undefined;

export const OBJECT_DAMAGES: Readonly<Record<string, ObjectDamage>> = {
  'no damage': lineOf,
  'another order': (fields) => lineOf(fields.toReversed()),
  'space inside': (fields) => lineOf(fields).replace('{', '{ ').replace(/}$/, '\t}'),
  'a key twice': (fields) => lineOf([...fields, ...fields.slice(0, 1)]),
  'a trailing comma': (fields) => lineOf(fields).replace(/}$/, ',}'),
  'null beside': (fields) => lineOf([...fields, ['IntAttr3', 'null']]),
  'several lines': (fields) =>
    `{\n${fields.map(([name, json]) => `  ${JSON.stringify(name)}:\n    ${json}`).join(',\n')}\n}`,
  'the dialect of 2018': (fields) => {
    const old = fields.map(([name, json]) => [oldName(name), json] as const);
    if (old.some(([name]) => name === undefined)) return undefined;
    return lineOf(old.map(([name = '', json]) => [name, name === 'pic_list' ? `[${json}]` : json]));
  },
};

const oldName = (name: string): string | undefined => {
  const field = META_FIELDS.find(({ wire }) => wire === name);
  return field !== undefined && 'in2018' in field ? field.in2018 : undefined;
};

/** A way to put objects into a file. */
export const FILE_DAMAGES: Readonly<Record<string, (objects: readonly string[]) => string>> = {
  lines: (objects) => objects.map((object) => `${object}\n`).join(''),
  'no last line feed': (objects) => objects.join('\n'),
  CRLF: (objects) => objects.map((object) => `${object.replaceAll('\n', '\r\n')}\r\n`).join(''),
  'blank lines': (objects) => objects.map((object) => `\n  \r\n${object}\n`).join(''),
  'byte order mark': (objects) => `\uFEFF${objects.map((object) => `${object}\n`).join('')}`,
  'one line': (objects) => `${objects.join(' ')}\n`,
  array: (objects) => `[\n${objects.join(',\n')}\n]\n`,
  'array in one line': (objects) => `[${objects.join(', ')}]`,
  'array whose objects share lines': (objects) => `[${objects.join('\n, ')},]\n`,
};

/** How fields may be written as an object: each damaged or not, and the object too. */
export const anyDamage = (fields: readonly JsonField[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(fc.option(fc.constantFrom(...Object.values(FIELD_DAMAGES)), { freq: 1 }), {
        minLength: fields.length,
        maxLength: fields.length,
      }),
      fc.constantFrom(...Object.values(OBJECT_DAMAGES)),
    )
    .map(([damages, write]) => {
      const damaged = fields.map((field, n) => damages[n]?.(field) ?? field);
      return write(damaged) ?? lineOf(damaged);
    });
