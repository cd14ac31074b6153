import type { Issue } from '../../shared/errors/issue.ts';
import type { RowPlace } from './catalogue-entry.ts';
import type { CatalogueIssueCode } from './catalogue-rules.ts';
import type { PassedOver } from './catalogue-summary.ts';

/** One row of a source before its columns are understood. Every physical line of a source is part of exactly one of these. */
export interface RawRow {
  readonly place: RowPlace;
  /** The cells of a table, in the order of its header: as many as the row has, which may be more or fewer. */
  readonly cells?: readonly string[] | undefined;
  /** Which cells hold bytes that are not in the encoding of the file, and so U+FFFD instead of characters. */
  readonly badCells?: readonly number[] | undefined;
  /** The object of a JSON file, an iterable, a folder or a meta file; keys are names of columns. */
  readonly object?: Readonly<Record<string, unknown>> | undefined;
  /** Why the row carries no values, when it is no row: a blank line, a comment. It is counted and left alone. */
  readonly passedOver?: PassedOver | undefined;
  /** What is wrong with the row as such. With an error it has neither cells nor an object that counts. */
  readonly issues: readonly Issue<CatalogueIssueCode>[];
  /** Keys that the object's text has twice. */
  readonly keysTwice?: readonly string[] | undefined;
  /** The digits, as the text has them, of integers that JavaScript's numbers cannot hold, by key. */
  readonly exactDigits?: ReadonlyMap<string, string> | undefined;
  /** By key, of lists and objects: the digits of the first such integer inside. */
  readonly nestedDigits?: ReadonlyMap<string, string> | undefined;
}

/** A source that is open: its header, if it is a table, and its rows in batches, in order. */
export interface OpenSource {
  /** The names of a table's columns; undefined when each row names its own. */
  readonly header: readonly string[] | undefined;
  /** What was recognised rather than given, for the report of columns. */
  readonly recognised: RecognisedSource;
  /** Includes lines that are passed over, from the first line of the file. Closing it closes the source. */
  readonly rows: AsyncGenerator<readonly RawRow[], void, void>;
}

/** How a source is read. */
export interface RecognisedSource {
  /** What the file is, after its compression. */
  readonly format: CatalogueFormat;
  /** Of a text; undefined for a workbook. */
  readonly encoding?: CatalogueEncoding | undefined;
  /** Of a table in text. */
  readonly delimiter?: Delimiter | undefined;
  /** Whether the file was compressed by gzip. */
  readonly gzip?: boolean | undefined;
  /** The sheet of a workbook. */
  readonly sheet?: string | undefined;
  /** Sentences about what was guessed, for the user. */
  readonly notes?: readonly string[] | undefined;
}

/** The formats of files: those that the option `format` takes. */
export const FILE_FORMATS = ['csv', 'tsv', 'jsonl', 'json', 'xlsx', 'meta'] as const;
/** A format that a catalogue can be in as a file: one of `FILE_FORMATS`. */
export type FileFormat = (typeof FILE_FORMATS)[number];

/** What a catalogue can be: a file, a folder of images, or objects. */
export const CATALOGUE_FORMATS = [...FILE_FORMATS, 'folder', 'objects'] as const;
/** What a catalogue can be: one of `CATALOGUE_FORMATS`. */
export type CatalogueFormat = (typeof CATALOGUE_FORMATS)[number];

/** `auto` takes GB18030 where a file is no UTF-8 and decodes as GB18030 without a fault. */
export const CATALOGUE_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const;
/** An encoding that a catalogue can be in: one of `CATALOGUE_ENCODINGS`. */
export type CatalogueEncoding = (typeof CATALOGUE_ENCODINGS)[number];

/** What can stand between several images of one cell. */
export const IMAGE_SEPARATORS = [',', ';', '|', '\n'] as const;

/** The characters that can part the cells of a table in text. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
/** One of `DELIMITERS`. */
export type Delimiter = (typeof DELIMITERS)[number];
