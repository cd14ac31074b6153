import { bareName, tableHeader } from '../../service/result-file/table-header.ts';
import type { ResultFileKind } from '../../service/result-file/unreadable-file.ts';
import { unreadableFile } from '../../service/result-file/unreadable-file.ts';
import { objectInJson } from '../../shared/text/parse-json.ts';
import type { ExportAccount } from './export-account.ts';
import { exportLines, MAX_LINE_BYTES } from './export-lines.ts';
import { EXPORT_FIELD_NAMES } from './export-record.ts';
import { exportTable } from './export-table.ts';
import { firstLine } from './first-line.ts';
import type { ExportBatch } from './written-image.ts';

export const EXPORT_FILE: ResultFileKind = {
  name: 'the file of the export',
  code: 'EXPORT_FILE_UNREADABLE',
  advice: 'Export again, or read it again: each DumpMetaList gives the URL, and it is valid for two hours',
};

/**
 * The images of an export's file, some at a time. Its format is documented nowhere: the first line decides whether it is read
 * as JSON lines or as a table.
 *
 * @throws {ImageSearchError} `EXPORT_FILE_UNREADABLE` for a file of another format or encoding
 */
export async function* readExport(
  chunks: AsyncGenerator<Uint8Array, void, void>,
  account: ExportAccount,
): AsyncGenerator<ExportBatch, void, void> {
  const unreadable = (what: string) => unreadableFile(EXPORT_FILE, what, { retryable: false });
  const { first, all } = await firstLine(chunks, MAX_LINE_BYTES);
  try {
    if (first === undefined) return;
    const line = textOf(first);
    if (line === undefined) throw unreadable('its first line is not in UTF-8');
    const object = objectInJson(line);
    const header = object === undefined ? await tableHeader(line, EXPORT_FIELD_NAMES) : undefined;
    if (header !== undefined) yield* exportTable(all, header, account, unreadable);
    else if (isImage(object)) yield* exportLines(all, account, unreadable);
    else throw unreadable('its first line is neither a JSON object nor a header that has fields of images');
  } finally {
    await all.return();
    await chunks.return();
  }
}

/** Whether it has a field of images: what somebody else answers in JSON has none. */
const isImage = (object: object | undefined): boolean =>
  object !== undefined && Object.keys(object).some((name) => EXPORT_FIELD_NAMES.has(bareName(name)));

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
