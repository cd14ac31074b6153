import { link, writeFile } from 'node:fs/promises';
import { startEmulator } from 'imagesearch-import/emulator';
import { makeImage } from '../samples/make-images.ts';
import { inWorker } from './child.ts';
import { type Figure, rounded } from './figure.ts';
import { interleaved } from './rounds.ts';
import { startSwallow } from './swallow.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const FILES = 2_000;
const ROUNDS = 3;
const PICTURES = 20;
/** A BMP of these sides has 50 kB. */
const SIDES = { width: 128, height: 131 };
/** For the peak of memory. */
const [MANY, FEW] = [10_000, 1_000];
const CONCURRENCIES = [8, 32] as const;

/** Files of 50 kB into a bucket, their MD5 sent and compared with the ETag, against a bare loop of ali-oss. */
export async function* benchUpload(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  await makeFiles(folder, MANY);
  const run = (work: string, concurrency: number, count: number, target: object) => () =>
    inWorker('upload.worker.mjs', { work, folder: folder.path, count, concurrency, target }, count);
  await using server = await startSwallow();
  const swallow = {
    ...{ endpoint: server.endpoint, bucket: 'bench', region: 'cn-shanghai' },
    credentials: { accessKeyId: 'id', accessKeySecret: 'secret' },
  };
  for (const concurrency of CONCURRENCIES) {
    const middle = await interleaved(ROUNDS, {
      bare: run('bare', concurrency, FILES, swallow),
      store: run('store', concurrency, FILES, swallow),
    });
    yield paceOf(`put() of OssStore, ${concurrency} at once, nothing kept (at least 1.3)`, middle, 'store');
    yield {
      ...{ name: `processor time of these, ${concurrency} at once (at most 0.7)`, unit: 'ms per file' },
      value: rounded((middle('store', 'cpuSeconds') * 1_000) / FILES),
      against: { name: BARE, value: rounded((middle('bare', 'cpuSeconds') * 1_000) / FILES) },
    };
  }
  for (const concurrency of CONCURRENCIES) {
    await using emulator = await startEmulator();
    const { ossEndpoint: endpoint, bucketName: bucket, regionId: region } = emulator;
    const { accessKeyId, accessKeySecret } = emulator;
    const target = { endpoint, bucket, region, credentials: { accessKeyId, accessKeySecret } };
    const middle = await interleaved(ROUNDS, {
      bare: run('bare', concurrency, FILES, target),
      checked: run('checked', concurrency, FILES, target),
    });
    yield paceOf(`check and put(), ${concurrency} at once, to the emulator (at least 1)`, middle, 'checked');
  }
  const memory = await interleaved(3, {
    few: run('store', 8, FEW, swallow),
    many: run('store', 8, MANY, swallow),
  });
  yield {
    ...{
      name: `peak memory of put(), ${MANY} files (at most 1.1)`,
      value: memory('many', 'peakMb'),
      unit: 'MB',
    },
    against: { name: `of ${FEW}`, value: memory('few', 'peakMb') },
  };
}

const BARE = 'put() of ali-oss alone';

function paceOf<Ours extends string>(
  name: string,
  middle: (work: Ours | 'bare', of: 'seconds') => number,
  ours: Ours,
): Figure {
  const pace = (work: Ours | 'bare') => Math.round(FILES / middle(work, 'seconds'));
  return { name, value: pace(ours), unit: 'files/s', against: { name: BARE, value: pace('bare') } };
}

/** All but the first are links: ten thousand pictures take long to make. */
async function makeFiles(folder: TemporaryFolder, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, n) => `image-${n}.bmp`);
  for (const [n, name] of names.entries()) {
    const first = names[n % PICTURES];
    if (first !== undefined && first !== name) await link(folder.pathOf(first), folder.pathOf(name));
    else await writeFile(folder.pathOf(name), await makeImage({ format: 'bmp', ...SIDES, seed: n }));
  }
}
