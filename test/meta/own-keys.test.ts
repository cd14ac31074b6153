import { describe, expect, it } from 'vitest';
import { fixMeta, MetaFileBuilder, MetaLineParser, metaRecordSchema } from '../../src/meta/index.ts';
import { collect } from '../shared/async/collect.ts';

const KEYS = ['__proto__', 'constructor', 'toJSON', 'toString', 'valueOf', 'hasOwnProperty', 'then'];
const VALUES = ['1', 'null', '"x"', '[]', '{"operationType":"DELETE","OperationType":"DELETE"}'];
const CASES = KEYS.flatMap((key) => VALUES.map((value): [string, string] => [key, value]));
const FIELDS = '"OperationType":"ADD","ProductId":"P1","PicName":"a.jpg","CustomContent":"c"';

/** The record with a key of its own that objects inherit, in every place, and as it has to be repaired. */
const linesWith = (key: string, value: string): string[] => [
  `{${FIELDS},"${key}":${value}}\n`,
  `{"${key}":${value},${FIELDS}}\n`,
  `{"${key}":${value},${FIELDS},}\n`,
  `{\n"${key}":${value},\n${FIELDS}}\n`,
  `[{${FIELDS},"${key}":${value}}]\n`,
  `{${FIELDS},"${key}":${value},"${key}":${value}}\n`,
  `{${FIELDS},"Region":{"${key}":${value}},"StrAttr":{"${key}":${value}}}\n`,
];

describe.each(CASES)('a record with a key %s of its own, which is %s,', (key, value) => {
  it('is read, checked, fixed and written as one with any other unknown key', async () => {
    for (const [n, line] of linesWith(key, value).entries()) {
      const other = linesWith('unknown', value)[n] as string;
      const outcome = async (text: string) => {
        const fix = fixMeta(text);
        await collect(fix);
        const lint = new MetaLineParser().lint(text);
        const codes = (await collect(lint)).map(({ code }) => code);
        return [fix.summary, lint.summary, codes];
      };
      expect(await outcome(line)).toEqual(await outcome(other));
    }
  });

  it('is a line of increment.meta without it', () => {
    const fields = '"operationType":"ADD","productId":"P1","picName":"a.jpg","customContent":"c"';
    const record = JSON.parse(`{${fields},"${key}":${value}}`);
    for (const one of [record, Object.freeze(record), Object.assign(Object.create(null), record)]) {
      const builder = new MetaFileBuilder();
      expect(builder.check(one).filter(({ severity }) => severity === 'error')).toEqual([]);
      builder.add(one);
      expect(builder.toString()).toBe(`{${FIELDS}}\n`);
      expect(metaRecordSchema['~standard'].validate(one)).toEqual({ value: JSON.parse(`{${fields}}`) });
    }
  });
});
