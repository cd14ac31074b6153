import type { FollowLinks } from '../../shared/options/follow-links.ts';
import type { OptionNames } from '../../shared/options/known-options.ts';
import type { ColumnReport } from './column-report.ts';
import type { ColumnName } from './columns.ts';
import type { PresetName } from './preset-names.ts';
import type { CatalogueEncoding, Delimiter, FileFormat, IMAGE_SEPARATORS } from './raw-row.ts';

/** How a catalogue is read. What is left out is recognised, and reported to `onColumns`. */
export interface CatalogueOptions {
  /**
   * What the file is.
   *
   * @default by the file's name, else by its first bytes; needed for standard input whose content does not say
   */
  readonly format?: FileFormat | undefined;
  /**
   * The encoding of a text file. `auto`: as by default, and GB18030 for a file that is not UTF-8 and decodes as GB18030
   * without a fault.
   *
   * @default UTF-8, or UTF-16 where the first bytes say so
   */
  readonly encoding?: CatalogueEncoding | 'auto' | undefined;
  /** What separates the cells of a table. @default recognised from the first rows */
  readonly delimiter?: Delimiter | undefined;
  /** The catalogue's own names of columns, by the entry's: `{ image: 'image_link', productId: 'id' }`. */
  readonly columns?: { readonly [Name in ColumnName]?: string | readonly string[] | undefined } | undefined;
  /** The shop system or feed whose names the columns have; `none`: no one's. @default recognised from the header */
  readonly preset?: PresetName | 'none' | undefined;
  /** What separates several images in one cell; `none`: a cell names one image. @default recognised, cell by cell */
  readonly imageSeparator?: (typeof IMAGE_SEPARATORS)[number] | 'none' | undefined;
  /** The folder of images, to tell a name with a comma from two names. @default names alone decide */
  readonly images?: string | undefined;
  /** Of a folder: only files that one of these globs matches, relative to the folder. @default every file */
  readonly include?: readonly string[] | undefined;
  /** Of a folder: no files that one of these globs matches. */
  readonly exclude?: readonly string[] | undefined;
  /** Where symbolic links in a folder of images may lead. What a link out of the folder leads to is refused. @default 'inside' */
  readonly followLinks?: FollowLinks | undefined;
  /** Takes a DELETE without an image, which deletes every image of the product. @default false */
  readonly allowProductDeletes?: boolean | undefined;
  /**
   * Called before the first row with what each column was taken for. Of a catalogue without a header, with the names of the
   * rows that were read together; again with those that later rows bring, and with them alone.
   */
  readonly onColumns?: ((report: ColumnReport) => void) | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Every option of how a catalogue is read. */
export const CATALOGUE_OPTIONS: OptionNames<CatalogueOptions> = {
  ...{ format: true, encoding: true, delimiter: true, columns: true, preset: true, imageSeparator: true },
  ...{ images: true, include: true, exclude: true, followLinks: true, allowProductDeletes: true },
  ...{ onColumns: true, signal: true },
};
