/**
 * A process that is a worker, to be killed on the way. It says what it does with each shard. On demand, it ends at an image of a
 * name, or its event loop stands still once.
 */
import { startWorker } from '../../dist/distributed.js';
import { FolderStore, OssStore } from '../../dist/index.js';

const { stateFolder, poison, stillMs, bucket, ...options } = JSON.parse(process.argv[2]);

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const images = new OssStore({ ...options.oss, bucket });
let isStillToStand = stillMs !== undefined;
const put = images.put.bind(images);
images.put = async (key, ...rest) => {
  if (poison !== undefined && key.endsWith(poison)) process.kill(process.pid, 'SIGKILL');
  if (isStillToStand) {
    isStillToStand = false;
    for (const until = Date.now() + stillMs; Date.now() < until; );
  }
  return put(key, ...rest);
};
const worker = await startWorker({
  ...options,
  state: { store: new FolderStore(stateFolder), prefix: 'state' },
  store: images,
  onShard: say,
});
say({ stage: 'started' });
process.once('SIGTERM', () => worker.close().then(() => process.exit(0)));
