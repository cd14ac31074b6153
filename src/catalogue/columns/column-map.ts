import type { CatalogueOptions } from '../model/catalogue-options.ts';
import type { ColumnReport } from '../model/column-report.ts';
import type { ColumnName, ColumnType } from '../model/columns.ts';
import type { RecognisedSource } from '../model/raw-row.ts';
import type { Preset } from './presets.ts';

/** A column that is read. */
export interface ReadColumn {
  /** Its place in the header. */
  readonly at: number;
  /** As the catalogue has it: the key of an object. */
  readonly name: string;
  readonly column: ColumnName;
  readonly type: ColumnType;
  /** Whether words where a number is needed are left out, as the name is one under which shops keep words. */
  readonly mayHoldWords: boolean;
}

/** Which column of a catalogue, or key of an object, is read as what. */
export interface ColumnMap {
  /** In the order of the header; images in the order in which entries are made of them. */
  readonly columns: readonly ReadColumn[];
  /** How many columns the header has up to its last name. */
  readonly width: number;
  /** Two names that mean one field, by case or spelling. */
  readonly twice: readonly [string, string] | undefined;
  readonly preset: Preset | undefined;
  readonly report: ColumnReport;
}

/** How columns are understood. */
export interface ColumnOptions extends Pick<CatalogueOptions, 'columns' | 'preset'> {
  /** The file's or folder's path; null for an iterable or a stream. */
  readonly source: string | null;
  /** What was recognised of the source, for the report. */
  readonly recognised: RecognisedSource;
  /** Whether names that are left alone are compared with those of fields, which takes time. @default true */
  readonly suggests?: boolean | undefined;
}
