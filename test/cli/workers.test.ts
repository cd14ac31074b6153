import { expect, it } from 'vitest';
import { DistributedBed } from '../distributed/distributed-bed.ts';
import { importAndCollect, quickEmulator } from '../flow/import-test-bed.ts';
import { QUEUE_SERVERS } from '../support/queue-servers.ts';
import { jsonLines, keysOf, runCli } from './run-cli.ts';

it('imagesearch-import worker says without its password that an address is no queue', async () => {
  const { code, stderr } = await runCli([
    'worker',
    '--queue',
    'amqp://user:secret@host',
    '--state',
    'shared',
  ]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/'--queue' must be a URL such as redis:\/\/HOST or postgresql:\/\/HOST\/DATABASE/);
  expect(stderr).not.toContain('secret');
});

const OSS = ['--queue', 'redis://127.0.0.1:1', '--region', 'r'];
it.each([
  [
    [],
    'Cannot work as nothing says where the queue is: give --queue URL, or have IMAGESEARCH_QUEUE carry it',
  ],
  [OSS.slice(0, 2), 'Cannot reach the state oss://bucket/s as its region is not known: give --region'],
  [[...OSS, '--oss-timeout-ms', '0'], "'--oss-timeout-ms' must be"],
  [[...OSS, '--read-timeout-ms', '0'], "'--read-timeout-ms' must be"],
  [[...OSS, '--queue-name', 'a:b'], "'--queue-name' must be a name without colons"],
])('imagesearch-import worker %j says what is missing or wrong', async (flags, message) => {
  const { code, stderr } = await runCli(['worker', '--state', 'oss://bucket/s', ...flags]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

it.skipIf(!('Redis' in QUEUE_SERVERS))(
  'imagesearch-import worker prepares an import, and imports says how far it is',
  async () => {
    await using emulator = await quickEmulator();
    await using server = await (QUEUE_SERVERS['Redis'] as (typeof QUEUE_SERVERS)[string])();
    await using bed = await DistributedBed.open(emulator, server.connection, 4);
    const options = bed.importOptions();
    const place = ['--state', `${bed.folder}/state/state`, '--queue', server.connection];
    const oss = ['--oss-endpoint', emulator.ossEndpoint, '--region', emulator.regionId];
    const worker = runCli(['worker', ...place, ...oss, '--name', 'w-1', '--json'], {
      env: keysOf(emulator),
      interruptAt: '"done"',
    });
    const { summary } = await importAndCollect(bed.rows(4), options);
    expect(summary).toMatchObject({ succeeded: 4 });
    const { code, stdout, stderr } = await worker;
    expect(code).toBe(0);
    expect(stderr).toMatch(/Worker w-1 waits for shards in the queue imagesearch-import-[0-9a-f]{16}/);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ stage: 'done', shard: 1, rows: 4 });
    const told = await runCli(['imports', ...place]);
    expect(told.stdout).toMatch(
      /state: over\nshards {3}1, 1 prepared, 1 settled\nentries {2}4, 4 settled\nworkers {2}/,
    );
  },
);
