import { inFreshProcess } from './child.ts';
import { type Figure, median, rounded } from './figure.ts';

const ROUNDS = 7;

/** Loading the package and building a line, against loading one of the clients it must not load for that. */
export async function* benchLoad(): AsyncGenerator<Figure, void, void> {
  const times = { 'imagesearch-import': [] as number[], 'ali-oss': [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['imagesearch-import', 'ali-oss'] as const) {
      const { milliseconds } = await inFreshProcess<{ milliseconds: number }>('load.worker.mjs', { name });
      times[name].push(milliseconds);
    }
  }
  yield {
    name: 'require imagesearch-import and build a line',
    value: rounded(median(times['imagesearch-import'])),
    unit: 'ms',
    against: { name: 'require ali-oss', value: rounded(median(times['ali-oss'])) },
  };
}
