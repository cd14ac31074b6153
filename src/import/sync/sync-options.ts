import type { CatalogueSource } from '../../catalogue/model/catalogue-source.ts';
import { type ReportFile, reportFile } from '../../report/report-file.ts';
import { atLeast, oneOf, show, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import type { ImportOptions } from '../import-options.ts';
import { IMPORT_OPTIONS, type ImportSettings, importSettings } from '../import-settings.ts';
import { READING_OPTIONS } from '../plan/catalogue-rows.ts';
import { folderOf } from '../stored/stored-state.ts';

/** How the gallery's side of a sync is read. */
export const SYNC_BY = ['export', 'find'] as const;

/** What a sync is made of: a catalogue; a plan that a dry run has written; or the state of a sync that is to be undone. */
export type SyncSource = CatalogueSource | { readonly plan: string } | { readonly undo: string };

/** Those of an import, and what is special to a sync. `state` also has the plan, and what the gallery held before. */
export type SyncOptions = ImportOptions & {
  /**
   * `export`: the service exports the gallery, once. `find`: the gallery is asked for each image of the catalogue, at the pace
   * of the instance, which suits some thousand images; superfluous images, and those of a whole product, are not found.
   *
   * @default 'export'
   */
  readonly by?: (typeof SYNC_BY)[number] | undefined;
  /** Whether images that the catalogue does not have are deleted. @default false */
  readonly deleteSuperfluous?: boolean | undefined;
  /** The share of the gallery's images that may be deleted as superfluous, from 0 to 1; of more, none is. @default 0.05 */
  readonly maxDeletedShare?: number | undefined;
  /**
   * So many images at most are changed by UpdateImage, where only content or attributes differ; of more, each is added again.
   * With 0, none is.
   *
   * @default 1000
   */
  readonly mostUpdates?: number | undefined;
  /**
   * Whether files and objects of images are looked at: their sizes, times and ETags are kept in `state`, and compared with
   * those of `previous`.
   *
   * @default false
   */
  readonly compareImages?: boolean | undefined;
  /**
   * The state of an earlier sync of this gallery with `compareImages`, which is over: an image whose file, object or Region has
   * changed since is added again, and so is one that it did not bring in or look at.
   */
  readonly previous?: string | undefined;
  /** Where a report of the sync is written for people, once it is over. `reportImport` writes one of a `state` at any time. */
  readonly report?: ReportFile | undefined;
};

const OWN_OPTIONS: OptionNames<Omit<SyncOptions, keyof ImportOptions>> = {
  ...{ by: true, deleteSuperfluous: true, maxDeletedShare: true, mostUpdates: true, compareImages: true },
  ...{ previous: true, report: true },
};

export interface SyncSettings {
  readonly by: (typeof SYNC_BY)[number];
  readonly deleteSuperfluous: boolean;
  readonly maxDeletedShare: number;
  readonly mostUpdates: number;
  readonly compareImages: boolean;
  readonly previous: string | undefined;
  readonly report: ReportFile | undefined;
  readonly settings: ImportSettings;
  /** Of the state; undefined for a temporary one. */
  readonly folder: string | undefined;
  /** Of the import that carries out the plan: its entries need no reading as those of a catalogue do. */
  readonly importing: ImportOptions;
}

export const isPlan = (source: SyncSource): source is { readonly plan: string } =>
  typeof source === 'object' && 'plan' in source && typeof source.plan === 'string';

export const isUndo = (source: SyncSource): source is { readonly undo: string } =>
  typeof source === 'object' && 'undo' in source && typeof source.undo === 'string';

/** @throws {TypeError | RangeError} for an option that is misspelt, missing or out of its range, before anything is read */
export function syncSettings(source: SyncSource, options: SyncOptions): SyncSettings {
  knownOptions('syncCatalogue()', options, { ...IMPORT_OPTIONS, ...OWN_OPTIONS });
  const { by = 'export', deleteSuperfluous = false, compareImages = previousGiven(options) } = options;
  const { maxDeletedShare = 0.05, mostUpdates = 1_000, previous } = options;
  for (const [name, value] of Object.entries({ deleteSuperfluous, compareImages }))
    if (typeof value !== 'boolean') throw wrong(name, 'true or false', value);
  if (typeof maxDeletedShare !== 'number' || !(maxDeletedShare >= 0 && maxDeletedShare <= 1))
    throw new RangeError(wrong('maxDeletedShare', 'a share from 0 to 1', maxDeletedShare).message);
  if (previous !== undefined && !compareImages)
    throw wrong('compareImages', "true beside 'previous'", compareImages);
  if (by === 'find' && deleteSuperfluous && !isPlan(source) && !isUndo(source))
    throw wrong('by', "'export' beside 'deleteSuperfluous', as 'find' finds no superfluous image", by);
  const own = new Set(Object.keys(OWN_OPTIONS));
  const reading = new Set(Object.keys(READING_OPTIONS).filter((name) => name !== 'followLinks'));
  const without = (...sets: readonly ReadonlySet<string>[]) =>
    Object.fromEntries(
      Object.entries(options).filter(([name]) => !sets.some((set) => set.has(name))),
    ) as unknown as ImportOptions; // fromEntries forgets the keys
  const settings = importSettings(isPlan(source) || isUndo(source) ? [] : source, without(own));
  return {
    ...{ by: oneOf(SYNC_BY, 'by', by), deleteSuperfluous, maxDeletedShare, compareImages },
    mostUpdates: atLeast(0, 'mostUpdates', mostUpdates),
    previous: previous === undefined ? undefined : text('previous', previous),
    report: reportFile(options.report),
    ...{ settings, folder: folderOf(settings.state, 'a sync') },
    importing: { ...without(own, reading), images: settings.images, imageSeparator: 'none', preset: 'none' },
  };
}

const previousGiven = ({ previous }: SyncOptions): boolean => previous !== undefined;

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot sync as '${name}' must be ${rule}: current value is ${show(value)}`);
