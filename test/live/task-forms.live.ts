/** Which forms of a file and of a line the service takes: a task for each, as one bad line may fail the whole. */
import { MetaLineParser } from '../../src/index.ts';
import { Live } from './live.ts';
import { isThere, line, picNameIn, runTask, told } from './live-task.ts';

const live = new Live();

type Names = { readonly ProductId: string; readonly PicName: string };

/** The text of each file. */
const FORMS: Readonly<Record<string, (names: Names) => string>> = {
  'begins with a byte order mark': (names) => `\uFEFF${line(names)}`,
  'has CRLF at the ends of lines': (names) => line(names).replace('\n', '\r\n'),
  'has a blank line before its line': (names) => `\n${line(names)}`,
  'does not end with a line feed': (names) => line(names).trimEnd(),
  'has a field that no document names': (names) => line({ ...names, Extra: 'x' }),
  'has the same key twice': (names) => line(names).replace('{', '{"IntAttr":1,"IntAttr":2,'),
  'has an integer attribute as a text of digits': (names) => line({ ...names, IntAttr: '7' }),
  'has an integer attribute beyond 32 bits': (names) => line({ ...names, IntAttr: 2 ** 31 }),
  'has the fourth attributes': (names) => line({ ...names, IntAttr4: 4, StrAttr4: 'four' }),
  'has & in a text attribute': (names) => line({ ...names, StrAttr: 'a&b' }),
  'has an empty text attribute': (names) => line({ ...names, StrAttr: '' }),
  'adds an image without CustomContent': (names) => line({ ...names, CustomContent: undefined }),
  'has the operation UPDATE': (names) => line({ ...names, OperationType: 'UPDATE' }),
  'has its operation in lower case': (names) => line({ ...names, OperationType: 'add' }),
  'has a PicName that begins with a slash': ({ ProductId, PicName }) =>
    line({ ProductId, PicName: `/${PicName}` }),
  'is in the form of 2018': ({ ProductId: item_id, PicName }) =>
    `${JSON.stringify({ operator: 'ADD', item_id, cust_content: 'c', pic_list: [PicName] })}\n`,
};

for (const [at, [form, meta]] of Object.entries(FORMS).entries()) {
  const folder = `${live.prefix}/form-${at}`;
  const ProductId = live.product(`form-${at}`);
  const text = meta({ ProductId, PicName: picNameIn(folder) });
  live.question(`Is a file taken that ${form}?`, { assumed: await judged(text) }, async () => {
    const task = await runTask(live, folder, text);
    const { image } = await live.settled(ProductId, picNameIn(folder));
    return `${isThere(image)}; ${told(task)}`;
  });
}

/** What this package says of the text before it is submitted. */
async function judged(text: string): Promise<string> {
  const issues: string[] = [];
  for await (const { severity, code } of new MetaLineParser().lint(text)) issues.push(`${severity} ${code}`);
  return issues.length === 0 ? 'taken' : `${issues.join(', ')}`;
}

const WHOLE = { folder: `${live.prefix}/whole-product`, productId: live.product('whole-product') };

live.question(
  'Does a line that deletes without PicName delete every image of the product?',
  { assumed: 'yes' },
  async () => {
    const { folder, productId } = WHOLE;
    const names = ['a.jpg', 'b.jpg'];
    for (const picName of names)
      await live.client.gallery.add({ productId, picName, picture: await live.picture() });
    for (const picName of names) await live.settled(productId, picName);
    const remove = { OperationType: 'DELETE', ProductId: productId };
    const task = await runTask(live, folder, `${JSON.stringify(remove)}\n`);
    const left = [];
    for (const picName of names) {
      const { image } = await live.settled(productId, picName, (found) => found === undefined);
      if (image !== undefined) left.push(picName);
    }
    return left.length === 0 ? 'yes' : `no: ${left.join(', ')} is left; ${told(task)}`;
  },
);

live.question(
  "Is the folder of increment.meta at the bucket's root told by the path /?",
  { assumed: 'yes' },
  async () => {
    const { bucket } = live.settings;
    if ((await live.client.store.head('increment.meta')) !== undefined)
      return 'not asked, as the bucket has an increment.meta in its root';
    const [ProductId, PicName] = [live.product('root'), `${live.prefix}/root.jpg`];
    await live.put(PicName, await live.picture());
    await live.put('increment.meta', line({ ProductId, PicName }));
    const { tasks } = live.client;
    const ref = live.keep(await tasks.submit(`oss://${bucket}`, { whenRunning: 'wait' }));
    const { status, code } = await tasks.wait(ref);
    const { image } = await live.settled(ProductId, PicName);
    return `${image === undefined ? 'no' : 'yes'}: ${status}, code ${code}`;
  },
);
