import { show } from '../../shared/options/checks.ts';
import { isOf2018, nameToday } from '../rules/dialect-2018.ts';
import { canHold, isOptional, meantBy } from './meant-field.ts';
import type { MetaFixCode } from './meta-fix-code.ts';
import { repairValue, textOf } from './repair-value.ts';
import { type Field, fieldOf, inOrder, isKnown } from './source-object.ts';

/** Something that was repaired in an object; `field` is null where it is no single field. */
export interface Repair {
  readonly fixes: MetaFixCode;
  readonly field: string | null;
  /** In the object's text. */
  readonly at: number;
  readonly message: string;
}

type OnRepair = (repair: Repair) => void;

/**
 * The fields that were meant. Nothing is guessed: a key or a value that may mean more than one thing stays, for the rules
 * to refuse.
 */
export function repairFields(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  const steps = inOrder(fields) ? VALUE_STEPS : ALL_STEPS;
  return steps.reduce((repaired, step) => step(repaired, onRepair), fields);
}

/** Fields of today that stand in our order have right keys, each once. */
const VALUE_STEPS = [dropNulls, repairValues];
const ALL_STEPS = [mergeRepeated, renameOld, renameMisspelt, ...VALUE_STEPS];

function mergeRepeated(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  const names = new Set<string>();
  for (const { name } of fields) names.add(name);
  if (names.size === fields.length) return fields;
  const byName = new Map<string, Field[]>();
  for (const field of fields) {
    const same = byName.get(field.name);
    if (same === undefined) byName.set(field.name, [field]);
    else same.push(field);
  }
  const repeats = new Set<Field>();
  for (const [name, [first, second, ...more]] of byName) {
    if (first === undefined || second === undefined) continue;
    if (![second, ...more].every(({ value }) => isSame(value, first.value))) continue;
    for (const repeat of [second, ...more]) repeats.add(repeat);
    const message = `${show(name)} stands twice with the same value: written once`;
    onRepair({ fixes: 'META_FIXED_DUPLICATE_KEY', field: name, at: second.at, message });
  }
  return fields.filter((field) => !repeats.has(field));
}

/** Numbers are the same if their digits are: a double would round them. */
const isSame = (one: string, other: string) =>
  one === other || (textOf(one) !== undefined && textOf(one) === textOf(other));

function renameOld(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  const old = fields.filter(({ name }) => nameToday(name) !== name);
  const [first] = old;
  if (first === undefined || !isOf2018((key) => fields.some(({ name }) => name === key))) return fields;
  const pairs = old.map(({ name }) => `${name} as ${nameToday(name)}`).join(', ');
  const message = `The names of 2018 are written as those of today: ${pairs}`;
  onRepair({ fixes: 'META_FIXED_OLD_DIALECT', field: null, at: first.at, message });
  const today = fields.map(({ name, rawName, value, at }) => fieldOf(nameToday(name), rawName, value, at));
  return mergeRepeated(today, onRepair);
}

function renameMisspelt(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  if (fields.every(isKnown)) return fields;
  const meanings = fields.map(meantBy);
  const counts = countEach(meanings);
  return fields.map((field, n) => {
    const meant = meanings[n] ?? field.name;
    if (meant === field.name || counts.get(meant) !== 1) return field;
    const right = fieldOf(meant, field.rawName, field.value, field.at);
    const isFit =
      canHold(meant, field.value) || isPicList(right) || (field.value === 'null' && isOptional(right));
    if (!isFit) return field;
    const message = `${show(field.name)} is written as "${meant}"`;
    onRepair({ fixes: 'META_FIXED_KEY', field: meant, at: field.at, message });
    return right;
  });
}

/** Only of optional fields: a DELETE whose PicName is null would delete every image of the product without it. */
function dropNulls(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  const isNull = (field: Field) => field.value === 'null' && isOptional(field);
  if (!fields.some(isNull)) return fields;
  const counts = countEach(fields.map(meantBy)); // what another key may stand for as well is no plain null
  return fields.filter((field) => {
    const { name, at } = field;
    if (!isNull(field) || counts.get(name) !== 1) return true;
    onRepair({ fixes: 'META_FIXED_NULL', field: name, at, message: `${name} is null: left out` });
    return false;
  });
}

function countEach(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function repairValues(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  return fields.map((field) => {
    const { name, at } = field;
    const repaired = repairValue(field.place, field.value);
    if (repaired === undefined) return field;
    const { fixes, value } = repaired;
    const message = `${name} ${cut(field.value)} is written as ${cut(value)}`;
    onRepair({ fixes, field: name, at, message });
    return fieldOf(name, field.rawName, value, at);
  });
}

/** JSON, as short as a message shows it. */
const cut = (value: string) => (value.length > 80 ? `${value.slice(0, 79)}…` : value);

/** Whether a field is the list that a line of 2018 names its pictures in, under the name of today. */
const isPicList = ({ name, rawName, value }: Field): boolean =>
  name === 'PicName' && rawName === 'pic_list' && value.startsWith('[');

/** The names in a `pic_list`; undefined when it holds something else, or is not what alone names the picture. */
export function picturesOf(fields: readonly Field[]): readonly string[] | undefined {
  const [list, ...others] = fields.filter(({ name }) => name === 'PicName');
  if (list === undefined || others.length > 0 || !isPicList(list)) return undefined;
  const names: unknown = JSON.parse(list.value); // sound, as every field is
  return Array.isArray(names) && names.length > 0 && names.every((one) => typeof one === 'string')
    ? names
    : undefined;
}

/** The same fields with the name of one picture. */
export const withPicture = (fields: readonly Field[], name: string, onRepair: OnRepair): readonly Field[] =>
  fields.map((field) =>
    isPicList(field)
      ? (repairValues(
          [fieldOf(field.name, field.rawName, JSON.stringify(name), field.at)],
          onRepair,
        )[0] as Field)
      : field,
  );
