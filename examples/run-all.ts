/** Runs every example in a process of its own, of those with a folder the demo; the first that fails ends it. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const examples = readdirSync(folder, { withFileTypes: true })
  .map((entry) => (entry.isDirectory() ? `${entry.name}/demo.ts` : entry.name))
  .filter((name) => name.endsWith('.ts') && name !== 'run-all.ts');
for (const example of examples) {
  console.log(`\n── ${example}`);
  execFileSync(process.execPath, ['--import', 'tsx', `${folder}${example}`], { stdio: 'inherit' });
}
console.log(`\n${examples.length} examples ran`);
