import type { UrlListOptions } from '../../index.ts';
import type { Output } from './output.ts';

/** Tells of the lines of a list of URLs that have none, or whose key was taken, and counts those that are lost. */
export class ListLines {
  readonly #output: Pick<Output, 'note' | 'result'>;
  /** Lines without an image. */
  wrong = 0;

  constructor(output: Pick<Output, 'note' | 'result'>) {
    this.#output = output;
  }

  readonly tell: NonNullable<UrlListOptions['onIssue']> = ({ severity, code, path, message }) => {
    const text = `${message} [${code}]`;
    const listIssue = { line: path[0], code, severity, message };
    void this.#output.result({ listIssue }, severity === 'error' ? text : undefined);
    if (severity === 'error') this.wrong += 1;
    else this.#output.note(text);
  };
}
