import { join } from 'node:path';
import type { RowPlace } from '../../catalogue/model/catalogue-entry.ts';
import type { MetaRecord } from '../../meta/model/meta-record.ts';
import type { DuplicateCode } from '../../meta/rules/file-rules.ts';
import type { Issue, Severity } from '../../shared/errors/issue.ts';
import type { PlannedImage } from './planned-image.ts';

/** An entry of the catalogue, with every issue of its line: of the line alone, and together with other lines. */
export interface PlannedEntry {
  /** From 1, in the order of the catalogue. It tells entries apart: a row with several images is several entries. */
  readonly number: number;
  readonly place: RowPlace;
  /** Undefined when an issue is an error. */
  readonly record: MetaRecord | undefined;
  readonly issues: readonly Issue[];
  /** As the catalogue gives it. */
  readonly productId: string | null;
  /** As the catalogue names the image: its PicName, else its Image. */
  readonly picName: string | null;
  /** Null when there is no image to look at. */
  readonly image: PlannedImage | null;
  /** The ADD that replaces the image of this DELETE, which is then left out of increment.meta. */
  readonly replacedBy?: OtherEntry | undefined;
  /** The DELETE of the whole product that must be carried out in an earlier task than this ADD: the last one of several. */
  readonly after?: OtherEntry | undefined;
  /** The object that the bucket had under the key of this ADD, when it was asked. */
  readonly present?: PresentObject | undefined;
}

/** An object of the bucket. */
export interface PresentObject {
  readonly bytes: number;
  /** Without quotes: the MD5 of an object that was stored in one piece. */
  readonly etag: string;
}

/** Another entry, and the line of the catalogue that it stands in. */
export interface OtherEntry {
  readonly number: number;
  readonly line: number;
}

/** An entry as `planEntries` writes it down, before it is compared with others. */
export type WrittenEntry = Omit<PlannedEntry, 'replacedBy' | 'after' | 'present'>;

/** What an entry breaks together with another one. */
export interface EntryFinding {
  readonly number: number;
  readonly other: OtherEntry;
  readonly code: DuplicateCode;
  readonly severity: Severity;
  readonly path: Issue['path'];
}

/** The files of an import's work folder that entries are in, and what was found by comparing them. */
export const entriesFile = (work: string): string => join(work, 'entries.jsonl');
export const findingsFile = (work: string): string => join(work, 'findings.jsonl');
export const keysFile = (work: string): string => join(work, 'keys.jsonl');
