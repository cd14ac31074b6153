import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

const doctor = (emulator: Emulator, ...args: string[]) =>
  runCli(['doctor', ...connectionOf(emulator), ...args], { env: keysOf(emulator) });

const TO = ['--to', 'oss://emulated-bucket/spring'];

describe.concurrent('imagesearch-import doctor', () => {
  it('prints a line for each check, and ends with 0, when all is well', async () => {
    await using emulator = await startEmulator();
    const { code, stdout, stderr } = await doctor(emulator, ...TO, '--adds', '10');
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(14);
    expect(lines[0]).toBe(
      'fine     credentials     The credentials are those of acs:ram::1000000000000000:root [CALLER_KNOWN]',
    );
    expect(lines.at(-1)).toBe('An import can begin: errors 0, warnings 0');
  });

  it('prints findings as JSON, with their remedies, and ends with 1 when an import cannot begin', async () => {
    await using emulator = await startEmulator();
    const { code, stdout } = await doctor(emulator, '--to', 'oss://other-bucket/spring', '--json');
    const findings = jsonLines(stdout);
    expect(code).toBe(1);
    expect(findings.find(({ check }) => check === 'bucket')).toEqual({
      ...{ check: 'bucket', level: 'error', code: 'NoSuchBucket', message: expect.any(String) },
      remedy: 'Check the bucket name and the region it lives in',
    });
    expect(findings.find(({ check }) => check === 'type')).toMatchObject({ level: 'fine', remedy: null });
    expect(findings.at(-1)).toEqual({ summary: { isReady: false, errors: 1, warnings: 2 } });
  });

  it('puts the remedy under what is wrong', async () => {
    await using emulator = await startEmulator({ capacity: 10_000 });
    const { code, stdout } = await doctor(emulator, '--route', 'direct', '--adds', '20000');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error {4}capacity .*\[CAPACITY_TOO_SMALL\]\n {25}Import fewer images/m);
  });

  it.each([
    [[], 'needs --to <address> (or IMAGESEARCH_TO'],
    [['--to', 'nowhere'], 'Cannot read an OSS address'],
    [[...TO, '--adds', 'many'], '--adds'],
    [[...TO, '--sts-endpoint', 'a/b'], "'--sts-endpoint' must be"],
  ])('ends with 2 for %j', async (args, message) => {
    await using emulator = await startEmulator();
    const { code, stderr, stdout } = await doctor(emulator, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
