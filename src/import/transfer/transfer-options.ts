import { LIMITS_EDITIONS } from '../../image/image-limits.ts';
import { DEFAULT_PATIENCE_MS } from '../../service/patience.ts';
import { type Clock, clockOf, systemClock } from '../../shared/async/sleep.ts';
import { callCaller } from '../../shared/errors/callers-code.ts';
import { SERVICE_TYPES, type ServiceType } from '../../shared/model/service-type.ts';
import { type ObjectFilter, objectPredicate } from '../../shared/objects/filter-objects.ts';
import type { ListedObject, ObjectSource, ObjectStore } from '../../shared/objects/object-store.ts';
import { aboveZero, atLeast, callable, oneOf, show, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { trimSlashes } from '../../shared/text/trim-slashes.ts';
import { FolderStore } from '../../storage/folder-store.ts';
import { checkOutside } from '../check-outside.ts';
import type { ImportProgress } from '../import-progress.ts';
import { ProgressWithOutages } from '../outages.ts';
import { ProgressMeter } from '../progress-meter.ts';
import { checkLayout, type KEY_LAYOUTS, type KeyLayout } from './image-layout.ts';
import { checkApart, placeOf } from './place-of.ts';
import type { TransferOutcome } from './transfer-outcome.ts';
import type { TransferIdentity } from './transfer-state.ts';

/** What `transferImages` and an `ImageTransfer` take. A misspelt name is an error. */
export interface TransferOptions {
  /** Only objects of the source whose keys begin so are uploaded; up to its last slash it is no part of their names. @default '' */
  readonly sourcePrefix?: string | undefined;
  /** The folder at the target, without slashes at its ends. @default '', its root */
  readonly prefix?: string | undefined;
  /**
   * The keys at the target, below `prefix`. `paths`: as in the source. `hashed`: the same behind four hex digits of the
   * SHA-256 of the name, so that keys are spread over prefixes. A function makes them of the names.
   *
   * @default 'paths'
   */
  readonly keys?: (typeof KEY_LAYOUTS)[number] | ((name: string) => string) | undefined;
  /**
   * Which objects of the listing are uploaded: by age, size and globs, or by a function. Others are counted as left out.
   *
   * @default every image
   */
  readonly filter?: ObjectFilter | ((object: ListedObject) => boolean) | undefined;
  /**
   * A folder that keeps what was done, so that the upload survives its process: started again with the same options, it
   * continues; when it was over, it sends what is new, changed or had failed. Empty or missing for a new upload.
   *
   * @default a temporary folder, removed in the end, and kept when the upload ends early after its first image
   */
  readonly state?: string | undefined;
  /** Images in work at once; fewer where this process may open few files (`ulimit -n`). @default 8 */
  readonly concurrency?: number | undefined;
  /** The kind of instance that the images are for. @default 'product' */
  readonly serviceType?: ServiceType | undefined;
  /** The edition of the limits of images: `2020` are the stricter ones of older instances. @default 'current' */
  readonly limits?: (typeof LIMITS_EDITIONS)[number] | undefined;
  /** Whether an image that breaks a rule is repaired, as `repairImage` does it. @default false */
  readonly repair?: boolean | undefined;
  /** Whether an image is not sent that the target holds under its key with the same content. @default false */
  readonly skipUnchanged?: boolean | undefined;
  /** Whether an object that is at the target already is never overwritten: the image is then refused. @default false */
  readonly putIfAbsent?: boolean | undefined;
  /** How many bytes a second are sent at most, on average. @default no limit */
  readonly bytesPerSecond?: number | undefined;
  /**
   * The upload ends with `ImportStopped` once this run has taken so many minutes, or sent so many bytes, and images are left.
   * What is under way is finished, and the state is kept.
   *
   * @default no limit
   */
  readonly maxMinutes?: number | undefined;
  /** Ends the run before more bytes than this are sent; it continues with `state`. @default no limit */
  readonly maxBytes?: number | undefined;
  /** Whether nothing is written at the target: every image is read and checked. @default false */
  readonly dryRun?: boolean | undefined;
  /** The speed of the line that a dry run assumes, in 10^6 bits a second. @default 10 */
  readonly megabitsPerSecond?: number | undefined;
  /** How long a store that is away is waited for, in ms, each time anew. With 0, it is not. @default 600_000 */
  readonly patienceMs?: number | undefined;
  /** The clock for waits, `bytesPerSecond` and `maxMinutes`. @default the system's clock */
  readonly clock?: Clock | undefined;
  /**
   * Called for each image; the upload waits for the promise it returns. When an upload is continued, the last image before is
   * reported again, since nobody knows whether it was heard of, and none before it.
   */
  readonly onOutcome?: ((outcome: TransferOutcome) => void | Promise<void>) | undefined;
  /** Is told how far the upload is, ten times a second at most. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<TransferOptions> = {
  ...{ sourcePrefix: true, prefix: true, keys: true, filter: true, state: true, concurrency: true },
  ...{ serviceType: true, limits: true, repair: true, skipUnchanged: true, putIfAbsent: true },
  ...{ bytesPerSecond: true, maxMinutes: true, maxBytes: true, dryRun: true, megabitsPerSecond: true },
  ...{ patienceMs: true, clock: true, onOutcome: true, onProgress: true, signal: true },
};

type WithDefault =
  | ('sourcePrefix' | 'prefix' | 'concurrency' | 'serviceType' | 'limits' | 'repair' | 'skipUnchanged')
  | ('putIfAbsent' | 'dryRun' | 'megabitsPerSecond' | 'patienceMs' | 'clock');

/** The options, checked, with their defaults. */
export type TransferSettings = Omit<TransferOptions, WithDefault | 'keys' | 'onProgress'> & {
  readonly [Name in WithDefault]: NonNullable<TransferOptions[Name]>;
} & {
  readonly keys: KeyLayout;
  readonly isWanted: (object: ListedObject) => boolean;
} & Pick<ProgressWithOutages, 'onProgress' | 'onAway'>;

/** @throws {TypeError | RangeError} for an option that is misspelt or out of its range, before anything is read */
export function transferSettings(
  source: ObjectSource,
  target: ObjectStore,
  options: TransferOptions,
): TransferSettings {
  checkStore('source', source, ['list', 'read']);
  checkStore('target', target, ['put', 'read', 'head', 'delete', 'list']);
  const given = knownOptions('transferImages()', options, OPTIONS);
  const { sourcePrefix = '', prefix = '', keys = 'paths', concurrency = 8, serviceType = 'product' } = given;
  const { limits = 'current', repair = false, skipUnchanged = false, putIfAbsent = false } = given;
  const { dryRun = false, megabitsPerSecond = 10, patienceMs = DEFAULT_PATIENCE_MS } = given;
  const { clock = systemClock, filter = {}, state, bytesPerSecond, maxMinutes, maxBytes, signal } = given;
  for (const [name, value] of Object.entries({ sourcePrefix, prefix }))
    if (typeof value !== 'string') throw wrong(name, 'a string', value);
  for (const [name, value] of Object.entries({ repair, skipUnchanged, putIfAbsent, dryRun }))
    if (typeof value !== 'boolean') throw wrong(name, 'true or false', value);
  const isWanted = typeof filter === 'function' ? filter : objectPredicate(filter);
  for (const name of ['onOutcome', 'onProgress'] as const)
    if (given[name] !== undefined) callable(name, given[name]);
  for (const [name, value] of Object.entries({ bytesPerSecond, maxMinutes, maxBytes }))
    if (value !== undefined) aboveZero(name, value);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw wrong('signal', 'an AbortSignal', signal);
  if (state !== undefined && text('state', state) && source instanceof FolderStore)
    checkOutside('upload', state, source.name);
  if (putIfAbsent && typeof target.putIfAbsent !== 'function')
    throw wrong('putIfAbsent', `false for a target without putIfAbsent(), ${target.name}`, putIfAbsent);
  const to = { store: target, prefix: trimSlashes(prefix) };
  if (!isFiltered(filter)) checkApart({ store: source, prefix: sourcePrefix }, to, keys === 'paths');
  const { onProgress } = given;
  const tell = (now: ImportProgress) => callCaller("'onProgress' threw", () => onProgress?.(now), signal);
  const meter = onProgress && new ProgressMeter(tell, clockOf(clock));
  const progress = new ProgressWithOutages((report) => meter?.report(report));
  return {
    ...{
      ...given,
      isWanted,
      sourcePrefix,
      prefix: to.prefix,
      repair,
      skipUnchanged,
      putIfAbsent,
      dryRun,
    },
    keys: checkLayout(keys),
    concurrency: atLeast(1, 'concurrency', concurrency),
    serviceType: oneOf(SERVICE_TYPES, 'serviceType', serviceType),
    limits: oneOf(LIMITS_EDITIONS, 'limits', limits),
    megabitsPerSecond: aboveZero('megabitsPerSecond', megabitsPerSecond),
    patienceMs: atLeast(0, 'patienceMs', patienceMs),
    clock: clockOf(clock),
    ...{ onProgress: progress.onProgress, onAway: progress.onAway },
  };
}

/** What tells an upload from others. Functions are the caller's: they must be the same. */
export const identityOf = (
  {
    sourcePrefix,
    prefix,
    keys,
    filter,
    serviceType,
    limits,
    repair,
    skipUnchanged,
    putIfAbsent,
  }: TransferSettings,
  source: Pick<ObjectSource, 'name'>,
  target: Pick<ObjectSource, 'name'>,
): TransferIdentity => ({
  ...{ source: placeOf(source), sourcePrefix, target: placeOf(target), prefix },
  keys: typeof keys === 'string' ? keys : 'function',
  filter: typeof filter === 'function' ? 'function' : JSON.stringify(filter ?? {}),
  ...{ serviceType, limits, repair, skipUnchanged, putIfAbsent },
});

const isFiltered = (filter: NonNullable<TransferOptions['filter']>): boolean =>
  typeof filter === 'function' || Object.values(filter).some((one) => one !== undefined);

function checkStore(name: string, store: object, methods: readonly string[]): void {
  const isStore =
    typeof store === 'object' &&
    store !== null &&
    methods.every((method) => typeof Reflect.get(store, method) === 'function');
  if (!isStore) throw wrong(name, `a store with ${methods.join('(), ')}()`, store);
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot upload as '${name}' must be ${rule}: current value is ${show(value)}`);
