import { atLeast, objectGiven, show, text } from '../../shared/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/known-options.ts';
import type { ImportOptions } from '../import-options.ts';
import { IMPORT_OPTIONS, type ImportSettings, importSettings } from '../import-settings.ts';
import { READING_OPTIONS } from '../plan/catalogue-rows.ts';

/**
 * Those of an import. `state` is needed. `route` is `auto` unless given; `linesPerTask` is that of `flushAfter`. `onOutcome` is
 * called for the entries that an earlier process has added, and no others: these have their promises.
 */
export type IngesterOptions = ImportOptions & {
  readonly state: string;
  /** When the entries that were added so far are imported: once there are so many, or the oldest one has waited so long. */
  readonly flushAfter?:
    | {
        /** @default 10_000 */
        readonly entries?: number | undefined;
        /** @default 60 */
        readonly seconds?: number | undefined;
      }
    | undefined;
};

export interface IngesterSettings {
  readonly state: string;
  readonly entries: number;
  readonly waitMs: number;
  readonly settings: ImportSettings;
  /** Of the import of a batch. */
  readonly importing: ImportOptions;
}

const FLUSH_AFTER: OptionNames<NonNullable<IngesterOptions['flushAfter']>> = { entries: true, seconds: true };

/** What reads a catalogue has no meaning for entries that come one by one, and the ingester cuts them itself. */
const MEANINGLESS = new Set(
  [...Object.keys(READING_OPTIONS), 'linesPerTask', 'dryRun'].filter((name) => name !== 'followLinks'),
);

/** @throws {TypeError | RangeError} for an option that is misspelt, missing or out of its range */
export function ingesterSettings(options: IngesterOptions): IngesterSettings {
  objectGiven('the options of createIngester()', options);
  knownOptions('createIngester()', options, { ...IMPORT_OPTIONS, flushAfter: true });
  const { flushAfter = {}, onOutcome: _, state, ...given } = options;
  const wrong = Object.keys(given).find((name) => MEANINGLESS.has(name));
  if (wrong !== undefined)
    throw new TypeError(
      `Cannot make an ingester as '${wrong}' must not be given: current value is ${show(given[wrong as keyof typeof given])}`,
    );
  knownOptions("'flushAfter'", flushAfter, FLUSH_AFTER);
  const { entries = 10_000, seconds = 60 } = flushAfter;
  const importing = {
    route: 'auto' as const,
    ...given,
    linesPerTask: atLeast(1, 'flushAfter.entries', entries),
    ...{ allowProductDeletes: true, imageSeparator: 'none' as const, preset: 'none' as const },
  } as unknown as ImportOptions; // a rest forgets which kind of connection it is
  return {
    ...{ state: text('state', state), entries, waitMs: 1_000 * atLeast(1, 'flushAfter.seconds', seconds) },
    ...{ settings: importSettings([], importing), importing },
  };
}
