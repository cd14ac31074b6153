import { access } from 'node:fs/promises';
import { isSettled } from '../task/calls/task-state.ts';
import type { ImageFailure } from '../task/failures/failure-line.ts';
import { reasonOf } from '../task/failures/failure-reasons.ts';
import type { ConnectionOptions } from './connection.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';
import { exitOf, taskClient, taskOf } from './task-client.ts';

export interface FailuresCommandOptions extends ConnectionOptions {
  readonly meta?: string | undefined;
}

/** `failures ID`: the images that a batch task did not take, each with what helps it. */
export const failures: Action<readonly [string], FailuresCommandOptions> = async (
  { output, signal },
  [id],
  options,
) => {
  const { meta } = options;
  if (meta !== undefined) await access(meta); // the system says what is wrong with it
  const client = taskClient(options);
  const state = await taskOf(client, id, signal);
  if (!isSettled(state)) {
    output.note(
      `Batch task ${id} is not over: its failures are told once it is (imagesearch-import watch ${id})`,
    );
    return EXIT.data;
  }
  if (state.status === 'FAIL')
    output.note(printable(`Batch task ${id} failed as a whole: ${state.code} ${state.message}`));
  const count = { failures: 0, retry: 0, repair: 0, giveUp: 0 };
  for await (const failure of client.failures(state, {
    signal,
    ...(meta !== undefined && { meta: { path: meta } }),
  })) {
    const { remedy } = reasonOf(failure.code);
    count.failures += 1;
    count[remedy] += 1;
    const { line, productId, picName, code, message, advice, record, raw } = failure;
    const facts = { line, productId, picName, code, message, remedy, advice, record, raw };
    await output.result(
      Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value ?? null])),
      printable(described(failure)),
    );
  }
  const { retry, repair, giveUp } = count;
  await output.result(
    { summary: count },
    `${count.failures} failures: ${retry} to be submitted again, ${repair} to be repaired first, ${giveUp} to be given up`,
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
