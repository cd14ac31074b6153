import {
  adviceFor,
  CATALOGUE_RULES,
  FAILURE_REASONS,
  IMAGE_RULES,
  IMPORT_RULES,
  MIGRATION_RULES,
  READINESS_RULES,
  REPAIR_ISSUES,
} from '../../index.ts';
import { META_FIXES, META_ISSUES } from '../../meta/index.ts';
import { ERROR_CODES } from './error-codes.ts';
import type { Explanation } from './explanation.ts';
import { metaExplanation } from './meta-explanation.ts';

interface Row {
  readonly means?: string;
  readonly severity?: string;
  readonly source?: string;
  readonly remedy?: string | undefined;
  readonly bad?: string;
  readonly good?: string;
}

const fixRow = ({ does, because, before, after }: (typeof META_FIXES)[keyof typeof META_FIXES]): Row => ({
  means: `lint --fix has repaired a line: ${does}, since ${because}`,
  bad: before,
  good: after,
});

const readinessRow = ({
  level,
  means,
  remedy,
}: (typeof READINESS_RULES)[keyof typeof READINESS_RULES]): Row => ({
  ...{ severity: level, means, remedy },
});

/** Every table of codes whose rows say what they mean. The first that has a code explains it. */
const TABLES: readonly Readonly<Record<string, Row>>[] = [
  IMAGE_RULES,
  CATALOGUE_RULES,
  IMPORT_RULES,
  rowsOf(REPAIR_ISSUES, (means) => ({ means: `the image is not repaired: ${means}` })),
  MIGRATION_RULES,
  rowsOf(META_FIXES, fixRow),
  rowsOf(READINESS_RULES, readinessRow),
  ERROR_CODES,
];

function rowsOf<Value>(
  table: Readonly<Record<string, Value>>,
  row: (value: Value) => Row,
): Readonly<Record<string, Row>> {
  return Object.fromEntries(Object.entries(table).map(([code, value]) => [code, row(value)]));
}

/** Every code that can be explained, those of the service's failures included. */
export const explainedCodes = (): readonly string[] => [
  ...new Set([
    ...Object.keys(META_ISSUES),
    ...TABLES.flatMap((table) => Object.keys(table)),
    ...Object.keys(FAILURE_REASONS),
  ]),
];

/** What a code means, and what to do; undefined for a code that nobody knows. */
export async function explainCode(code: string): Promise<Explanation | undefined> {
  const ofMeta = await metaExplanation(code);
  if (ofMeta !== undefined) return ofMeta;
  const { advice } = adviceFor(code);
  const row = TABLES.find((table) => Object.hasOwn(table, code))?.[code];
  if (row !== undefined) return { remedy: advice, ...row, code, means: row.means ?? '' };
  const reason = Object.hasOwn(FAILURE_REASONS, code) ? FAILURE_REASONS[code] : undefined;
  if (advice === undefined && reason === undefined) return undefined;
  return {
    code,
    means: 'the service answers a call, or names an image of a batch task, with this code',
    remedy: reason?.advice ?? advice,
  };
}
