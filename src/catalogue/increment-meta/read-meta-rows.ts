import { MetaLineParser } from '../../meta/meta-line-parser.ts';
import { META_FIELDS } from '../../meta/model/meta-fields.ts';
import type { ParsedLine } from '../../meta/read/line-reader.ts';
import { catalogueIssue } from '../model/catalogue-rules.ts';
import type { RawRow } from '../model/raw-row.ts';

/**
 * The lines of an increment.meta as rows, in batches: PicName names the image, too. What is wrong with a line is told as the
 * rules of increment.meta say it.
 *
 * @param head the first bytes, which tell the dialect
 */
export async function* readMetaRows(
  bytes: AsyncIterable<Uint8Array>,
  source: string | null,
  head: Uint8Array,
): AsyncGenerator<readonly RawRow[], void, void> {
  const parser = new MetaLineParser({ dialect: isOf2018(head) ? '2018' : 'current' });
  let batch: RawRow[] = [];
  for await (const parsed of parser.parse(bytes)) {
    batch.push(rowOf(parsed, source));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const BATCH = 256;

function rowOf({ line, record, issues }: ParsedLine, source: string | null): RawRow {
  const place = { source, line, lines: 1 };
  if (record !== undefined) return { place, object: { ...record, image: record.picName }, issues: [] };
  if (issues.some(({ code }) => code === 'META_BLANK_LINE'))
    return { place, passedOver: 'empty', issues: [] };
  return {
    place,
    issues: issues
      .filter(({ severity }) => severity === 'error')
      .map(({ message, field }) =>
        catalogueIssue('CATALOGUE_UNREADABLE', message, field === null ? [] : [keyOf(field)]),
      ),
  };
}

const keyOf = (wire: string): string => META_FIELDS.find((field) => field.wire === wire)?.key ?? wire;

/** Whether a file has the field names of 2018: its first line has one that today's files have not. */
function isOf2018(head: Uint8Array): boolean {
  const [first = ''] = Buffer.from(head.buffer, head.byteOffset, head.length)
    .toString()
    .trimStart()
    .split('\n', 1);
  return META_FIELDS.some((field) => 'in2018' in field && first.includes(`"${field.in2018}"`));
}
