import { access } from 'node:fs/promises';
import { type ImageFailure, isSettled } from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type ConnectionOptions, openClient } from '../options/connection.ts';
import { counted } from '../output/counted.ts';
import { nextCommand } from '../output/next-command.ts';
import { STANDARD } from '../output/output-file.ts';
import { exitOf, taskOf } from '../results/task-output.ts';

export interface FailuresCommandOptions extends ConnectionOptions {
  readonly meta?: string | undefined;
}

/** `failures ID`: lists the images that a batch task did not take, each with its remedy. */
export const failures: Action<readonly [string], FailuresCommandOptions> = async (
  { output, signal, settings },
  [id],
  options,
) => {
  const { meta } = options;
  if (meta !== undefined && meta !== STANDARD) await access(meta); // its error names the file
  await using client = openClient(options);
  const { tasks } = client;
  const state = await taskOf(tasks, id, settings, signal);
  if (!isSettled(state)) {
    output.note(
      `Batch task ${id} is still running: its failures can be read when it is over (${nextCommand(`watch ${id}`, settings)})`,
    );
    return EXIT.data;
  }
  if (state.status === 'FAIL')
    output.note(`Batch task ${id} failed as a whole: ${state.code} ${state.message}`);
  const count = { failures: 0, retry: 0, repair: 0, giveUp: 0 };
  const source = meta === undefined ? undefined : meta === STANDARD ? process.stdin : { path: meta };
  for await (const failure of tasks.failures(state, { meta: source, signal })) {
    const { remedy } = failure;
    count.failures += 1;
    count[remedy] += 1;
    const { line, productId, picName, code, message, advice, record, raw } = failure;
    const facts = { line, productId, picName, code, message, remedy, advice, record, raw };
    await output.result(
      Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value ?? null])),
      described(failure),
    );
  }
  const { retry, repair, giveUp } = count;
  await output.result(
    { summary: count },
    `${counted(count.failures, 'failure')}: ${retry} to be submitted again, ${repair} to be repaired first, ${giveUp} to be given up`,
  );
  return count.failures > 0 ? EXIT.data : exitOf(state);
};

const described = ({ line, productId, picName, code, message, advice, raw }: ImageFailure): string =>
  [
    line === undefined ? '' : `line ${line}:`,
    [productId, picName].filter((name) => name !== undefined).join(' '),
    code ?? '',
    message ?? (code === undefined ? raw : ''),
    `(${advice})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
