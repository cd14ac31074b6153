import { show } from '../options/checks.ts';
import { ImageSearchError, isImageSearchError } from './image-search-error.ts';

export interface Shortage {
  readonly code: 'OUT_OF_FILES' | 'OUT_OF_MEMORY' | 'DISK_FULL';
  readonly what: string;
}

const DISK_FULL: Shortage = { code: 'DISK_FULL', what: 'the disk is full' };

/** What this machine is short of, by the code of the system's error. It says nothing about the file or host it was needed for. */
const SHORTAGES: ReadonlyMap<string, Shortage> = new Map([
  ['EMFILE', { code: 'OUT_OF_FILES', what: 'this process has as many files and connections open as it may' }],
  ['ENFILE', { code: 'OUT_OF_FILES', what: 'this machine has as many files and connections open as it can' }],
  ['ENOMEM', { code: 'OUT_OF_MEMORY', what: 'the system has no memory left for it' }],
  ['EAGAIN', { code: 'OUT_OF_MEMORY', what: 'the system has no memory or threads left for it' }],
  ['ENOSPC', DISK_FULL],
  ['EDQUOT', { code: 'DISK_FULL', what: "this user's share of the disk is full" }],
  ['EFBIG', { code: 'DISK_FULL', what: 'the file would be larger than the disk or this process allows' }],
]);

/** The next step for each shortage. */
export const SHORTAGE_ADVICE = {
  OUT_OF_FILES: 'Raise the limit of open files (ulimit -n 1024), or lower the concurrency',
  OUT_OF_MEMORY: 'Give the process more memory, or lower the concurrency',
  DISK_FULL: 'Free space on the disk and run it again: an import with a state continues where it ended',
} as const satisfies Readonly<Record<Shortage['code'], string>>;

const isShortageCode = (code: string): code is Shortage['code'] => Object.hasOwn(SHORTAGE_ADVICE, code);

/** Whether a shortage may pass by itself, as others close files and free memory. A full disk stays full. */
export const mayPass = ({ code }: ImageSearchError): boolean => code !== 'DISK_FULL';

/**
 * The error for a shortage of this machine; undefined for every other error.
 *
 * @param place what was written to, of an error that does not name it
 */
export function shortageOf(error: unknown, place?: string): ImageSearchError | undefined {
  if (isImageSearchError(error)) return isShortageCode(error.code) ? error : undefined;
  if (!(error instanceof Error)) return undefined;
  const { code = '', path = place, syscall = '' } = error as NodeJS.ErrnoException;
  const shortage = SHORTAGES.get(code);
  if (shortage === undefined || (code === 'EAGAIN' && syscall === 'read')) return undefined; // a terminal that has nothing to read
  const what = path === undefined ? 'a file or a connection' : show(path, LONGEST_PATH);
  return new ImageSearchError(
    `Cannot ${ACTIONS[syscall] ?? 'use'} ${what} as ${shortage.what}: the system says ${code}`,
    { code: shortage.code, advice: SHORTAGE_ADVICE[shortage.code], cause: error },
  );
}

/** What a shortage is called, of which only the system's code is known. */
export const describeShortage = (code: string): Shortage | undefined => SHORTAGES.get(code);

const LONGEST_PATH = 1_100;

const ACTIONS: Readonly<Record<string, string>> = {
  open: 'open',
  read: 'read',
  write: 'write to',
  mkdir: 'make',
};
