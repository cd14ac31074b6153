/** A process of many callers that add entries, to be killed on the way. It says which entries have their outcome. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createIngester } from '../../../dist/index.js';

const { todo, callers, options, timesFaster } = JSON.parse(process.argv[2]);

const started = Date.now();
const clock = {
  now: () => started + (Date.now() - started) * timesFaster,
  sleep: (ms, signal) => sleep(ms / timesFaster, undefined, { signal }),
};
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const numbers = JSON.parse(readFileSync(todo, 'utf8'));
const onOutcome = ({ productId, status }) => say({ late: Number(productId.slice(1)), status });
const ingester = await createIngester({ ...options, clock, onOutcome });
const call = async () => {
  for (let n = numbers.pop(); n !== undefined; n = numbers.pop()) {
    const entry = { productId: `P${n}`, image: '0.png', picName: `${n}.png`, customContent: `content ${n}` };
    const { productId, status } = await ingester.add(entry);
    say({ told: Number(productId.slice(1)), asked: n, status });
  }
};
await Promise.all(Array.from({ length: callers }, call));
await ingester.close();
