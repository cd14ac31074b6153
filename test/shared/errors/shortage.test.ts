import { describe, expect, it } from 'vitest';
import { ImageSearchError } from '../../../src/shared/errors/image-search-error.ts';
import { shortageOf } from '../../../src/shared/errors/shortage.ts';
import { affordableConcurrency, filesLeft } from '../../../src/shared/files/open-file-limit.ts';
import { tellsOpenFiles } from '../../support/open-files.ts';

const failure = (fields: object) => Object.assign(new Error('failed'), fields);

describe('shortageOf()', () => {
  it.each([
    ['EMFILE', 'OUT_OF_FILES'],
    ['ENFILE', 'OUT_OF_FILES'],
    ['ENOMEM', 'OUT_OF_MEMORY'],
    ['EAGAIN', 'OUT_OF_MEMORY'],
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EFBIG', 'DISK_FULL'],
  ])('names the thing and the next step when the system says %s', (code, ours) => {
    const cause = failure({ code, syscall: 'open', path: '/a/b.png' });
    const shortage = shortageOf(cause);
    expect(shortage).toMatchObject({ code: ours, cause, retryable: false, advice: expect.any(String) });
    expect(shortage?.message).toMatch(new RegExp(`^Cannot open "/a/b.png" as .*${code}$`));
  });

  it.each([
    ['another code', failure({ code: 'ENOENT' })],
    ['no code', new Error('failed')],
    ['a terminal without input', failure({ code: 'EAGAIN', syscall: 'read' })],
    ['an error of the service', new ImageSearchError('failed', { code: 'NoSuchBucket' })],
    ['no error', 'EMFILE'],
  ])('is undefined when given %s', (_, error) => {
    expect(shortageOf(error)).toBeUndefined();
  });

  it('gives the same error when it is one already', () => {
    const error = new ImageSearchError('failed', { code: 'DISK_FULL' });
    expect(shortageOf(error)).toBe(error);
  });
});

describe('affordableConcurrency()', () => {
  it.each([
    [100, 1_000, 100],
    [100, 210, 100],
    [100, 209, 99],
    [100, 30, 10],
    [100, 11, 1],
    [100, 0, 1],
    [1, 0, 1],
    [8, undefined, 8],
  ])('of %i wanted with %s files left affords %i', (wanted, left, affordable) => {
    expect(affordableConcurrency(wanted, { perItem: 2, beside: 10 }, left)).toBe(affordable);
  });

  it('emits a warning with both numbers when it affords fewer', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => void warnings.push(warning);
    process.on('warning', listen);
    affordableConcurrency(77, { perItem: 2, beside: 10 }, 30);
    await new Promise(setImmediate);
    process.off('warning', listen);
    expect(warnings.at(-1)).toMatchObject({
      code: 'FEW_FILES',
      message: expect.stringMatching(/: 10 instead of 77/),
    });
  });
});

describe('filesLeft()', () => {
  it.runIf(tellsOpenFiles)('counts what this process has open', () => {
    expect(filesLeft()).toBeGreaterThan(0);
  });
});
