import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importSettings } from '../../src/import/import-settings.ts';
import { batchOptions } from '../../src/import/ingest/batch-options.ts';

/** An ingester cuts its batches itself: `flushAfter` says it, and no option that could be named. */
const NOT_NAMED = ['linesPerTask'];

test.each([
  ['docs/sync.md', /imported by the old ones \(([^)]*)\)/],
  ['docs/zh/sync.md', /用旧选项导入（([^）]*)）/],
])('%s names the options that a batch of an ingester keeps', (path, list) => {
  const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const named = [...(list.exec(page)?.[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const settings = importSettings([], {
    region: 'cn-shanghai',
    instance: 'shop',
    to: 'oss://my-bucket/spring',
    images: '.',
  });
  const kept = Object.keys(batchOptions(settings)).filter((name) => !NOT_NAMED.includes(name));
  expect(named.toSorted()).toEqual(kept.toSorted());
});
