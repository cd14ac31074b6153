import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueSource } from '../catalogue/model/catalogue-source.ts';
import { checkSource } from '../catalogue/model/check-source.ts';
import { LIMITS_EDITIONS } from '../image/image-limits.ts';
import { urlSettings } from '../image/url/url-options.ts';
import { META_PROFILES } from '../meta/model/meta-profile.ts';
import { PIC_NAME_BASES } from '../meta/model/pic-name.ts';
import type { OssAddress } from '../service/addresses/oss-address.ts';
import { DEFAULT_PATIENCE_MS } from '../service/patience.ts';
import { type Clock, clockOf, MAX_TIMER_MS, systemClock } from '../shared/async/sleep.ts';
import { callCaller } from '../shared/errors/callers-code.ts';
import { SERVICE_TYPES } from '../shared/model/service-type.ts';
import { sourceFolder } from '../shared/objects/source-folder.ts';
import { aboveZero, atLeast, notNegative, oneOf, show, text, within } from '../shared/options/checks.ts';
import { FOLLOW_LINKS } from '../shared/options/follow-links.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { FolderStore } from '../storage/folder-store.ts';
import { checkOutside } from './check-outside.ts';
import { checkCommandLine } from './command-line.ts';
import {
  CONNECTION_OPTIONS,
  type ConnectionSettings,
  checkClient,
  connectionOf,
} from './connection-options.ts';
import { addressOf } from './import-address.ts';
import type { ImportOptions } from './import-options.ts';

import type { ImportProgress } from './import-progress.ts';
import { ProgressWithOutages } from './outages.ts';
import { READING_OPTIONS } from './plan/catalogue-rows.ts';
import type { ImageFolder } from './plan/image-file.ts';
import { ProgressMeter } from './progress-meter.ts';
import { ROUTES } from './route.ts';
import { VERIFY } from './settle/verification.ts';
import { type StateChoice, stateChoice } from './stored/stored-state.ts';

export const IMPORT_OPTIONS: OptionNames<ImportOptions> = {
  ...{ images: true, to: true, serviceType: true, profile: true, picNameBase: true, concurrency: true },
  ...{ state: true, linesPerTask: true, urls: true, verify: true, pollDelay: true, onOutcome: true },
  ...{ onProgress: true, signal: true, client: true, retries: true, repair: true, limits: true },
  ...{ skipUnchanged: true, patienceMs: true, maxRefused: true, maxFailed: true, dryRun: true },
  ...{ megabitsPerSecond: true, store: true, verifyMinutes: true, route: true },
  ...{ localState: true, leaseMs: true, run: true, commandLine: true },
  ...READING_OPTIONS,
  ...CONNECTION_OPTIONS,
};

const STORE_METHODS = ['put', 'read', 'head', 'delete', 'list'] as const;

/** Options that stay undefined when the caller does not give them. */
type AsGiven =
  | ('to' | 'serviceType' | 'urls' | 'store' | 'pollDelay' | 'onOutcome' | 'signal')
  | ('maxRefused' | 'maxFailed' | 'localState' | 'run' | 'commandLine');

type WithDefault =
  | ('linesPerTask' | 'concurrency' | 'retries' | 'repair' | 'limits' | 'skipUnchanged' | 'patienceMs')
  | (
      | 'followLinks'
      | 'dryRun'
      | 'megabitsPerSecond'
      | 'profile'
      | 'picNameBase'
      | 'verify'
      | 'verifyMinutes'
      | 'route'
      | 'leaseMs'
    );

/** The options, checked, with their defaults. */
export type ImportSettings = Pick<ImportOptions, AsGiven> & {
  readonly [Name in WithDefault]: NonNullable<ImportOptions[Name]>;
} & {
  readonly images: ImageFolder;
  /** The client that the caller gave, or the options of a new one. */
  readonly connection: ConnectionSettings;
  /** Undefined for a temporary folder. */
  readonly state: StateChoice | undefined;
  /** Undefined when nothing is stored, as each entry is a call of its own. */
  readonly address: OssAddress | undefined;
  /** That of increment.meta in the bucket; the bucket's root when there is none. */
  readonly folder: string;
  readonly clock: Clock;
} & Pick<ProgressWithOutages, 'onProgress' | 'onAway'>;

