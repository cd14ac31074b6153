import { type ResultFileOptions, readResultFile } from '../../service/result-file/read-result-file.ts';
import type { ResultFileKind } from '../../service/result-file/unreadable-file.ts';
import { readLines } from '../../shared/text/lines.ts';
import { FailureLines, type ImageFailure } from './failure-line.ts';

const MAX_LINE_BYTES = 1_048_576;

export type FailureFileOptions = Omit<ResultFileOptions, 'kind'>;

/**
 * Downloads a file of failures, line by line.
 *
 * @throws {ImageSearchError} `FAILURE_FILE_UNREADABLE` or `PROXY_REFUSED`, or for a shortage of this machine
 */
export async function* readFailureFile(
  url: string,
  options: FailureFileOptions,
): AsyncGenerator<ImageFailure, void, void> {
  const lines = new FailureLines();
  const decoder = new TextDecoder();
  const chunks = readResultFile(url, { ...options, kind: FAILURE_FILE });
  for await (const { bytes } of readLines(chunks, MAX_LINE_BYTES)) {
    const raw = decoder
      .decode(bytes)
      .replace(/^\uFEFF/, '')
      .trim();
    if (raw !== '') yield* await lines.read(raw);
  }
}

const FAILURE_FILE: ResultFileKind = {
  name: "the task's file of failures",
  code: 'FAILURE_FILE_UNREADABLE',
  advice: 'Ask for the failures again: each IncreaseList gives the URL, and it is valid for two hours',
};
