/** How much of an answer is read, in bytes. */
export const MOST_ANSWER_BYTES = {
  /** Of Image Search: a page of 100 tasks has some 50 kB. */
  imageSearch: 8 * 1024 * 1024,
  /** Of OSS, but for objects: a page of 1,000 names has some 2 MB at most. */
  oss: 16 * 1024 * 1024,
  /** Of an answer of either that is not a success. */
  error: 64 * 1024,
} as const;

/** The limit for an answer with this status. @param success the limit for a success */
export const mostBytesOf = (httpStatus: number | undefined, success: number): number =>
  httpStatus !== undefined && httpStatus >= 200 && httpStatus < 300 ? success : MOST_ANSWER_BYTES.error;

/** An answer has more bytes than are read of it. The message goes on a sentence: `Cannot call X: …`. */
export class AnswerTooLong extends Error {
  readonly httpStatus: number | undefined;

  constructor(httpStatus: number | undefined, mostBytes: number) {
    super(`it answered HTTP ${httpStatus} with more than ${mostBytes} bytes`);
    this.httpStatus = httpStatus;
  }

  /** Whether the same call may succeed later: a success of that length stays as long. */
  get retryable(): boolean {
    return (this.httpStatus ?? 0) >= 500 || this.httpStatus === 429;
  }
}
