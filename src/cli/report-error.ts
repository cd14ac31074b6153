import { CommanderError } from 'commander';
import type { ImageSearchError, ImportStopped } from '../index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, OutputLost, PART } from './output.ts';

/** What is said of an error: to people in lines, and with `--json` as one object. */
interface Told {
  readonly exit: ExitCode;
  readonly message: string;
  /** The code of the error, which `explain` knows; undefined where it has none. */
  readonly code?: string | undefined;
  readonly advice?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Prints in a line or two what went wrong, never a stack trace, and returns the exit code. */
export function reportError(error: unknown, output: Output, signal: AbortSignal): ExitCode {
  if (error instanceof OutputLost) return reportLost(error, output);
  if (error instanceof CommanderError) {
    const exit = error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (exit === EXIT.usage) output.error([], jsonOf({ exit, message: error.message, code: 'USAGE' })); // commander has printed it
    return exit;
  }
  const told = toldOf(error, signal);
  const { exit, message, code, requestId, advice } = told;
  const facts = [code ?? '', requestId === undefined ? '' : `request ${requestId}`].filter(
    (fact) => fact !== '',
  );
  const line = facts.length === 0 ? message : `${message} [${facts.join(', ')}]`;
  output.error(advice === undefined ? [line] : [line, advice], jsonOf(told));
  return exit;
}

function toldOf(error: unknown, signal: AbortSignal): Told {
  if (signal.aborted && error === signal.reason) return { exit: EXIT.interrupted, message: 'Interrupted' };
  if (isNamed<ImageSearchError>(error, 'ImageSearchError')) {
    const { code, requestId, advice, message, retryable } = error;
    const exit = NOT_SET_UP.includes(code) && !retryable ? EXIT.usage : EXIT.service;
    return { exit, message, code, requestId, advice };
  }
  if (isNamed<ImportStopped>(error, 'ImportStopped')) {
    const { code, message } = error;
    return { exit: BUDGET_CODES.includes(code) ? EXIT.unfinished : EXIT.data, message, code };
  }
  if (isSystemError(error)) {
    const { path, address, port, code = '' } = error;
    const what = wholeFileOf(path) ?? (address === undefined ? 'a file' : `${address}:${port}`);
    return {
      exit: EXIT.usage,
      message: `Cannot use ${what}: ${SYSTEM_ERRORS[code] ?? error.message}`,
      code,
    };
  }
  if (error instanceof TypeError || error instanceof RangeError)
    return {
      exit: CATALOGUE_WRONG.includes(error.name) ? EXIT.data : EXIT.usage,
      message: error.message,
    };
  return { exit: EXIT.service, message: error instanceof Error ? error.message : String(error) };
}

/** A reader such as `head` that has read enough is no error, and nobody is told of it. */
function reportLost({ message, cause }: OutputLost, output: Output): ExitCode {
  const { code = '' } = (cause ?? {}) as NodeJS.ErrnoException;
  if (code === 'EPIPE') return EXIT.readerGone;
  output.error(`${message}: ${SYSTEM_ERRORS[code] ?? code}`);
  return EXIT.usage;
}

const jsonOf = ({ exit, message, code = null, advice = null, requestId = null }: Optional<Told>) => ({
  error: { code, message, advice, requestId, exitCode: exit },
});

type Optional<T> = { readonly [Key in keyof T]: T[Key] | (undefined extends T[Key] ? null : never) };

/** A file as the user named it, without the suffix that it has until it is whole. */
const wholeFileOf = (path: string | undefined): string | undefined =>
  path?.endsWith(PART) ? path.slice(0, -PART.length) : path;

/** Errors are told by their names: to load their classes is to load the whole package, which `lint` does not need. */
const isNamed = <Named extends Error>(error: unknown, name: Named['name']): error is Named =>
  error instanceof Error && error.name === name;

const CATALOGUE_WRONG: readonly string[] = ['CatalogueUnreadable', 'CatalogueEmpty'];

const BUDGET_CODES: readonly string[] = ['MAX_MINUTES_REACHED', 'MAX_BYTES_REACHED'];

/** Codes of errors whose cause is on this machine, not at the service. */
const NOT_SET_UP: readonly string[] = [
  ...['NO_CREDENTIALS', 'SHARP_MISSING', 'YAUZL_MISSING', 'AWS_SDK_MISSING', 'AZURE_SDK_MISSING'],
  ...['OUT_OF_FILES', 'OUT_OF_MEMORY', 'DISK_FULL'],
  ...['PACKAGE_MISSING', 'STATE_NOT_FOUND', 'IMAGES_NOT_HERE'],
];

/** A file or a port that was named on the command line and cannot be used. */
const isSystemError = (
  error: unknown,
): error is NodeJS.ErrnoException & { address?: string; port?: number } =>
  error instanceof Error && 'syscall' in error;

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'a part of the path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'the disk is full',
  EDQUOT: "this user's share of the disk is full",
  EMFILE: 'this process has as many files and connections open as it may: raise the limit (ulimit -n 1024)',
  EADDRINUSE: 'the port is in use',
};
