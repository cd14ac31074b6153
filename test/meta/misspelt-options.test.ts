import { expect, test } from 'vitest';
import {
  DuplicateFinder,
  fixMeta,
  MetaFileBuilder,
  MetaLineParser,
  metaJsonSchema,
  metaRecordSchemaFor,
} from '../../src/meta/index.ts';

/** Options as a caller without types passes them. */
const untyped = (options: object) => options as never;
const parser = new MetaLineParser();

test.each<[string, string, () => unknown]>([
  ['a MetaFileBuilder', 'profile', () => new MetaFileBuilder(untyped({ profil: 'strict' }))],
  ['writeTo()', 'records', () => new MetaFileBuilder().writeTo('/nowhere/x', untyped({ record: [] }))],
  ['writeParts()', 'maxLines', () => new MetaFileBuilder().writeParts(() => 'x', untyped({ maxLine: 1 }))],
  ['a MetaLineParser', 'maxLineBytes', () => new MetaLineParser(untyped({ maxLineByte: 9 }))],
  ['parse()', 'signal', () => parser.parse('', untyped({ singal: 1 }))],
  ['batches()', 'signal', () => parser.batches('', untyped({ Signal: 1 }))],
  ['lint()', 'duplicates', () => parser.lint('', untyped({ duplicate: false }))],
  ['fixMeta()', 'encoding', () => fixMeta('', untyped({ encodin: 'gbk' }))],
  ['a DuplicateFinder', 'memoryBytes', () => new DuplicateFinder(untyped({ memoryByte: 9 }))],
  ['metaJsonSchema()', 'dialect', () => metaJsonSchema(untyped({ dialects: '2020' }))],
  ['metaRecordSchemaFor()', 'serviceType', () => metaRecordSchemaFor(untyped({ servicetypes: 'fabric' }))],
])('%s refuses a misspelt option and names %s', async (what, meant, call) => {
  const run = async () => call();
  await expect(run()).rejects.toThrow(TypeError);
  await expect(run()).rejects.toThrow(
    new RegExp(`${what.replaceAll(/[()]/g, '.')} has no option ".*": did you mean '${meant}'`),
  );
});
