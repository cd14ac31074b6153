import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const FOLDER = new URL('../../src/cli/', import.meta.url);
/** These hand the streams of the process to `openOutput`, which escapes whatever is printed; `main.ts` prints words of its own. */
const MAY_NAME_STREAMS = ['main.ts', 'run.ts', 'output/output.ts', 'run-program.ts'];

it('no command names a standard stream that it could write to, so that everything goes through the Output', () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !MAY_NAME_STREAMS.includes(name),
  );
  const naming = files.filter((name) =>
    /\bstd(out|err)\b|\bconsole\.|\bnode:(process|tty)\b/.test(readFileSync(new URL(name, FOLDER), 'utf8')),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(naming).toEqual([]);
});
