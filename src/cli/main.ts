#!/usr/bin/env node
import { EXIT } from './exit-codes.ts';
import { hasRoom, loadInTurn } from './load-in-turn.ts';

// Loaded from here, so that a line can tell of a process that may not even open the files of the program.
try {
  const here = new URL(import.meta.url);
  if (!hasRoom(here))
    for (const entry of ['meta', 'index', 'emulator', 'distributed'])
      await loadInTurn(new URL(`./${entry}.js`, here));
  await import('./run.ts');
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  // Newer versions of Node.js have a code of their own for a package that they cannot read.
  if (code !== 'EMFILE' && code !== 'ENFILE' && !/too many open files/.test(message)) throw error;
  process.stderr.write(
    'Cannot start as this process may open too few files: raise the limit (ulimit -n 1024)\n',
  );
  process.exitCode = EXIT.usage;
}
