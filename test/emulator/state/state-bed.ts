import type { BatchTask } from '../../../src/emulator/image-search/batch-task.ts';
import { InstanceState } from '../../../src/emulator/image-search/instance-state.ts';
import { OssState } from '../../../src/emulator/oss/oss-state.ts';

/** An empty state, as an emulator has it: two buckets, on a clock that moves with each look. */
export function newState(capacity = 100) {
  let time = 1_700_000_000_000;
  const oss = new OssState({ now: () => time++ });
  oss.createBucket('first', 'cn-shanghai');
  oss.createBucket('second', 'cn-shanghai');
  const instance = new InstanceState(
    { name: 'shop', serviceType: 'product', capacity, queriesPerSecond: 5 },
    0,
  );
  return { oss, instance };
}

type State = ReturnType<typeof newState>;

/** All that a client could ever learn of a state. */
export const snapshot = ({ oss, instance }: State) => ({
  objects: ['first', 'second'].flatMap((bucket) =>
    [...oss.keysFrom(bucket, '')].map((key) => [bucket, oss.getObject(bucket, key)] as const),
  ),
  images: [...instance.records()],
  tasks: instance.tasks.map((task) => ({ ...task })),
});

export const aTask = (id: number): BatchTask => ({
  id,
  bucket: 'first',
  path: '/spring',
  callbackAddress: '',
  createdAt: id,
  modifiedAt: id,
  status: 'PROCESSING',
  code: '0',
  message: 'processing',
  failureKey: undefined,
});
