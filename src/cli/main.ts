#!/usr/bin/env node
import { EXIT } from './exit-codes.ts';

// Loaded from here, so that a line can tell of a process that may not even open the files of the program.
import('./run.ts')
  .then(({ run }) => run())
  .catch((error: NodeJS.ErrnoException) => {
    const { code, message } = error;
    // Newer versions of Node.js have a code of their own for a package that they cannot read.
    if (code !== 'EMFILE' && code !== 'ENFILE' && !/too many open files/.test(message)) throw error;
    process.stderr.write(
      'Cannot start as this process may open too few files: raise the limit (ulimit -n 1024)\n',
    );
    process.exitCode = EXIT.usage;
  });
