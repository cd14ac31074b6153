import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { type FaultServer, reply, replyJson, startFaultServer } from '../support/fault-server.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { taskItem } from '../support/task-list.ts';
import { line, putFolder, tasksOf } from '../support/test-bed.ts';
import { HOSTILE } from './hostile-text.ts';
import { keysOf } from './run-cli.ts';

/** A name that a file can have. */
export const NAME = HOSTILE;

export let folder: string;
export let emulator: Emulator;
export let taskWithFailures: string;
/** Answers every call of Image Search with words that are not ours. */
const servers = new Map<keyof typeof ANSWERS, FaultServer>();

const ANSWERS = {
  refusal: replyJson(400, { Code: HOSTILE, Message: HOSTILE, RequestId: HOSTILE }),
  knownRefusal: replyJson(400, { Code: 'NoPermission', Message: HOSTILE, RequestId: HOSTILE }),
  listOfTasks: replyJson(200, {
    Data: {
      Increments: {
        Instance: [
          {
            ...taskItem(1, 'FAIL'),
            ...{ Msg: HOSTILE, Code: HOSTILE, BucketName: HOSTILE, Path: `/${HOSTILE}`, ErrorUrl: HOSTILE },
          },
        ],
      },
      TotalCount: 1,
    },
    RequestId: HOSTILE,
  }),
  unknownStatus: replyJson(200, {
    Data: { Increments: { Instance: [taskItem(1, HOSTILE)] }, TotalCount: 1 },
  }),
  instance: replyJson(200, {
    Arn: HOSTILE,
    Instance: { Name: HOSTILE, Region: HOSTILE, UtcExpireTime: HOSTILE },
    RequestId: HOSTILE,
  }),
  html: reply(200, `<html>${HOSTILE}`, { 'content-type': 'text/html' }),
  xml: reply(
    403,
    `<Error><Code>${HOSTILE}</Code><Message>${HOSTILE}</Message><RequestId>${HOSTILE}</RequestId></Error>`,
    {
      'content-type': 'application/xml',
    },
  ),
};

export const at = (answer: keyof typeof ANSWERS) => ['--endpoint', servers.get(answer)?.endpoint ?? ''];
export const ossAt = (answer: keyof typeof ANSWERS) => [
  '--oss-endpoint',
  `http://${servers.get(answer)?.endpoint ?? ''}`,
];
const put = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
export async function openBed(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  mkdirSync(join(folder, 'images', NAME), { recursive: true });
  mkdirSync(join(folder, NAME));
  put(join('images', `${NAME}.jpg`), 'no image');
  put(join('images', 'a.jpg'), await makeImage({ format: 'jpeg', width: 120, height: 100 }));
  put(`${NAME}.csv`, `ProductId,Image,${JSON.stringify(HOSTILE)}\n1,missing.jpg,\n`);
  put(
    'cells.csv',
    ['ProductId,Image,CategoryId', ...Array(3).fill(Array(3).fill(`"${HOSTILE}"`).join(','))].join('\n'),
  );
  put('twice.csv', 'ProductId,Image\n1,a.jpg\n1,a.jpg\n');
  put('keys.jsonl', `${JSON.stringify({ [HOSTILE]: HOSTILE, id: HOSTILE, image: HOSTILE })}\n`);
  put('broken.jsonl', `{"id":1,"image":"a.jpg", ${HOSTILE.replaceAll(/[\n\r]/g, '')}\n`);
  put(
    'increment.meta',
    [
      line({ ProductId: HOSTILE, PicName: HOSTILE, CustomContent: HOSTILE, OperationType: HOSTILE }),
      line({ [HOSTILE]: HOSTILE, CategoryId: HOSTILE, Region: HOSTILE }),
      `{"${HOSTILE.replaceAll(/[\n\r]/g, '')}\n`,
    ].join(''),
  );
  put(NAME.concat('.meta'), line({ PicName: '' }));
  emulator = await startEmulator();
  for (const [key, value] of Object.entries(keysOf(emulator))) vi.stubEnv(key, value);
  for (const [name, answer] of Object.entries(ANSWERS))
    servers.set(name as keyof typeof ANSWERS, await startFaultServer(answer));
  await putFolder(emulator, 'spring', [line(), line({ ProductId: HOSTILE, PicName: 'missing.jpg' })]);
  const tasks = tasksOf(emulator);
  const ref = await tasks.submit(`oss://${emulator.bucketName}/spring`);
  await tasks.wait(ref);
  taskWithFailures = ref.id;
}
export async function closeBed(): Promise<void> {
  vi.unstubAllEnvs();
  for (const server of servers.values()) await server[Symbol.asyncDispose]();
  await emulator.close();
  rmSync(folder, { recursive: true });
}
