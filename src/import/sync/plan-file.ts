import { createHash, type Hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { JsonLinesWriter, jsonLine } from '../../shared/files/json-lines-file.ts';
import { show } from '../../shared/options/checks.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import { DIFFERENCE_KINDS, type Difference, type DifferenceKind } from './difference.ts';
import type { SampleImage, SyncPlan } from './sync-plan.ts';

const SAMPLES = 3;
const LONGEST_PATH = 1_000;

/** What the file counts of its own lines. */
type Counted = 'version' | 'lines' | 'kinds' | 'samples' | 'updatable' | 'digest';

/** The last line of the file: a file that was cut short or changed has none that fits. */
interface Trailer {
  readonly plan: SyncPlan;
}

/** Writes plan.jsonl: a difference a line, and then the plan as a whole. */
export class PlanFile implements AsyncDisposable {
  readonly #file: JsonLinesWriter<Difference | Trailer>;
  readonly #hash = createHash('sha256');
  readonly #kinds = Object.fromEntries(DIFFERENCE_KINDS.map((kind) => [kind, 0])) as Record<
    DifferenceKind,
    number
  >;
  readonly #samples: Partial<Record<DifferenceKind, SampleImage[]>> = {};
  #lines = 0;
  #updatable = 0;

  private constructor(file: JsonLinesWriter<Difference | Trailer>) {
    this.#file = file;
  }

  static async create(path: string): Promise<PlanFile> {
    return new PlanFile(await JsonLinesWriter.create(path));
  }

  async add(difference: Difference): Promise<void> {
    this.count(difference);
    this.#lines += 1;
    if (difference.update !== undefined) this.#updatable += 1;
    hashLine(this.#hash, difference);
    await this.#file.add(difference);
  }

  /** Counts a difference that is not written down, as nothing is done about it. */
  count({ kind, entry: { productId }, picName, fields, otherName }: Omit<Difference, 'before'>): void {
    this.#kinds[kind] += 1;
    this.#samples[kind] ??= [];
    const samples = this.#samples[kind];
    if (samples.length < SAMPLES) samples.push({ productId, picName, fields, otherName });
  }

  get kinds(): Readonly<Record<DifferenceKind, number>> {
    return this.#kinds;
  }

  /** Differences that a call of UpdateImage can carry out. */
  get updatable(): number {
    return this.#updatable;
  }

  async finish(more: Omit<SyncPlan, Counted>): Promise<SyncPlan> {
    const plan: SyncPlan = {
      version: 1,
      ...more,
      ...{ lines: this.#lines, kinds: this.#kinds, samples: this.#samples, updatable: this.#updatable },
      digest: this.#hash.digest('hex'),
    };
    await this.#file.add({ plan });
    await this.#file.sync();
    return plan;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

/** @throws {RangeError} for a file that is no whole plan, or was changed */
export async function readPlan(path: string): Promise<SyncPlan> {
  if ((await stat(path)).isDirectory())
    throw new RangeError(
      `Cannot use the plan ${show(path, LONGEST_PATH)} as it is a folder: name the plan.jsonl in it`,
    );
  if (!(await beginsAsPlan(path))) throw notWhole(path, 'its first line is no JSON');
  const hash = createHash('sha256');
  let [lines, trailer]: [number, Trailer | undefined] = [0, undefined];
  for await (const { value } of wholeLinesOf<Difference | Trailer>(path)) {
    if (trailer !== undefined) throw notWhole(path, 'it goes on after its last line');
    if ('plan' in value) trailer = value;
    else {
      hashLine(hash, value);
      lines += 1;
    }
  }
  if (trailer === undefined) throw notWhole(path, 'its last line is missing');
  const { version, digest } = trailer.plan;
  if (version !== 1) throw notWhole(path, `it is of version ${show(version)}`);
  if (trailer.plan.lines !== lines || digest !== hash.digest('hex')) throw notWhole(path, 'it was changed');
  return trailer.plan;
}

/** What is no plan at all, such as a catalogue, is not told of as a damaged one. */
async function beginsAsPlan(path: string): Promise<boolean> {
  try {
    for await (const _ of wholeLinesOf(path)) break;
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The differences that the plan carries out: without superfluous images where they are not deleted. */
export async function* plannedDifferences(
  path: string,
  plan: Pick<SyncPlan, 'withheld'>,
): AsyncGenerator<Difference, void, void> {
  for await (const difference of differencesIn(path)) if (!isWithheld(difference, plan)) yield difference;
}

/** The superfluous images of the file that are not deleted. */
export async function* withheldDifferences(
  path: string,
  plan: Pick<SyncPlan, 'withheld'>,
): AsyncGenerator<Difference, void, void> {
  for await (const difference of differencesIn(path)) if (isWithheld(difference, plan)) yield difference;
}

async function* differencesIn(path: string): AsyncGenerator<Difference, void, void> {
  for await (const { value } of wholeLinesOf<Difference | Trailer>(path)) if (!('plan' in value)) yield value;
}

const isWithheld = ({ kind }: Difference, { withheld }: Pick<SyncPlan, 'withheld'>): boolean =>
  kind === 'superfluous' && withheld.images > 0;

const hashLine = (hash: Hash, difference: Difference): void => void hash.update(jsonLine(difference));

const notWhole = (path: string, why: string) =>
  new RangeError(
    `Cannot use the plan ${show(path, LONGEST_PATH)} as it must be as a dry run has written it: ${why}; make a new plan`,
  );
