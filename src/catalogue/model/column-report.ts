import type { ColumnName } from './columns.ts';
import type { PresetName } from './preset-names.ts';
import type { RecognisedSource } from './raw-row.ts';

/** What each column of a catalogue is taken for. */
export interface ColumnReport extends RecognisedSource {
  /** The file's or folder's path; null for an iterable or a stream. */
  readonly source: string | null;
  /** The catalogue's name of each column that is read, by the entry's name; of several images, several names. */
  readonly columns: { readonly [Name in ColumnName]?: readonly string[] | undefined };
  /** Names that are left alone, 100 at most. */
  readonly ignored: readonly string[];
  /** How many names are left alone. */
  readonly ignoredCount: number;
  /** Fields that several names mean: which of them is read, and which are left alone. */
  readonly alternatives: readonly {
    readonly column: ColumnName;
    readonly taken: string;
    readonly left: readonly string[];
  }[];
  /** Names that are left alone and are near to one that is read. */
  readonly suggestions: readonly { readonly name: string; readonly meant: ColumnName }[];
  /** The shop system whose names the columns have. */
  readonly preset?: PresetName | undefined;
}
