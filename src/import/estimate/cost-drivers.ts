import type { ImportPlan } from './import-plan.ts';

const WITHOUT_DOCUMENT = 'no document says';

type Counted = Pick<ImportPlan, 'route' | 'send' | 'requests' | 'instances' | 'tasks'> & {
  readonly images: number;
  readonly bytes: number;
};

/** What a bill of OSS and of Image Search counts. Prices change, and stand on Alibaba's own pages. */
export function costDrivers({
  route,
  send,
  requests,
  instances,
  tasks,
  images,
  bytes,
}: Counted): ImportPlan['costs'] {
  const of = (...operations: readonly string[]) =>
    operations.reduce((sum, operation) => sum + (requests[operation] ?? 0), 0);
  const instance = {
    name: 'instances',
    amount: instances.count,
    unit: `instances of ${instances.capacity} images`,
    source: 'help page "Limits": an instance is priced by its capacity and its queries a second',
  };
  const calls = {
    name: 'calls of Image Search',
    amount: of('AddImage', 'DeleteImage', 'CheckImageExists'),
    unit: 'calls',
    source: 'metadata of API 2020-12-14: these calls are free of charge',
  };
  if (route === 'direct') return [instance, calls];
  return [
    instance,
    calls,
    { name: 'batch tasks', amount: tasks, unit: 'tasks', source: `${WITHOUT_DOCUMENT} what a task costs` },
    {
      ...{ name: 'OSS writes', amount: of('PutObject', 'ListObjectsV2'), unit: 'requests' },
      source: 'OSS counts PutObject and ListObjectsV2 alike',
    },
    { ...{ name: 'OSS reads', amount: of('GetObject', 'HeadObject'), unit: 'requests' }, source: 'OSS' },
    {
      ...{ name: 'OSS reads by Image Search', amount: images, unit: 'requests' },
      source: `${WITHOUT_DOCUMENT} how often a task reads an image: once is the least`,
    },
    { name: 'bytes into OSS', amount: send.bytes, unit: 'bytes', source: 'OSS' },
    {
      ...{ name: 'bytes stored in OSS', amount: bytes, unit: 'bytes' },
      source: `OSS; ${WITHOUT_DOCUMENT} whether a gallery needs the objects once a task is over`,
    },
    {
      ...{ name: 'bytes out of OSS', amount: bytes, unit: 'bytes' },
      source: 'read by Image Search in the same region, which a bucket of that region is needed for',
    },
  ];
}
