import { expect, it, vi } from 'vitest';
import { rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';

vi.mock('sharp', () => {
  throw new Error('Cannot find package');
});

/** A picture of one grey, written by hand: the samples need sharp. */
const picture = (grey: number) =>
  Buffer.concat([Buffer.from('P5\n100 100\n255\n'), Buffer.alloc(10_000, grey)]).toString('base64');

it('searches find the same bytes first, with score 1, and nothing else alike, when sharp is not installed', async () => {
  await using emulator = await startEmulator();
  const call = (action: string, form: Readonly<Record<string, string>>) =>
    rpcCall(emulator, { action, form: { InstanceName: 'emulated', ...form } });
  for (const grey of [1, 2, 3])
    await call('AddImage', { ProductId: `P${grey}`, PicName: 'a.ppm', PicContent: picture(grey) });
  const { status, body } = await call('SearchImageByPic', { PicContent: picture(2) });
  expect(status).toBe(200);
  expect(body['Auctions']).toMatchObject([
    { ProductId: 'P2', Score: 1 },
    { ProductId: 'P1', Score: 0 },
    { ProductId: 'P3', Score: 0 },
  ]);
});
