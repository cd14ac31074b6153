import { CommanderError } from 'commander';
import type { ImageRefused, ImageSearchError, ImportStopped } from '../../index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { SYSTEM_ERRORS } from '../system-errors.ts';
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
    if (exit === EXIT.usage) output.error([], jsonOf({ exit, ...USAGE, ...saidByParser(error.message) })); // commander has printed it
    return exit;
  }
  const told = toldOf(error, signal);
  const { exit, message, code, requestId, advice } = told;
  // the message of a misuse has its next step: people need neither its code nor its advice
  const isUsage = code === USAGE.code;
  const facts = [
    code === undefined || isUsage || message.endsWith(`(${code})`) ? '' : code,
    requestId === undefined ? '' : `request ${requestId}`,
  ].filter((fact) => fact !== '');
  const line = facts.length === 0 ? message : `${message} [${facts.join(', ')}]`;
  output.error(advice === undefined || isUsage ? [line] : [line, advice], jsonOf(told));
  return exit;
}

/** What `--json` prints of a misuse that people are told of by a text of its own. */
export const misuseLine = (message: string): object => jsonOf({ exit: EXIT.usage, ...USAGE, message });

/** What programs are told of a misuse. */
const USAGE = { code: 'USAGE', advice: 'See the help of the command: imagesearch-import COMMAND --help' };

/** What commander says of a misuse, without the word that begins it; a suggestion of a name is the advice. */
function saidByParser(text: string): Pick<Told, 'message' | 'advice'> {
  const [, message = text, meant] =
    /^(?:error: )?(.*?)(?:\n\((Did you mean [^\n']*\?)\))?$/s.exec(text) ?? [];
  return meant === undefined ? { message } : { message, advice: meant };
}

function toldOf(error: unknown, signal: AbortSignal): Told {
  if (signal.aborted && error === signal.reason) return { exit: EXIT.interrupted, message: 'Interrupted' };
  if (isNamed<ImageSearchError>(error, 'ImageSearchError')) {
    const { code, requestId, advice, message, retryable } = error;
    const exit = retryable ? EXIT.service : (EXIT_OF_CODE[code] ?? EXIT.service);
    return { exit, message, code, requestId, advice };
  }
  if (isNamed<ImportStopped>(error, 'ImportStopped')) {
    const { code, message } = error;
    return { exit: BUDGET_CODES.includes(code) ? EXIT.unfinished : EXIT.data, message, code };
  }
  if (isNamed<ImageRefused>(error, 'ImageRefused')) {
    const { message, issues } = error;
    const code = issues.find(({ severity }) => severity === 'error')?.code;
    return { exit: EXIT.data, message, code };
  }
  if (isSystemError(error)) {
    const { path, address, port, syscall, code = '' } = error;
    const other = syscall === 'uv_cwd' ? 'the folder that the command is run in' : 'a file';
    const what = wholeFileOf(path) ?? (address === undefined ? other : `${address}:${port}`);
    const isLowPort = code === 'EACCES' && address !== undefined;
    return {
      exit: EXIT.usage,
      message: `Cannot use ${what}: ${SYSTEM_ERRORS[code]?.reason.en ?? error.message}`,
      code,
      advice: isLowPort ? 'Choose a port from 1024' : SYSTEM_ERRORS[code]?.advice.en,
    };
  }
  if (error instanceof TypeError || error instanceof RangeError) {
    const { message } = error;
    const code = CATALOGUE_WRONG[error.name];
    return code === undefined ? { exit: EXIT.usage, message, ...USAGE } : { exit: EXIT.data, message, code };
  }
  return { exit: EXIT.service, message: error instanceof Error ? error.message : String(error) };
}

/** A reader such as `head` that has read enough is no error, and nobody is told of it. */
function reportLost({ message, cause }: OutputLost, output: Output): ExitCode {
  const { code = '' } = (cause ?? {}) as NodeJS.ErrnoException;
  if (code === 'EPIPE') return EXIT.readerGone;
  output.error(`${message}: ${SYSTEM_ERRORS[code]?.reason.en ?? code}`);
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

/** The codes of catalogues that cannot be read as a whole, by the name of their error. */
const CATALOGUE_WRONG: Readonly<Record<string, string>> = {
  CatalogueUnreadable: 'CATALOGUE_UNREADABLE',
  CatalogueEmpty: 'CATALOGUE_EMPTY',
};

const BUDGET_CODES: readonly string[] = ['MAX_MINUTES_REACHED', 'MAX_BYTES_REACHED'];

/** Codes of errors whose cause is on this machine, not at the service. */
const NOT_SET_UP: readonly string[] = [
  ...['NO_CREDENTIALS', 'SHARP_MISSING', 'YAUZL_MISSING', 'AWS_SDK_MISSING', 'AZURE_SDK_MISSING'],
  ...['OUT_OF_FILES', 'OUT_OF_MEMORY', 'DISK_FULL'],
  ...['PACKAGE_MISSING', 'QUEUE_REFUSED', 'STATE_NOT_FOUND', 'IMAGES_NOT_HERE'],
];

const EXIT_OF_CODE: Readonly<Record<string, ExitCode>> = {
  ...Object.fromEntries(NOT_SET_UP.map((code) => [code, EXIT.usage])),
  LISTING_UNREADABLE: EXIT.data,
};

/** A file or a port that was named on the command line and cannot be used. */
const isSystemError = (
  error: unknown,
): error is NodeJS.ErrnoException & { address?: string; port?: number } =>
  error instanceof Error && 'syscall' in error;
