import { META_FIELDS } from '../../meta/model/meta-fields.ts';
import type { GalleryRecord } from './gallery-record.ts';

const COLUMNS = META_FIELDS.map(({ wire }) => wire).filter(
  (name) => !['OperationType', 'Crop', 'Region'].includes(name),
);

/** The format of an export's file. */
export type ExportFormat = 'json-lines' | 'csv';

/** The lines of an export in formats that a service may use: that of the real service is not documented. */
export const EXPORT_FORMATS = {
  *'json-lines'(images) {
    for (const image of images) yield `${JSON.stringify(image)}\n`;
  },
  *csv(images) {
    yield `${COLUMNS.join(',')}\n`;
    for (const image of images) yield `${COLUMNS.map((name) => cell(image[name])).join(',')}\n`;
  },
} as const satisfies Record<ExportFormat, (images: Iterable<GalleryRecord>) => Iterable<string>>;

export const EXPORT_FORMAT_NAMES = Object.keys(EXPORT_FORMATS) as ExportFormat[];

/** RFC 4180: a text may have line breaks. */
const cell = (value: unknown): string =>
  typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value ?? '');
