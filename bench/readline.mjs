// How a file of JSON lines is usually read: what the parser is measured against. By itself: node readline.mjs FILE
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export async function readWithReadline(path, take = () => {}) {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let count = 0;
  for await (const line of lines) {
    take(JSON.parse(line));
    count += 1;
  }
  return count;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await readWithReadline(process.argv[2]));
