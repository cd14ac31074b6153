import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { COMMANDS } from '../../src/cli/command-table.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { line, putFolder, tasksOf } from '../support/test-bed.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../schema/cli-lines.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ schemas: [{ ...SCHEMA, $id: 'lines' }], allowUnionTypes: true });
const shapeOf = (command: string) => ajv.compile({ $ref: `lines#/definitions/lines%20of%20${command}` });

let folder: string;
let emulator: Emulator;
const at = (name: string) => join(folder, name);
const to = () => `oss://${emulator.bucketName}/json`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'json-lines-'));
  writeFileSync(at('a.jpg'), await makeImage({ format: 'jpeg', width: 200, height: 200 }));
  writeFileSync(at('broken.jpg'), 'no image');
  writeFileSync(at('bad.meta'), `${line()}not json\n`);
  writeFileSync(at('shop.csv'), 'ProductId,Image\n1,a.jpg\n2,missing.jpg\n,a.jpg\n');
  writeFileSync(at('list.jsonl'), '{"name":"a.jpg","bytes":1000}\n');
  emulator = await startEmulator({ taskDurationMs: 0 });
  await putFolder(emulator, 'done', [line(), line({ ProductId: 'P2', PicName: 'missing.jpg' })]);
  const client = tasksOf(emulator);
  await client.wait(await client.submit(`oss://${emulator.bucketName}/done`));
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});

/** Command lines of every command, and what keys the lines have that must be among them. */
const CALLS: readonly (readonly [command: string, args: () => readonly string[], keys: readonly string[]])[] =
  [
    ['lint', () => [at('bad.meta')], ['code', 'summary']],
    ['lint', () => [at('bad.meta'), '--fix', at('fixed.meta')], ['code', 'summary']],
    [
      'build',
      () => [at('shop.csv'), '-o', at('out.meta'), '--max-lines', '10'],
      ['columns', 'code', 'path', 'summary'],
    ],
    ['preflight', () => [folder], ['path', 'summary']],
    ['preflight', () => [at('broken.jpg'), '--repair', at('repaired')], ['path', 'repaired', 'summary']],
    ['doctor', () => ['--settings'], ['setting']],
    ['doctor', () => ['--to', to(), ...connectionOf(emulator)], ['level', 'summary']],
    ['policy', () => ['--to', to(), '--region', 'cn-shanghai', '--instance', 'i'], ['policy']],
    [
      'import',
      () => [at('shop.csv'), '--images', folder, '--to', to(), ...connectionOf(emulator)],
      ['columns', 'status', 'summary'],
    ],
    [
      'upload',
      () => [folder, `${to()}/up`, '--region', emulator.regionId, '--oss-endpoint', emulator.ossEndpoint],
      ['key', 'summary'],
    ],
    [
      'sync',
      () => [
        ...[at('shop.csv'), '--images', folder, '--to', to(), '--state', at('tonight'), '--dry-run'],
        ...connectionOf(emulator),
      ],
      ['columns', 'sync'],
    ],
    [
      'submit',
      () => [`oss://${emulator.bucketName}/done`, '--wait', ...connectionOf(emulator)],
      ['submitted', 'task'],
    ],
    ['imports', () => [folder], ['folder']],
    ['tasks', () => connectionOf(emulator), ['task']],
    ['watch', () => ['1', ...connectionOf(emulator)], ['task']],
    ['failures', () => ['1', ...connectionOf(emulator)], ['remedy', 'summary']],
    [
      'plan-migration',
      () => [
        ...[at('list.jsonl'), '--to', to(), '--region', 'cn-shanghai', '-o', at('plan')],
        ...['--megabits-per-second', '1000', '--base-url', 'https://images.shop.example/'],
      ],
      ['route'],
    ],
    ['verify', () => [at('shop.csv'), ...connectionOf(emulator)], ['columns', 'kind', 'summary']],
    ['search', () => ['--filter', 'int_attr >= 0', ...connectionOf(emulator)], ['summary']],
    ['search', () => [at('a.jpg'), ...connectionOf(emulator)], ['productId', 'summary']],
    ['explain', () => ['META_REGION_ORDER', 'NoSuchBucket'], ['code']],
    ['completion', () => ['bash'], ['completion']],
    ['help', () => ['meta'], ['help']],
    ['lint', () => [at('missing.meta')], ['error']],
    ['lint', () => ['--colour', 'x'], ['error']],
    ['failures', () => ['77', ...connectionOf(emulator)], ['error']],
    ['lint', () => ['--help'], ['help']],
  ];

describe('the lines that --json prints', () => {
  it.each(COMMANDS.map(({ name }) => [name]))('have documented shapes for %s', (name) => {
    expect(Object.keys(SCHEMA.definitions)).toContain(`lines of ${name}`);
  });

  it.each(CALLS)('are of the documented shapes: %s', async (command, args, keys) => {
    const { stdout } = await runCli([command, ...args(), '--json'], { env: keysOf(emulator) });
    const lines = jsonLines(stdout);
    const shape = shapeOf(command);
    for (const one of lines) expect(shape(one), JSON.stringify([one, shape.errors])).toBe(true);
    const seen = new Set(lines.flatMap((one) => Object.keys(one)));
    expect([...seen]).toEqual(expect.arrayContaining([...keys]));
  });
});
