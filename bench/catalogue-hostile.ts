import { inFreshProcess, inWorker } from './child.ts';
import { type Figure, rounded } from './figure.ts';

const WORKER = 'catalogue-hostile.worker.mjs';

/** Of catalogues that are made to take time or memory, those that take most of it, until the error or the end. */
export async function* benchCatalogueHostile(): AsyncGenerator<Figure, void, void> {
  const names = await inFreshProcess<readonly string[]>(WORKER, { work: 'names' });
  const figures: { name: string; seconds: number; peakMb: number }[] = [];
  for (const name of names) figures.push({ name, ...(await inWorker(WORKER, { work: name }, 1)) });
  const most = (of: 'seconds' | 'peakMb') => figures.reduce((one, two) => (two[of] > one[of] ? two : one));
  const [slowest, largest] = [most('seconds'), most('peakMb')];
  const among = `the most of ${names.length} hostile catalogues (at most 1)`;
  yield {
    name: `time until ${slowest.name} is refused, ${among}`,
    value: rounded(slowest.seconds),
    unit: 's',
    against: { name: 'one second', value: 1 },
  };
  yield {
    name: `peak memory of reading ${largest.name}, ${among}`,
    value: rounded(largest.peakMb),
    unit: 'MB',
    against: { name: '200 MB', value: 200 },
  };
}
