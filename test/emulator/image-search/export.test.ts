import { describe, expect, it } from 'vitest';
import {
  type Emulator,
  type EmulatorOptions,
  startEmulator as startPaced,
} from '../../../src/emulator/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { line, putFolder, tasksOf } from '../../support/test-bed.ts';

interface Listed {
  readonly Id: number;
  readonly Status: string;
  readonly MetaUrl: string;
}

const HOUR = 3_600_000;

const dump = (emulator: Emulator) => rpcCall(emulator, { action: 'DumpMeta' });
async function list(emulator: Emulator, query: Readonly<Record<string, string>> = {}) {
  const { body } = await rpcCall(emulator, { action: 'DumpMetaList', query });
  return body['Data'] as { readonly DumpMetaList: readonly Listed[]; readonly TotalCount: number };
}

/** An emulator whose gallery has two images, and whose tasks take a minute of a clock that stands still. */
async function withImages(options: EmulatorOptions = {}) {
  const clock = new FakeClock();
  const emulator = await startEmulator({ clock, taskDurationMs: 60_000, ...options });
  await putFolder(emulator, 'spring', [
    line({ CustomContent: '红,"1"\n2' }),
    line({ ProductId: 'P2', IntAttr: 7 }),
  ]);
  const tasks = tasksOf(emulator);
  const ref = await tasks.submit(`oss://${emulator.bucketName}/spring`);
  const advance = async () => {
    await expect.poll(() => clock.sleeping).toBeGreaterThan(0);
    clock.advance(60_000);
  };
  await advance();
  await expect.poll(async () => (await tasks.get(ref)).status).toBe('SUCCESS');
  return { emulator, clock, advance, [Symbol.asyncDispose]: () => emulator.close() };
}

describe('DumpMeta', () => {
  it('answers with an id as a text, and refuses another export with 409 while it runs', async () => {
    await using bed = await withImages();
    expect((await dump(bed.emulator)).body).toMatchObject({
      ...{ Success: true, Data: { Id: '1', DumpMetaStatus: 'PROCESSING' } },
    });
    expect(await dump(bed.emulator)).toMatchObject({
      status: 409,
      body: { Code: 'Console.TaskAlreadyExist' },
    });
    expect((await list(bed.emulator)).DumpMetaList).toMatchObject([
      { Id: 1, Status: 'PROCESSING', MetaUrl: '' },
    ]);
    await bed.advance();
    await expect.poll(async () => (await list(bed.emulator)).DumpMetaList[0]?.Status).toBe('SUCCESS');
    expect((await dump(bed.emulator)).body).toMatchObject({ Data: { Id: '2' } });
  });

  it.each([
    [
      'json-lines',
      '{"ProductId":"P1","PicName":"a.jpg","CustomContent":"红,\\"1\\"\\n2","CategoryId":88888888}\n' +
        '{"ProductId":"P2","PicName":"a.jpg","CustomContent":"c","IntAttr":7,"CategoryId":88888888}\n',
    ],
    [
      'csv',
      'ProductId,PicName,CategoryId,IntAttr,IntAttr2,IntAttr3,IntAttr4,StrAttr,StrAttr2,StrAttr3,StrAttr4,CustomContent\n' +
        '"P1","a.jpg",88888888,,,,,,,,,"红,""1""\n2"\n"P2","a.jpg",88888888,7,,,,,,,,"c"\n',
    ],
  ] as const)('writes the gallery as %s to a URL that is valid for two hours', async (exportFormat, text) => {
    await using bed = await withImages({ exportFormat });
    await dump(bed.emulator);
    await bed.advance();
    await expect.poll(async () => (await list(bed.emulator)).DumpMetaList[0]?.Status).toBe('SUCCESS');
    const url = (await list(bed.emulator)).DumpMetaList[0]?.MetaUrl ?? '';
    const sorted = (file: string) =>
      exportFormat === 'csv' ? file : file.split('\n').map(fields).join('\n');
    expect(sorted(await (await fetch(url)).text())).toBe(sorted(text));
    bed.clock.advance(2 * HOUR - 1_000);
    expect((await fetch(url)).status).toBe(200);
    bed.clock.advance(2_000);
    expect((await fetch(url)).status).toBe(403);
  });

  it('refuses an exportFormat that is none', async () => {
    await expect(startEmulator({ exportFormat: 'xml' as 'csv' })).rejects.toThrow(/'exportFormat'/);
  });
});

