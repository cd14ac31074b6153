/** Hands images over to Alibaba's own movers: the route that suits, and the files that the mover takes. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planMigration } from 'imagesearch-import';

const folder = join(await mkdtemp(join(tmpdir(), 'migration-')), 'plan');
const images = Array.from({ length: 1_000 }, (_, n) => ({
  ...{ name: `${n}.jpg`, bytes: 120_000, url: `https://shop.example/${n}.jpg` },
}));
const plan = await planMigration(images, {
  ...{ to: 'oss://my-bucket/spring', region: 'cn-shanghai', folder, megabitsPerSecond: 100 },
});
console.log(plan.route, plan.estimates);
console.log(await readdir(folder, { recursive: true }));
await rm(join(folder, '..'), { recursive: true });
