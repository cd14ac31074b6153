/** A process that runs an upload, to be killed or interrupted on the way. It says what it was told. */
import { ImageTransfer, OssStore, openObjectSource } from '../../dist/index.js';

const { from, oss, options } = JSON.parse(process.argv[2]);

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
const { source } = openObjectSource(from.address, from.options);
const transfer = new ImageTransfer(source, new OssStore(oss), { ...options, signal: interrupted.signal });
say({ step: 'started' });
try {
  for await (const { source: key, status } of transfer) say({ key, status });
  say({ summary: transfer.summary });
} catch (error) {
  if (error !== interrupted.signal.reason) throw error;
  process.exitCode = 130;
}
process.exit(); // connections that are kept alive