describe('DumpMetaList', () => {
  it('lists the newest export first, by page, or one by its id', async () => {
    await using emulator = await startEmulator({ taskDurationMs: 0 });
    for (let n = 1; n <= 12; n++) {
      await dump(emulator);
      await expect.poll(async () => (await list(emulator)).DumpMetaList[0]?.Status).toBe('SUCCESS');
    }
    const ids = async (query: Readonly<Record<string, string>>) =>
      (await list(emulator, query)).DumpMetaList.map(({ Id }) => Id);
    expect(await ids({})).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(await ids({ PageNumber: '2', PageSize: '5' })).toEqual([7, 6, 5, 4, 3]);
    expect(await ids({ PageNumber: '30', PageSize: '30' })).toEqual([]);
    expect(await ids({ Id: '4' })).toEqual([4]);
    expect(await ids({ Id: '13' })).toEqual([]);
    expect((await list(emulator)).TotalCount).toBe(12);
  });

  it.each([{ PageSize: '31' }, { PageSize: '0' }, { PageNumber: '31' }, { PageNumber: 'one' }, { Id: 'x' }])(
    'refuses %j',
    async (query) => {
      await using emulator = await startEmulator();
      const answer = await rpcCall(emulator, { action: 'DumpMetaList', query });
      expect(answer).toMatchObject({ status: 400, body: { Code: 'Console.BadRequest' } });
    },
  );
});

describe('exports, and the state folder', () => {
  it('are there after a restart, with their file, and one that was running is run again', async () => {
    using folder = temporaryFolder();
    const options = { stateFolder: folder.path, taskDurationMs: 0 };
    {
      await using emulator = await startEmulator(options);
      await dump(emulator);
      await expect.poll(async () => (await list(emulator)).DumpMetaList[0]?.Status).toBe('SUCCESS');
    }
    {
      await using emulator = await startEmulator({ ...options, taskDurationMs: 60_000 });
      expect((await dump(emulator)).body).toMatchObject({ Data: { Id: '2' } });
    }
    await using emulator = await startEmulator(options);
    await expect
      .poll(async () => (await list(emulator)).DumpMetaList.map(({ Status }) => Status))
      .toEqual(['SUCCESS', 'SUCCESS']);
    for (const { MetaUrl } of (await list(emulator)).DumpMetaList)
      expect((await fetch(MetaUrl)).status).toBe(200);
    emulator.reset();
    expect((await list(emulator)).DumpMetaList).toEqual([]);
    expect((await dump(emulator)).body).toMatchObject({ Data: { Id: '1' } });
  });
});

describe('the pace of searches and exports', () => {
  const NAMES = { InstanceName: 'emulated' };
  it.each([
    ['DumpMeta', { query: NAMES }, 1],
    ['DumpMetaList', { query: NAMES }, 1],
    ['SearchImageByPic', { form: { ...NAMES, PicContent: 'AAAA' } }, 5],
    ['SearchImageByName', { form: { ...NAMES, ProductId: 'P', PicName: 'a' } }, 5],
    ['SearchImageByText', { form: { ...NAMES, Text: 'a' } }, 5],
    ['SearchImageByFilter', { form: { ...NAMES, Filter: 'int_attr>1' } }, 5],
  ])('lets so many calls of %s in within a second, and denies the next', async (action, call, perSecond) => {
    const clock = new FakeClock();
    await using emulator = await startPaced({ clock, queriesPerSecond: 5 });
    const denied = async () => {
      const { status, body } = await rpcCall(emulator, { action, date: clock.now(), ...call });
      return body['Code'] === 'DeniedRequest' ? status : undefined;
    };
    for (let n = 0; n < perSecond; n++) expect(await denied()).toBeUndefined();
    expect(await denied()).toBe(403);
    clock.advance(950);
    expect(await denied()).toBeUndefined();
  });
});

const fields = (text: string): string =>
  text === '' ? '' : JSON.stringify(Object.entries(JSON.parse(text)).toSorted());
