import { MAX_TIMER_MS } from '../../shared/async/sleep.ts';
import { atLeast, objectGiven, show, text, within } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import type { ImportOptions } from '../import-options.ts';
import { IMPORT_OPTIONS, type ImportSettings, importSettings } from '../import-settings.ts';
import { READING_OPTIONS } from '../plan/catalogue-rows.ts';
import { stateChoice } from '../stored/stored-state.ts';

/**
 * Those of an import. `state` is needed. `route` is `auto` unless given; `linesPerTask` is that of `flushAfter`. `onOutcome` is
 * called for the entries that an earlier process has added, and no others: these have their promises.
 */
export type IngesterOptions = ImportOptions & {
  /** The folder in which entries are written down before they are taken. */
  readonly state: string;
  /** When the entries that were added so far are imported: once there are so many, or the oldest one has waited so long. */
  readonly flushAfter?:
    | {
        /** Entries that are imported together. @default 10_000 */
        readonly entries?: number | undefined;
        /** How long the oldest entry waits at most, in seconds. @default 60 */
        readonly seconds?: number | undefined;
      }
    | undefined;
  /**
   * How long an image that comes as a stream or a Blob may take to arrive, in ms, from when its reading begins. One that takes
   * longer refuses its entry, and no other.
   *
   * @default 60_000
   */
  readonly imageTimeoutMs?: number | undefined;
};

export interface IngesterSettings {
  readonly state: string;
  readonly entries: number;
  readonly waitMs: number;
  readonly imageTimeoutMs: number;
  readonly settings: ImportSettings;
  /** Of the import of a batch, without its state, its signal and `onOutcome`. */
  readonly importing: ImportOptions;
}

const FLUSH_AFTER: OptionNames<NonNullable<IngesterOptions['flushAfter']>> = { entries: true, seconds: true };

/**
 * What reads a catalogue has no meaning for entries that come one by one, and the ingester cuts them itself. Limits would end
 * every ingester of a state: what was refused stays refused, and what comes later has no part in it.
 */
const MEANINGLESS = new Set(
  [...Object.keys(READING_OPTIONS), 'linesPerTask', 'dryRun', 'maxRefused', 'maxFailed'].filter(
    (name) => name !== 'followLinks',
  ),
);

/** @throws {TypeError | RangeError} for an option that is misspelt, missing or out of its range */
export function ingesterSettings(options: IngesterOptions): IngesterSettings {
  objectGiven('the options of createIngester()', options);
  knownOptions('createIngester()', options, { ...IMPORT_OPTIONS, flushAfter: true, imageTimeoutMs: true });
  const { flushAfter = {}, imageTimeoutMs = 60_000, onOutcome, state, ...given } = options;
  const wrong = Object.entries(given).find(([name, value]) => value !== undefined && MEANINGLESS.has(name));
  if (wrong !== undefined)
    throw new TypeError(
      `Cannot make an ingester as '${wrong[0]}' must not be given: current value is ${show(wrong[1])}; leave it out`,
    );
  if (stateChoice(text('state', state)).kind !== 'folder')
    throw new TypeError(
      `Cannot make an ingester as 'state' must be a folder of this machine: current value is ${show(state)}`,
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
    ...{ state, entries, waitMs: 1_000 * atLeast(1, 'flushAfter.seconds', seconds) },
    imageTimeoutMs: within(1, MAX_TIMER_MS, 'imageTimeoutMs', imageTimeoutMs),
    ...{ settings: importSettings([], { ...importing, onOutcome }), importing },
  };
}
