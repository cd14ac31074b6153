import { fixMeta, type MetaFixOptions } from '../../../src/meta/fix/fix-meta.ts';
import type { MetaFixNote } from '../../../src/meta/fix/fix-result.ts';
import { MetaLineParser } from '../../../src/meta/meta-line-parser.ts';
import type { MetaSource } from '../../../src/meta/read/meta-source.ts';
import type { MetaLineIssue } from '../../../src/meta/rules/meta-issue.ts';
import { collect } from '../../shared/async/collect.ts';

/** Lines that keep every rule, but for the warning that CustomContent is missing. */
export const A = '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg"}';
export const B = '{"OperationType":"ADD","ProductId":"2","PicName":"b.jpg"}';

/** Everything that comes of a source. */
export async function fixFile(source: MetaSource, options: MetaFixOptions = {}) {
  const fix = fixMeta(source, options);
  const batches = await collect(fix);
  const bytes = new Uint8Array(Buffer.concat(batches.map((batch) => batch.bytes)));
  const notes = batches.flatMap((batch) => batch.notes);
  return {
    bytes,
    text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    notes,
    /** `LINE:COLUMN CODE` of each note. */
    told: notes.map(({ line, column, code }) => `${line}:${column} ${code}`),
    summary: fix.summary,
  };
}

export const isError = (note: MetaFixNote | MetaLineIssue): note is MetaLineIssue =>
  note.severity === 'error';

/** The records of a file, and its errors. */
export async function lintFile(source: MetaSource, options: MetaFixOptions = {}) {
  const lines = await collect(new MetaLineParser(options as object).parse(source));
  return {
    records: lines.map(({ record }) => record),
    errors: lines.flatMap(({ issues }) => issues).filter(isError),
  };
}

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

export function utf16(text: string, isLittle = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let n = 0; n < text.length; n++) view.setUint16(2 * n, text.charCodeAt(n), isLittle);
  return new Uint8Array(view.buffer);
}
