import { show } from '../../shared/checks.ts';
import { isOf2018, nameToday } from '../rules/dialect-2018.ts';
import type { Field } from './line-object.ts';
import { canHold, isOptional, meantBy } from './meant-field.ts';
import type { MetaFixCode } from './meta-fix-code.ts';
import { isPicList } from './pic-list.ts';
import { repairValue, textOf } from './repair-value.ts';
import type { Place } from './source-place.ts';

/** Something that was repaired in an object; `field` is null where it is no single field. */
export interface Repair {
  readonly fixes: MetaFixCode;
  readonly field: string | null;
  readonly place: Place;
  readonly message: string;
}

export type OnRepair = (repair: Repair) => void;

/**
 * The fields that were meant. Nothing is guessed: a key or a value that may mean more than one thing stays, for the rules
 * to refuse.
 */
export function repairFields(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  const steps = [mergeRepeated, renameOld, mergeRepeated, renameMisspelt, dropNulls, repairValues];
  return steps.reduce((repaired, step) => step(repaired, onRepair), fields);
}

function mergeRepeated(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  const byName = new Map<string, Field[]>();
  for (const field of fields) {
    const same = byName.get(field.name);
    if (same === undefined) byName.set(field.name, [field]);
    else same.push(field);
  }
  if (byName.size === fields.length) return fields;
  const repeats = new Set<Field>();
  for (const [name, [first, second, ...more]] of byName) {
    if (first === undefined || second === undefined) continue;
    if (![second, ...more].every(({ value }) => isSame(value, first.value))) continue;
    for (const repeat of [second, ...more]) repeats.add(repeat);
    const message = `${show(name)} stands twice with the same value: written once`;
    onRepair({ fixes: 'META_FIXED_DUPLICATE_KEY', field: name, place: second.place, message });
  }
  return fields.filter((field) => !repeats.has(field));
}

/** Numbers are the same if their digits are: a double would round them. */
const isSame = (one: string, other: string) =>
  one === other || (textOf(one) !== undefined && textOf(one) === textOf(other));

function renameOld(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  const old = fields.filter(({ name }) => nameToday(name) !== name);
  const [first] = old;
  if (first === undefined || !isOf2018(Object.fromEntries(fields.map(({ name }) => [name, true]))))
    return fields;
  const renamed = old.map(({ name }) => `${name} as ${nameToday(name)}`).join(', ');
  const message = `The names of 2018 are written as those of today: ${renamed}`;
  onRepair({ fixes: 'META_FIXED_OLD_DIALECT', field: null, place: first.place, message });
  return fields.map((field) => ({ ...field, name: nameToday(field.name) }));
}

function renameMisspelt(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  const meanings = fields.map(meantBy);
  const counts = countEach(meanings);
  return fields.map((field, n) => {
    const meant = meanings[n] ?? field.name;
    if (meant === field.name || counts.get(meant) !== 1) return field;
    const renamed = { ...field, name: meant };
    const isFit =
      canHold(meant, field.value) || isPicList(renamed) || (field.value === 'null' && isOptional(renamed));
    if (!isFit) return field;
    const message = `${show(field.name)} is written as ${show(meant)}`;
    onRepair({ fixes: 'META_FIXED_KEY', field: meant, place: field.place, message });
    return renamed;
  });
}

/** Only of optional fields: a DELETE whose PicName is null would delete every image of the product without it. */
function dropNulls(fields: readonly Field[], onRepair: OnRepair): readonly Field[] {
  const isNull = (field: Field) => field.value === 'null' && isOptional(field);
  if (!fields.some(isNull)) return fields;
  const counts = countEach(fields.map(meantBy)); // what another key may stand for as well is no plain null
  return fields.filter((field) => {
    const { name, place } = field;
    if (!isNull(field) || counts.get(name) !== 1) return true;
    onRepair({ fixes: 'META_FIXED_NULL', field: name, place, message: `${name} is null: left out` });
    return false;
  });
}

function countEach(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const repairValues = (fields: readonly Field[], onRepair: OnRepair): readonly Field[] =>
  fields.map((field) => repairOne(field, onRepair));

export function repairOne(field: Field, onRepair: OnRepair): Field {
  const { name, place } = field;
  const repaired = repairValue(name, field.value);
  if (repaired === undefined) return field;
  const { fixes, value } = repaired;
  onRepair({ fixes, field: name, place, message: `${name} ${cut(field.value)} is written as ${cut(value)}` });
  return { ...field, value };
}

/** JSON, as short as a message shows it. */
const cut = (value: string) => (value.length > 80 ? `${value.slice(0, 79)}…` : value);
