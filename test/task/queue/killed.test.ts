import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { listData } from '../../support/rpc-call.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { putFolder } from '../../support/test-bed.ts';

const IS_LONG = process.env['MODE'] === 'long';
const [TASKS, KILLS] = IS_LONG ? [200, 20] : [30, 6];
/** How much faster than the machine's the clock of the process runs: a wait of a second takes 20 ms. */
const TIMES_FASTER = 50;

const PROGRAM = fileURLToPath(new URL('./queue-process.mjs', import.meta.url));

it(`TaskQueue submits each of ${TASKS} files exactly once when its process is killed ${KILLS} times`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'killed-queue-'));
  await using emulator = await startEmulator({ taskDurationMs: 3 });
  const names = Array.from({ length: TASKS }, (_, n) => `part-${String(n).padStart(3, '0')}`);
  for (const name of names) await putFolder(emulator, name);
  const settings = {
    connection: {
      region: emulator.regionId,
      instance: emulator.instanceName,
      endpoint: emulator.imageSearchEndpoint,
      credentials: { accessKeyId: emulator.accessKeyId, accessKeySecret: emulator.accessKeySecret },
    },
    path: join(folder, 'queue.json'),
    addresses: names.map((name) => `oss://${emulator.bucketName}/${name}`),
    timesFaster: TIMES_FASTER,
  };
  const yielded: string[] = [];
  const progress = new EventEmitter();
  const start = () => {
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(settings)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.on('error', () => {}); // a line may be on its way when the process is killed
    const ended = once(child, 'close');
    createInterface({ input: child.stdout }).on('line', (text) => {
      yielded.push(text);
      progress.emit('line');
    });
    return { child, ended };
  };

  const random = seededRandom(2026);
  let killed = 0;
  for (let n = 1; n <= KILLS; n++) {
    const { child, ended } = start();
    const enough = ((n - random()) * TASKS) / (KILLS + 1);
    let toldAt = performance.now();
    let fileMs = 0;
    do {
      child.stdin.write('\n'); // on to the next file, and no further
      await Promise.race([once(progress, 'line'), ended]);
      fileMs = performance.now() - toldAt;
      toldAt = performance.now();
    } while (new Set(yielded).size < enough && isAlive(child));
    child.stdin.write('\n');
    await sleep(random() * fileMs); // somewhere in the next file, however fast the machine is
    if (isAlive(child)) killed += 1;
    child.kill('SIGKILL');
    await ended;
  }
  const last = start();
  last.child.stdin.end();
  expect(await last.ended).toEqual([0, null]);
  expect(killed).toBe(KILLS);

  const { Increments } = await listData(emulator, { PageSize: '500' });
  expect(Increments.Instance.map(({ Path }) => Path.slice(1)).toReversed()).toEqual(names);
  expect([...new Set(yielded)]).toEqual(settings.addresses.map((one) => `${one} SUCCESS`));
  expect(yielded.length - TASKS).toBeLessThanOrEqual(KILLS); // a kill makes one of them come again
  await rm(folder, { recursive: true });
}, 300_000);

const isAlive = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;
