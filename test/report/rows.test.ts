import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { asCsv, asJson } from '../../src/report/browser/row-export.ts';
import { fieldsOf } from '../../src/report/browser/row-fields.ts';
import type { ReportRow } from '../../src/report/report-row.ts';
import { packRows } from '../../src/report/rows/pack-rows.ts';
import type { PackedRows } from '../../src/report/rows/packed-rows.ts';
import { RowColumns } from '../../src/report/rows/row-columns.ts';
import fc from '../support/properties.ts';
import { issue, rows } from './report-data.ts';

const packed = (all: readonly ReportRow[]): PackedRows => {
  const columns = new RowColumns();
  for (const row of all) columns.add(row);
  return columns.packed();
};

describe('the rows of a report', () => {
  it('come out as they went in when they are packed and unpacked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rows), async (all) => {
        const text = gunzipSync(Buffer.from(await packRows(packed(all)), 'base64')).toString();
        const unpacked = JSON.parse(text) as PackedRows;
        expect(all.map((_, n) => fieldsOf(unpacked, n))).toEqual(
          all.map(({ status, place, productId, picName, issues, image, difference, note }) => ({
            ...{ status, source: place?.source ?? '', line: place?.line ?? 0 },
            ...{ difference: difference ?? '', note: note ?? '' },
            ...{ productId: productId ?? '', name: picName ?? '' },
            issues: issues.map(({ code, severity, message }) => ({
              ...{ code, message },
              isWarning: severity === 'warning',
            })),
            ...{ bytes: image?.bytes ?? 0, width: image?.width ?? 0, height: image?.height ?? 0 },
          })),
        );
      }),
    );
  });

  it('are taken up to their limit, and a text is cut where it is too long', () => {
    const columns = new RowColumns(1);
    expect(columns.add({ status: 'refused', picName: 'x'.repeat(5_000), issues: [] })).toBe(true);
    expect(columns.add({ status: 'refused', issues: [] })).toBe(false);
    expect(columns.length).toBe(1);
    expect(columns.packed().name[0]).toBe(`${'x'.repeat(2_000)}…`);
  });

  it('stay lines of their own when a message has line feeds', () => {
    const { messages } = packed([
      { status: 'refused', issues: [issue('A', 'one\r\ntwo'), issue('B', 'three')] },
    ]);
    expect(messages).toEqual(['one two\nthree']);
  });

  it('are handed out as CSV in which no spreadsheet runs a cell', () => {
    const all = packed([
      {
        ...{
          status: 'refused',
          place: { source: 'a.csv', line: 3 },
          productId: '=1+1',
          picName: 'a,"b".jpg',
        },
        issues: [issue('A', 'no'), issue('B', '@x')],
        image: { bytes: 10, width: 2, height: 3 },
      },
    ]);
    expect(asCsv(all, [0]).join('')).toBe(
      '\uFEFFstatus,difference,source,line,productId,name,codes,messages,note,bytes,width,height\r\n' +
        `refused,,a.csv,3,'=1+1,"a,""b"".jpg",A B,no; @x,,10,2,3\r\n`,
    );
  });

  it('are handed out as JSON, chosen rows alone and in their order', () => {
    const all = packed(['a', 'b', 'c'].map((picName) => ({ status: 'accepted', picName, issues: [] })));
    const read = JSON.parse(asJson(all, [2, 0]).join('')) as { name: string }[];
    expect(read.map(({ name }) => name)).toEqual(['c', 'a']);
    expect(JSON.parse(asJson(all, []).join(''))).toEqual([]);
  });
});
