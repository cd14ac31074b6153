import { Journal } from '../../../src/shared/files/journal.ts';
import { collect } from '../async/collect.ts';
import { OPTIONS, type Step } from './journal-files.ts';

// A process that appends ever longer steps to a journal until one fails, then short ones until one fails, and prints which did not.
const [path = ''] = process.argv.slice(2);
const journal = await Journal.open<Step>(path, OPTIONS);
await collect(journal.records());
const [appended, errors]: [Step[], string[]] = [[], []];
for (const text of ['x'.repeat(300), '']) {
  for (let step = 1; ; step++) {
    try {
      await journal.append([{ step, text }]);
      appended.push({ step, text });
    } catch (error) {
      errors.push(`${(error as NodeJS.ErrnoException).code} ${(error as Error).message}`);
      break;
    }
  }
}
console.log(JSON.stringify({ appended, errors }));
