import { ImageValidator } from 'imagesearch-import';
import { HOSTILE_IMAGES } from '../samples/hostile-images.ts';
import { type Figure, median, rounded } from './figure.ts';

const ROUNDS = 9;

/** Of images of 4 MiB that are made to take time, the one that takes most of it, against one look at each byte of it. */
export async function* benchHostileImages(): AsyncGenerator<Figure, void, void> {
  const validator = new ImageValidator();
  let slowest: Figure | undefined;
  for (const { what, image } of HOSTILE_IMAGES) {
    const times: { ours: number; look: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await milliseconds(() => validator.validate(image));
      times.push({ ours, look: await milliseconds(() => sumOf(image)) });
    }
    const figure = {
      name: `4 MiB of a ${what}, the slowest of ${HOSTILE_IMAGES.length} hostile images, checked (at most 3)`,
      value: rounded(median(times.map(({ ours }) => ours))),
      unit: 'ms',
      against: { name: 'each byte added up', value: rounded(median(times.map(({ look }) => look))) },
    };
    if (slowest === undefined || ratioOf(figure) > ratioOf(slowest)) slowest = figure;
  }
  if (slowest !== undefined) yield slowest;
}

const ratioOf = ({ value, against }: Figure): number => value / against.value;

async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) sum += bytes[i] as number;
  return sum;
}
