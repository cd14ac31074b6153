import { ImageSearchError } from '../../shared/errors/image-search-error.ts';

/** A kind of file that tasks leave. */
export interface ResultFileKind {
  /** As messages name it: `the task's file of failures`. */
  readonly name: string;
  /** Of the error when such a file cannot be read. */
  readonly code: 'FAILURE_FILE_UNREADABLE' | 'EXPORT_FILE_UNREADABLE';
  /** The next step when another try may succeed. */
  readonly advice: string;
}

/** The error for a file that cannot be read. `what` must not name the URL, which is signed. */
export const unreadableFile = (
  { name, code, advice }: ResultFileKind,
  what: string,
  {
    httpStatus,
    cause,
    retryable = true,
  }: {
    readonly httpStatus?: number | undefined;
    readonly cause?: unknown;
    /** @default true */
    readonly retryable?: boolean;
  } = {},
): ImageSearchError =>
  new ImageSearchError(`Cannot read ${name}: ${what}`, {
    ...{ code, httpStatus, retryable, cause },
    advice: retryable ? advice : OTHERWISE,
  });

const OTHERWISE = 'Look at the task in the console; if the host is one you trust, name it in resultHosts';
