import { beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { Emulator, EmulatorOptions } from '../../../src/emulator/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { all } from '../../support/items.ts';
import { increase, listData, rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { line, putObjects, tasksOf } from '../../support/test-bed.ts';

let good: Uint8Array;
let small: Uint8Array;
beforeAll(async () => {
  good = await makeImage({ format: 'jpeg', width: 120, height: 100 });
  small = await makeImage({ format: 'jpeg', width: 50, height: 50 });
});

const add = (ProductId: string, PicName = 'a.jpg') => line({ ProductId, PicName });
const remove = (ProductId: string) =>
  `${JSON.stringify({ OperationType: 'DELETE', ProductId, PicName: 'a.jpg' })}\n`;
const products = (emulator: Emulator) => emulator.gallery().map(({ ProductId }) => ProductId);

const strict = (options: EmulatorOptions = {}) =>
  startEmulator({ taskDurationMs: 0, badLine: 'failsTask', ...options });

/** Runs a task over these lines, beside two images. */
async function run(emulator: Emulator, lines: readonly string[]) {
  await putObjects(emulator, {
    'spring/a.jpg': good,
    'spring/small.jpg': small,
    'spring/increment.meta': lines.join(''),
  });
  const tasks = tasksOf(emulator);
  const state = await tasks.wait(await tasks.submit(`oss://${emulator.bucketName}/spring`));
  return { state, failures: await all(tasks.failures(state)) };
}

const VAGUE = { Code: 'IncrementFailed', Message: 'The images were not imported' };

const failImage: EmulatorOptions['failImage'] = ({ productId }) =>
  productId === 'failing' ? 'ExtractFeatureTimeout' : undefined;

describe("a task, when badLine is 'failsTask',", () => {
  it.each([
    ['cannot be read', 'x\n'],
    ['breaks a rule', line({ CategoryId: 10 })],
    ['names no object', add('P2', 'none.jpg')],
    ['names an image that is too small', add('P2', 'small.jpg')],
    ['names an image that failImage lets fail', add('failing')],
    ['adds an image beyond the capacity', [add('P2'), add('P3'), add('P4')].join('')],
  ])('is FAIL, changes nothing, and names no line, when a line %s', async (_, bad) => {
    await using emulator = await strict({ capacity: 4, failImage });
    expect((await run(emulator, [add('before'), add('other')])).state.status).toBe('SUCCESS');
    const before = emulator.gallery();
    const { state, failures } = await run(emulator, [remove('before'), add('P1'), add('P5'), bad]);
    expect(state).toMatchObject({ status: 'FAIL', code: VAGUE.Code, message: VAGUE.Message });
    expect(failures).toMatchObject([
      { line: undefined, productId: undefined, picName: undefined, code: VAGUE.Code, message: VAGUE.Message },
    ]);
    expect(emulator.gallery()).toEqual(before);
    const { Increments } = await listData(emulator, { Id: '2' });
    expect(Increments.Instance).toMatchObject([
      { Status: 'FAIL', Code: VAGUE.Code, Msg: VAGUE.Message, ErrorUrl: expect.stringContaining('http') },
    ]);
  });

  it('is SUCCESS, with every change, when no line is bad', async () => {
    await using emulator = await strict({ capacity: 2 });
    const lines = [add('P1'), '\n', add('P2'), remove('P1'), add('P3'), remove('P9')];
    const { state, failures } = await run(emulator, lines);
    expect(state).toMatchObject({ status: 'SUCCESS', code: '0', errorUrl: undefined });
    expect(failures).toEqual([]);
    expect(products(emulator)).toEqual(['P2', 'P3']);
  });

  it('changes the gallery at its end, and is FAIL when that has become full meanwhile', async () => {
    const clock = new FakeClock();
    await using emulator = await strict({ capacity: 2, taskDurationMs: 60_000, clock });
    const meta = [add('P1'), add('P2')].join('');
    await putObjects(emulator, { 'spring/a.jpg': good, 'spring/increment.meta': meta });
    await increase(emulator);
    clock.advance(59_999);
    expect(products(emulator)).toEqual([]);
    const PicContent = Buffer.from(good).toString('base64');
    const form = { InstanceName: 'emulated', ProductId: 'P3', PicName: 'a.jpg', PicContent };
    expect((await rpcCall(emulator, { action: 'AddImage', form })).status).toBe(200);
    clock.advance(1);
    await expect
      .poll(async () => (await listData(emulator)).Increments.Instance[0])
      .toMatchObject({ Status: 'FAIL', Code: VAGUE.Code });
    expect(products(emulator)).toEqual(['P3']);
  });

  it.each([
    ['json', `${JSON.stringify(VAGUE)}\n`],
    ['csv', `Line,OperationType,ProductId,PicName,Code,Message\n,,,,"${VAGUE.Code}","${VAGUE.Message}"\n`],
    ['text', `${VAGUE.Code}: ${VAGUE.Message}\n`],
  ] as const)('writes one failure without a line when failureFormat is %s', async (failureFormat, text) => {
    await using emulator = await strict({ failureFormat });
    const { state } = await run(emulator, ['x\n', add('P1'), 'y\n']);
    expect(await (await fetch(state.errorUrl ?? '')).text()).toBe(text);
  });

  it('is FAIL under every order of its lines', async () => {
    for (let seed = 0; seed < 5; seed++) {
      await using emulator = await strict({ lineOrder: { seed } });
      const { state } = await run(emulator, [add('P1'), add('P2'), 'x\n', add('P3')]);
      expect([state.status, products(emulator)]).toEqual(['FAIL', []]);
    }
  });
});

it("a bad line fails alone when badLine is 'fails'", async () => {
  await using emulator = await startEmulator({ taskDurationMs: 0, badLine: 'fails', failImage });
  const { state, failures } = await run(emulator, ['x\n', add('P1'), add('failing')]);
  expect(state.status).toBe('SUCCESS');
  expect(failures).toMatchObject([{ line: 1 }, { line: 3, code: 'ExtractFeatureTimeout' }]);
  expect(products(emulator)).toEqual(['P1']);
});
