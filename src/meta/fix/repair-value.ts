import { META_FIELDS, type MetaFieldName } from '../model/meta-fields.ts';
import type { MetaFixCode } from './meta-fix-code.ts';

/** How the value of some fields is repaired: JSON in, JSON out, undefined where it is right already or means nothing plain. */
interface ValueRepair {
  readonly fixes: MetaFixCode;
  readonly fields: readonly MetaFieldName[];
  readonly repair: (value: string) => string | undefined;
}

const named = (type: string): readonly MetaFieldName[] =>
  META_FIELDS.filter((field) => field.type === type).map(({ wire }) => wire);

/** Numbers that can be written in one way only. */
const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const NUMBER = /^(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

const VALUE_REPAIRS: readonly ValueRepair[] = [
  {
    fixes: 'META_FIXED_OPERATION',
    fields: ['OperationType'],
    repair: ofText((text) => (/^(?:add|delete)$/i.test(text) ? `"${text.toUpperCase()}"` : undefined)),
  },
  {
    fixes: 'META_FIXED_INTEGER',
    fields: named('integer'),
    repair: ofText((text) => (INTEGER.test(text) && Number.isSafeInteger(Number(text)) ? text : undefined)),
  },
  {
    fixes: 'META_FIXED_TEXT',
    // No number is the name of an image, which has an extension.
    fields: named('string').filter((name) => name !== 'OperationType' && name !== 'PicName'),
    repair: (value) => (NUMBER.test(value) ? quoted(value) : undefined),
  },
  {
    fixes: 'META_FIXED_BOOLEAN',
    fields: named('boolean'),
    repair: ofText((text) => (/^(?:true|false)$/i.test(text) ? text.toLowerCase() : undefined)),
  },
  { fixes: 'META_FIXED_REGION', fields: named('region'), repair: regionText },
  { fixes: 'META_FIXED_PIC_NAME', fields: ['PicName'], repair: ofText(picName) },
];

const BY_PLACE = META_FIELDS.map(({ wire }) => VALUE_REPAIRS.filter(({ fields }) => fields.includes(wire)));

/**
 * The value that a field was meant to have, and which repair gives it; undefined where there is none to make.
 *
 * @param place of the field among META_FIELDS
 */
export function repairValue(
  place: number,
  value: string,
): { readonly fixes: MetaFixCode; readonly value: string } | undefined {
  for (const { fixes, repair } of BY_PLACE[place] ?? []) {
    const meant = repair(value);
    if (meant !== undefined && meant !== value) return { fixes, value: meant };
  }
  return undefined;
}

/** The text that a string of JSON holds; undefined when the value is of another type. */
export function textOf(value: string): string | undefined {
  if (!value.startsWith('"')) return undefined;
  return value.includes('\\') ? (JSON.parse(value) as string) : value.slice(1, -1);
}

function ofText(repair: (text: string) => string | undefined) {
  return (value: string): string | undefined => {
    const text = textOf(value);
    return text === undefined ? undefined : repair(text);
  };
}

const quoted = (text: string): string => JSON.stringify(text);

const SIDE = /"([xy][12])":(\d{1,9})/g;

function regionText(value: string): string | undefined {
  const list = /^[["] *(\d{1,9}) *, *(\d{1,9}) *, *(\d{1,9}) *, *(\d{1,9}) *[\]"]$/.exec(value);
  if (list !== null) return quoted(list.slice(1).join());
  const sides = new Map([...value.matchAll(SIDE)].map(([, side = '', number = '']) => [side, number]));
  const written = `{${[...sides].map(([side, number]) => `"${side}":${number}`).join()}}`;
  if (sides.size !== 4 || written !== value) return undefined; // something else stands there too
  return quoted(['x1', 'x2', 'y1', 'y2'].map((side) => sides.get(side)).join());
}

/** `C:\…`, `\\server\…`, `https://…`, `//server.example/…`: no file below the folder. */
const ELSEWHERE = /^(?:[a-z]:|\\\\|[a-z][a-z0-9+.-]*:\/\/|\/\/[^/.]*\.[^/]*\/)/i;

function picName(name: string): string | undefined {
  if (!/^\.?\/|\\/.test(name) || ELSEWHERE.test(name)) return undefined;
  return quoted(name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, ''));
}
