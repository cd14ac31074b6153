import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { ImportSummary } from '../../src/index.ts';
import { quickEmulator } from '../flow/import-test-bed.ts';
import { ALL_SERVERS, QUEUE_SERVERS } from '../support/queue-servers.ts';
import { listData } from '../support/rpc-call.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { DistributedBed } from './distributed-bed.ts';

const PROGRAM = fileURLToPath(new URL('./coordinator-process.mjs', import.meta.url));
const IS_LONG = process.env['MODE'] === 'long';
const [ENTRIES, KILLS, WORKERS] = IS_LONG ? [Number(process.env['ENTRIES'] ?? 600), 20, 3] : [60, 3, 2];
const SHARDS = IS_LONG ? 12 : 6;
const PACE = IS_LONG ? {} : { IncreaseList: 5, CheckImageExists: 50 };

/** Who is killed: n below `WORKERS` is a worker, then comes the queue, and then the coordinator. */
const VICTIMS: Readonly<Record<string, (random: () => number) => number>> = {
  'workers, queue and coordinator are': (random) => Math.floor(random() * (WORKERS + 2)),
  ...(ALL_SERVERS && {
    'the queue is': () => WORKERS,
    'the coordinator, each time with another folder, is': () => WORKERS + 1,
  }),
};

const CASES = Object.entries(QUEUE_SERVERS).flatMap(([name, start]) =>
  Object.entries(VICTIMS).map(([victims, chooseVictim]) => [name, victims, start, chooseVictim] as const),
);

it.each(CASES)(
  `an import on %s brings each of ${ENTRIES} entries in once when %s killed ${KILLS} times`,
  async (_, __, start, chooseVictim) => {
    await using emulator = await quickEmulator({ taskDurationMs: 40 });
    await using server = await start();
    await using bed = await DistributedBed.open(emulator, server.connection, ENTRIES);
    const random = seededRandom(7);
    let isOver = false;
    const workers: ChildProcess[] = [];
    const keepWorker = async (n: number): Promise<void> => {
      const child = await bed.workerProcess();
      workers[n] = child;
      child.once('close', () => {
        if (!isOver) void keepWorker(n);
      });
    };
    await Promise.all(Array.from({ length: WORKERS }, (_, n) => keepWorker(n)));

    const told = new Map<number, string>();
    let summary: ImportSummary | undefined;
    const coordinators: ChildProcess[] = [];
    let coordinating: Promise<unknown> = Promise.resolve();
    const startCoordinator = () => {
      const argument = JSON.stringify(bed.coordinator(ENTRIES, SHARDS, PACE));
      const child = spawn(process.execPath, [PROGRAM, argument], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      createInterface({ input: child.stdout }).on('line', (text) => {
        const said = JSON.parse(text) as { line?: number; status?: string; summary?: ImportSummary };
        if (said.line !== undefined) told.set(said.line, said.status ?? '');
        summary ??= said.summary;
      });
      coordinators.push(child);
      coordinating = once(child, 'close');
    };
    startCoordinator();
    for (let n = 0; n < KILLS && summary === undefined; n++) {
      await sleep(300 + random() * 1_200); // meanwhile it goes on
      const victim = chooseVictim(random);
      if (victim < WORKERS) workers[victim]?.kill('SIGKILL');
      else if (victim === WORKERS) await server.killAndRestart();
      else {
        coordinators.at(-1)?.kill('SIGKILL');
        await coordinating;
        if (summary === undefined) startCoordinator();
      }
    }
    for (; summary === undefined; await coordinating)
      if (coordinators.at(-1)?.exitCode !== null) startCoordinator(); // it was ended by an outage of the queue
    isOver = true;
    const all = Array.from({ length: ENTRIES }, (_, n) => n);
    expect(summary).toMatchObject({ supplied: ENTRIES, succeeded: ENTRIES, failed: 0, refused: 0 });
    expect(bed.inGallery()).toEqual(all);
    expect([...told.keys()].toSorted((a, b) => a - b)).toEqual(all.map((n) => n + 1));
    const filed = (await readFile(join(bed.folder, 'state', 'state', 'imported.jsonl'), 'utf8'))
      .trim()
      .split('\n');
    const lines = filed.map((line) => (JSON.parse(line) as { place: { line: number } }).place.line);
    expect(lines.toSorted((a, b) => a - b)).toEqual(all.map((n) => n + 1));
    const { Increments } = await listData(emulator, { PageSize: '100' });
    expect(Increments.Instance).toHaveLength((summary as ImportSummary).tasks);
  },
  600_000,
);