/** @throws {TypeError | RangeError} for an option that is misspelt, missing or out of its range, before anything is read */
export function importSettings(catalogue: CatalogueSource, options: ImportOptions): ImportSettings {
  knownOptions('importCatalogue()', options, IMPORT_OPTIONS);
  const { profile = 'documented', picNameBase = 'folder', concurrency = 8, verify = 'sample' } = options;
  const {
    state,
    linesPerTask = 10_000,
    retries = 1,
    limits = 'current',
    patienceMs = DEFAULT_PATIENCE_MS,
  } = options;
  const {
    followLinks = 'inside',
    repair = false,
    skipUnchanged = false,
    dryRun = false,
    verifyMinutes = 10,
  } = options;
  const { megabitsPerSecond = 10, maxRefused, maxFailed, store, route = 'batch' } = options;
  const { onOutcome, onProgress, pollDelay, serviceType, signal } = options;
  checkSource(catalogue);
  checkClient(options.client);
  for (const [name, callback] of Object.entries({ onOutcome, onProgress, pollDelay })) {
    if (callback !== undefined && typeof callback !== 'function') throw wrong(name, 'a function', callback);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw wrong('signal', 'an AbortSignal', signal);
  const images = imageFolder(catalogue, options);
  const choice = state === undefined ? undefined : stateChoice(state);
  if (choice?.kind === 'folder' && typeof catalogue === 'string')
    checkOutside('import', choice.path, catalogue);
  checkStored(options, choice);
  urlSettings(options.urls);
  for (const [name, value] of Object.entries({ repair, skipUnchanged, dryRun })) {
    if (typeof value !== 'boolean') throw wrong(name, 'true or false', value);
  }
  if (store !== undefined && STORE_METHODS.some((name) => typeof store?.[name] !== 'function'))
    throw wrong('store', `an ObjectStore, with ${STORE_METHODS.join('(), ')}()`, store);
  const address = addressOf(options);
  if (
    choice?.kind === 'bucket' &&
    choice.address.bucket === address?.bucket &&
    choice.address.folder === address.folder
  )
    throw wrong('state', `in another folder than the images, ${show(options.to)}`, state);
  const clock = clockOf(options.clock ?? options.client?.connection.clock ?? systemClock);
  const tell = (now: ImportProgress) => callCaller("'onProgress' threw", () => onProgress?.(now), signal);
  const meter = onProgress && new ProgressMeter(tell, clock);
  const progress = new ProgressWithOutages((report) => meter?.report(report));
  return {
    ...{
      images,
      to: options.to,
      urls: options.urls,
      state: choice,
      pollDelay,
      onOutcome,
      signal,
    },
    ...{ localState: options.localState, run: options.run },
    commandLine: checkCommandLine(options.commandLine),
    leaseMs: within(LEAST_LEASE_MS, MAX_TIMER_MS, 'leaseMs', options.leaseMs ?? 30_000),
    ...{ repair, skipUnchanged, dryRun, store },
    followLinks: oneOf(FOLLOW_LINKS, 'followLinks', followLinks),
    maxRefused: maxRefused === undefined ? undefined : notNegative('maxRefused', maxRefused),
    maxFailed: maxFailed === undefined ? undefined : notNegative('maxFailed', maxFailed),
    retries: atLeast(0, 'retries', retries),
    limits: oneOf(LIMITS_EDITIONS, 'limits', limits),
    patienceMs: atLeast(0, 'patienceMs', patienceMs),
    megabitsPerSecond: aboveZero('megabitsPerSecond', megabitsPerSecond),
    verifyMinutes: notNegative('verifyMinutes', verifyMinutes),
    linesPerTask: atLeast(1, 'linesPerTask', linesPerTask),
    connection: connectionOf(options),
    ...{ address, folder: address?.folder ?? '', route: oneOf(ROUTES, 'route', route) },
    profile: oneOf(META_PROFILES, 'profile', profile),
    picNameBase: oneOf(PIC_NAME_BASES, 'picNameBase', picNameBase),
    serviceType: serviceType === undefined ? undefined : oneOf(SERVICE_TYPES, 'serviceType', serviceType),
    concurrency: atLeast(1, 'concurrency', concurrency),
    verify: oneOf(VERIFY, 'verify', verify),
    clock,
    ...{ onProgress: progress.onProgress, onAway: progress.onAway },
  };
}

/** @throws {TypeError} for images of another form, or in a source that workers cannot open */
function imageFolder(catalogue: CatalogueSource, options: ImportOptions): ImageFolder {
  const { images = defaultImages(catalogue), run } = options;
  if (typeof images !== 'object' || images === null) return text('images', images);
  const folder = sourceFolder("'images'", images);
  if (folder.source instanceof FolderStore) return join(folder.source.name, folder.prefix);
  if (run === undefined) return folder;
  throw new TypeError(
    `Cannot import as workers have no way to ${folder.name}: leave out 'run', or give the images as a folder that all machines share, as URLs, or as objects of the bucket`,
  );
}

/** A folder as catalogue is itself the folder of its images. */
const defaultImages = (catalogue: CatalogueSource): string =>
  typeof catalogue === 'string' && statSync(catalogue, { throwIfNoEntry: false })?.isDirectory() === true
    ? catalogue
    : '.';

/** A renewal of the lease may take a while. */
const LEAST_LEASE_MS = 500;

/** @throws {TypeError} for an option that only a state in a store makes sense of */
function checkStored({ localState, leaseMs, run }: ImportOptions, choice: StateChoice | undefined): void {
  if (localState !== undefined) text('localState', localState);
  if (run !== undefined && typeof run !== 'function') throw wrong('run', 'a function', run);
  const given = Object.entries({ localState, leaseMs, run }).find(([, value]) => value !== undefined);
  if (given === undefined || (choice !== undefined && choice.kind !== 'folder')) return;
  throw new TypeError(
    `Cannot import as '${given[0]}' needs a 'state' in a store, such as oss://BUCKET/PREFIX: ${choice === undefined ? 'none is given' : `current value is ${show(choice.path)}`}`,
  );
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot import as '${name}' must be ${rule}: current value is ${show(value)}`);
