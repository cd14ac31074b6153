import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type LedgerLine, readLedger } from '../../src/import/ledger.ts';
import { readFailures } from '../../src/import/settle/read-failures.ts';
import { ImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import { BatchTaskClient } from '../../src/task/batch-task-client.ts';
import type { TaskState } from '../../src/task/calls/task-state.ts';

const ledgerLine = (n: number): LedgerLine => ({
  number: n,
  place: { source: 'shop.csv', line: n + 1, lines: 1 },
  picName: `${n}.jpg`,
  record: { operationType: 'ADD', productId: `P${n}`, picName: `${n}.jpg` },
  issues: [],
});

/** What becomes of a task's failures when their file is served so, and IncreaseList gives the same address again. */
async function reported(answers: readonly (readonly [status: number, body: string])[]) {
  let [asked, listed] = [0, 0];
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === 'POST') {
      listed += 1;
      const task = { Id: 7, Status: 'SUCCESS', Code: '0', ErrorUrl: url };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ RequestId: 'R', Data: { Increments: { Instance: [task] }, TotalCount: 1 } }),
      );
      return;
    }
    const [status, body] = answers[Math.min(asked++, answers.length - 1)] ?? [500, ''];
    response.writeHead(status, { 'x-oss-request-id': 'R' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${endpoint}/failures`;
  const connection = {
    region: 'cn-shanghai',
    instance: 'i',
    endpoint,
    credentials: { accessKeyId: 'a', accessKeySecret: 'b' },
  };
  const state: TaskState = {
    ref: { version: 1, region: 'cn-shanghai', instance: 'i', id: '7', bucket: 'b', path: '/' },
    status: 'SUCCESS',
    code: '0',
    message: '',
    errorUrl: url,
    createdAt: 0,
    modifiedAt: 0,
  };
  const folder = await mkdtemp(join(tmpdir(), 'failures-test-'));
  const ledger = join(folder, 'ledger.jsonl');
  try {
    await writeFile(ledger, [1, 2].map((n) => `${JSON.stringify(ledgerLine(n))}\n`).join(''));
    const tasks = new BatchTaskClient(connection);
    const reading = { tasks, state, folder: '', signal: undefined };
    const { byLine, unmatched, inDoubt } = await readFailures(() => readLedger(ledger), reading);
    return {
      lines: [...byLine.values()].map(({ raw }) => raw),
      unmatched: unmatched.length,
      inDoubt,
      asked,
      listed,
    };
  } finally {
    await rm(folder, { recursive: true });
    server.closeAllConnections();
    server.close();
  }
}

it('readFailures() is sure when the file names failures', async () => {
  expect(await reported([[200, '{"line":1}\n{"line":2}\n']])).toEqual({
    lines: ['{"line":1}', '{"line":2}'],
    inDoubt: false,
    unmatched: 0,
    asked: 1,
    listed: 0,
  });
});

it('readFailures() is in doubt when the file is empty', async () => {
  expect(await reported([[200, '']])).toMatchObject({ lines: [], inDoubt: true, unmatched: 0 });
});

it('readFailures() asks for a fresh address and reads again when the file cannot be read once', async () => {
  const answers = [
    [503, ''],
    [200, '{"line":1}'],
  ] as const;
  expect(await reported(answers)).toEqual({
    lines: ['{"line":1}'],
    inDoubt: false,
    unmatched: 0,
    asked: 2,
    listed: 1,
  });
});

it('readFailures() is in doubt and says why when the file cannot be read at all', async () => {
  expect(await reported([[403, 'expired']])).toEqual({
    lines: [],
    inDoubt: true,
    unmatched: 1,
    asked: 3,
    listed: 2,
  });
});

it('readFailures() rejects, and doubts no image, when this machine is short of open files', async () => {
  const shortage = new ImageSearchError('no more', { code: 'OUT_OF_FILES' });
  const tasks = {
    async *failures() {
      yield* [];
      throw shortage;
    },
  };
  const reading = { tasks, state: {} as TaskState, folder: '', signal: undefined };
  await expect(readFailures(() => readLedger('nowhere'), reading)).rejects.toBe(shortage);
});
