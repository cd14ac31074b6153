import { closestName } from '../../shared/options/closest-name.ts';
import { COLUMN_NAMES, type ColumnName, columnOf, plainName } from '../model/columns.ts';

/** Shorter names are near to too many others: `title` is two letters away from `file`. */
const SHORTEST = 5;

const RESEMBLING: ReadonlyMap<string, ColumnName> = new Map(
  COLUMN_NAMES.flatMap((column) =>
    (columnOf(column).resembles ?? []).map((name) => [plainName(name), column] as const),
  ),
);

const CANDIDATES = COLUMN_NAMES.flatMap((column) =>
  [column, ...(columnOf(column).alsoNamed ?? [])]
    .filter((name) => name.length >= SHORTEST)
    .map((name) => ({ name, column })),
);

/** The field that an unknown name may mean: it is misspelt, or often used for it. */
export function suggestedColumn(name: string): ColumnName | undefined {
  const plain = plainName(name);
  const resembling = RESEMBLING.get(plain);
  if (resembling !== undefined) return resembling;
  if (plain.length < SHORTEST || !/^[a-z0-9]+$/.test(plain)) return undefined;
  return nearestColumn(plain, plain.length === SHORTEST ? 1 : 2);
}

/** Of two names that are as near, neither counts, unless they mean one field. */
function nearestColumn(plain: string, mostMistakes: number): ColumnName | undefined {
  for (let mistakes = 0; mistakes <= mostMistakes; mistakes++) {
    const isNear = (name: string) => closestName(plain, [name], (one) => one, mistakes) !== undefined;
    const near = new Set(CANDIDATES.filter(({ name }) => isNear(name)).map(({ column }) => column));
    if (near.size > 0) return near.size === 1 ? [...near][0] : undefined;
  }
  return undefined;
}
