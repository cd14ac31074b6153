import { afterEach, describe, expect, test, vi } from 'vitest';
import { metaContext } from '../../src/meta/model/meta-options.ts';
import { LineScanner } from '../../src/meta/read/scan/line-scanner.ts';
import { PlainScanner } from '../../src/meta/read/scan/plain-scanner.ts';
import { ScannerPool } from '../../src/meta/read/scan/scanner-pool.ts';

const newPool = () => new ScannerPool(metaContext({}), 1_000);

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('ScannerPool', () => {
  test('lends a compiled scanner, and without waiting once the program is compiled', async () => {
    const pool = newPool();
    expect(await pool.take()).toBeInstanceOf(LineScanner);
    expect(pool.isReady).toBe(true);
    expect(pool.takeNow()).toBeInstanceOf(LineScanner);
  });

  test('lends a scanner again when it was given back, and another while it is in use', async () => {
    const pool = newPool();
    const first = await pool.take();
    const second = await pool.take();
    expect(second).not.toBe(first);
    pool.giveBack(first);
    expect(pool.takeNow()).toBe(first);
    expect(pool.takeNow()).not.toBe(first);
  });

  test('keeps one scanner at most when several are given back, so that memory stays bounded', async () => {
    const pool = newPool();
    const lent = [await pool.take(), await pool.take(), await pool.take()];
    for (const scanner of lent) pool.giveBack(scanner);
    const again = [pool.takeNow(), pool.takeNow(), pool.takeNow()];
    expect(again.filter((scanner) => lent.includes(scanner))).toEqual([lent[2]]);
  });

  test('lends a scanner that only finds lines when there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    const pool = newPool();
    const scanner = await pool.take();
    expect(scanner).toBeInstanceOf(PlainScanner);
    pool.giveBack(scanner);
    expect(pool.isReady).toBe(true);
    expect(pool.takeNow()).toBe(scanner);
  });

  test('does not lend again a scanner that only finds lines when it can have a better one', async () => {
    const pool = newPool();
    pool.giveBack(new PlainScanner());
    expect(await pool.take()).toBeInstanceOf(LineScanner);
  });
});
