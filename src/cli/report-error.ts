import { CommanderError } from 'commander';
import { CatalogueUnreadable, ImportStopped, isImageSearchError } from '../index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, OutputLost, PART } from './output.ts';

/** Prints in a line or two what went wrong, never a stack trace, and returns the exit code. */
export function reportError(error: unknown, output: Output, signal: AbortSignal): ExitCode {
  if (error instanceof OutputLost) {
    const { code = '' } = (error.cause ?? {}) as NodeJS.ErrnoException;
    output.note(`${error.message}: ${SYSTEM_ERRORS[code] ?? code}`);
    return EXIT.usage;
  }
  if (signal.aborted && error === signal.reason) {
    output.note('Interrupted');
    return EXIT.interrupted;
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage; // commander has printed it
  if (isImageSearchError(error)) {
    const { code, requestId, advice, message, retryable } = error;
    output.note(`${message} [${code}${requestId === undefined ? '' : `, request ${requestId}`}]`);
    if (advice !== undefined) output.note(advice);
    return NOT_SET_UP.includes(code) && !retryable ? EXIT.usage : EXIT.service;
  }
  if (error instanceof ImportStopped) {
    output.note(`${error.message} [${error.code}]`);
    return BUDGET_CODES.includes(error.code) ? EXIT.unfinished : EXIT.data;
  }
  if (isSystemError(error)) {
    const { path, address, port, code = '' } = error;
    const what = wholeFileOf(path) ?? (address === undefined ? 'a file' : `${address}:${port}`);
    output.note(`Cannot use ${what}: ${SYSTEM_ERRORS[code] ?? error.message} [${code}]`);
    return EXIT.usage;
  }
  if (error instanceof TypeError || error instanceof RangeError) {
    output.note(error.message);
    return error instanceof CatalogueUnreadable ? EXIT.data : EXIT.usage;
  }
  output.note(error instanceof Error ? error.message : String(error));
  return EXIT.service;
}

/** A file as the user named it, without the suffix that it has until it is whole. */
const wholeFileOf = (path: string | undefined): string | undefined =>
  path?.endsWith(PART) ? path.slice(0, -PART.length) : path;

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
  EPIPE: 'the process that read them has ended',
};
