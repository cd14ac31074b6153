import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeImage } from '../samples/make-images.ts';
import { type Figure, rounded } from './figure.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Ten times as many each time, for the law by which time, memory and disk grow. */
const SIZES = [100_000, 1_000_000];
/** For the command line: `SCALE_ROWS=50000000 npm run bench -- scale`; so many take hours, and 48 GB of the disk. */
const ROWS = process.env['SCALE_ROWS'];
const LINES_PER_TASK = 10_000;
const TASK_SECONDS = 60;
/** What docs/scale.md recommends for huge imports: most of the peak is what V8 leaves for its next collection. */
const SEMI_SPACE_MB = 4;

/** What a simulated import took. */
export interface Simulated {
  readonly rows: number;
  readonly tasks: number;
  readonly seconds: number;
  readonly planSeconds: number;
  /** Time of the processor, to the end of planning and in all: less than `seconds` where others share the machine. */
  readonly planCpuSeconds: number;
  readonly cpuSeconds: number;
  readonly planPeakMb: number;
  readonly peakMb: number;
  readonly planDiskMb: number;
  readonly mostDiskMb: number;
  readonly leftDiskMb: number;
  /** By operation, as OSS and Image Search have counted them. */
  readonly requests: Readonly<Record<string, number>>;
  /** How long the tasks and all waits would have taken. */
  readonly simulatedSeconds: number;
}

/**
 * Simulates an import of many rows without network: the real planner, shards, ledgers, journal, tasks and account, and real
 * files, but services that only count, one image for all rows, and a clock that jumps over every wait. Fails when an entry
 * is not accounted for.
 *
 * @param rows whole thousands
 */
export async function simulate(
  rows: number,
  linesPerTask = LINES_PER_TASK,
  taskSeconds = TASK_SECONDS,
): Promise<Simulated> {
  await using folder = await temporaryFolder();
  const image = await makeImage({ format: 'png', width: 100, height: 100 });
  const input = {
    rows,
    linesPerTask,
    taskSeconds,
    folder: folder.path,
    image: Buffer.from(image).toString('base64'),
  };
  const worker = fileURLToPath(new URL('./scale.worker.mjs', import.meta.url));
  const flags = [`--max-semi-space-size=${SEMI_SPACE_MB}`];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, worker, JSON.stringify(input)]);
  return JSON.parse(stdout) as Simulated;
}

/** Peak memory, rows a second and bytes of the disk, for a catalogue that is ten times as long. */
export async function* benchScale(): AsyncGenerator<Figure, void, void> {
  let before: Simulated | undefined;
  for (const rows of ROWS === undefined ? SIZES : [Number(ROWS)]) {
    const now = await simulate(rows);
    yield* figuresOf(now, before ?? now);
    before = now;
  }
}

function* figuresOf(now: Simulated, before: Simulated): Generator<Figure, void, void> {
  const figures: readonly (readonly [string, string, (simulated: Simulated) => number])[] = [
    ['peak memory', 'MB', ({ peakMb }) => peakMb],
    ['peak memory of planning', 'MB', ({ planPeakMb }) => planPeakMb],
    ['planning', 'rows/s', ({ rows, planSeconds }) => rows / planSeconds],
    ['processor for a thousand rows', 's', ({ rows, cpuSeconds }) => (cpuSeconds / rows) * 1_000],
    ['all after planning', 'rows/s', ({ rows, seconds, planSeconds }) => rows / (seconds - planSeconds)],
    ['disk for a row at most', 'bytes', ({ rows, mostDiskMb }) => (mostDiskMb * 2 ** 20) / rows],
    ['disk for a row in the end', 'bytes', ({ rows, leftDiskMb }) => (leftDiskMb * 2 ** 20) / rows],
  ];
  for (const [name, unit, of] of figures)
    yield {
      ...{ name: `simulated import of ${now.rows} rows: ${name}`, value: rounded(of(now)), unit },
      against: { name: `of ${before.rows} rows`, value: rounded(of(before)) },
    };
}
