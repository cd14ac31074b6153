/** What becomes of the lines of increment.meta, and how tasks are listed. */
import { Live } from './live.ts';
import { isThere, type LiveTask, line, picNameIn, runTask, startTask, told } from './live-task.ts';

const live = new Live();

const folderOf = (name: string) => `${live.prefix}/${name}`;
const picNameOf = (name: string) => picNameIn(folderOf(name));
const find = (productId: string, picName: string) => live.settled(productId, picName);

live.question(
  'What is PicName relative to when increment.meta is in a folder?',
  { assumed: 'the folder' },
  async () => {
    const [name, ProductId] = ['base', live.product('base')];
    const PicName = 'only-there.jpg'; // in the folder alone
    await live.put(`${folderOf(name)}/${PicName}`, await live.picture(2));
    const task = await runTask(live, folderOf(name), line({ ProductId, PicName }));
    if ((await find(ProductId, PicName)).image !== undefined) return 'the folder';
    return `not the folder, so that the root of the bucket is left: ${told(task)}`;
  },
);

/** Runs a task when it is first asked for: several questions are about the same one. */
function once(run: () => Promise<LiveTask>): () => Promise<LiveTask> {
  let task: Promise<LiveTask> | undefined;
  return () => {
    task ??= run();
    return task;
  };
}

const MIXED = { name: 'mixed', good: live.product('mixed-good'), bad: live.product('mixed-bad') };
const mixed = once(() => {
  const good = line({ ProductId: MIXED.good, PicName: picNameOf(MIXED.name) });
  const PicName = picNameIn(folderOf(MIXED.name), 'missing.jpg');
  return runTask(live, folderOf(MIXED.name), good + line({ ProductId: MIXED.bad, PicName }));
});

live.question(
  'Does a good line arrive when the image of another line is missing?',
  { assumed: 'in the gallery: the bad line fails alone' },
  async () => {
    const { state } = await mixed();
    const { image } = await find(MIXED.good, picNameOf(MIXED.name));
    return `${isThere(image)}: the task is ${state.status}`;
  },
);

live.question(
  'What has the file of failures of a task of which one line fails?',
  { assumed: 'JSON lines with Line, OperationType, ProductId, PicName, Code and Message' },
  async () => told(await mixed()),
);

live.question(
  'Does the file of failures name the lines that have succeeded?',
  { assumed: 'no' },
  async () => {
    const { failures } = await mixed();
    const names = failures.some(({ raw }) => raw.includes(MIXED.good));
    return failures.length === 0 ? 'there is no line in it' : names ? 'yes' : 'no';
  },
);

live.question('Does a task without failures leave a file of failures?', { assumed: 'no' }, async () => {
  const [name, ProductId] = ['all-good', live.product('all-good')];
  const { state } = await runTask(live, folderOf(name), line({ ProductId, PicName: picNameOf(name) }));
  return `${state.errorUrl === undefined ? 'no' : 'yes'}: the task is ${state.status}`;
});

const ORDER = {
  name: 'order',
  ...{ added: live.product('add-delete'), deleted: live.product('delete-add'), twice: live.product('twice') },
};
const order = once(() => {
  const PicName = picNameOf(ORDER.name);
  const add = (ProductId: string, CustomContent: string) => line({ ProductId, PicName, CustomContent });
  const remove = (ProductId: string) =>
    `${JSON.stringify({ OperationType: 'DELETE', ProductId, PicName })}\n`;
  return runTask(
    live,
    folderOf(ORDER.name),
    add(ORDER.added, 'c') +
      remove(ORDER.added) +
      remove(ORDER.deleted) +
      add(ORDER.deleted, 'c') +
      add(ORDER.twice, 'first') +
      add(ORDER.twice, 'second'),
  );
});

live.question(
  'Is an image there that a file adds, and deletes in a later line?',
  { assumed: 'not in the gallery: lines are carried out from top to bottom' },
  async () => {
    const { state } = await order();
    const { image } = await live.settled(ORDER.added, picNameOf(ORDER.name), (found) => found === undefined);
    return `${isThere(image)}: the task is ${state.status}`;
  },
);

live.question(
  'Is an image there that a file deletes, and adds in a later line?',
  { assumed: 'in the gallery: lines are carried out from top to bottom' },
  async () => {
    const { state } = await order();
    return `${isThere((await find(ORDER.deleted, picNameOf(ORDER.name))).image)}: the task is ${state.status}`;
  },
);

live.question(
  'Which line counts when a file adds the same image twice?',
  { assumed: 'the second' },
  async () => {
    await order();
    const { image } = await find(ORDER.twice, picNameOf(ORDER.name));
    return image === undefined ? 'neither' : `the ${image.customContent}`;
  },
);

live.question(
  'What does the service answer to a second task while one may be running?',
  { assumed: 'refused with Console.IncrementStatusError (HTTP 409)' },
  async () => {
    const [name, ProductId] = ['second', live.product('second')];
    const ref = await startTask(live, folderOf(name), line({ ProductId, PicName: picNameOf(name) }));
    const parameters = { BucketName: ref.bucket, Path: ref.path };
    const { body } = await live.service.call('IncreaseInstance', parameters);
    const id = String((body['Data'] as { readonly Id?: unknown } | undefined)?.Id);
    live.keep({ ...ref, id });
    return 'it starts the second task, too';
  },
);

live.question('In which order does IncreaseList list tasks?', { assumed: 'newest first' }, async () => {
  const times: number[] = [];
  for await (const { createdAt } of live.client.tasks.list()) {
    times.push(createdAt);
    if (times.length === 30) break;
  }
  if (times.every((time, n) => n === 0 || time <= (times[n - 1] ?? 0))) return 'newest first';
  if (times.every((time, n) => n === 0 || time >= (times[n - 1] ?? 0))) return 'oldest first';
  return 'in neither order of time';
});
