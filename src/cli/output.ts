import type { Writable } from 'node:stream';

/** Where a command's results go: text for people, or one JSON object per line and nothing else. */
export interface Output {
  /** Prints `json` as a line with `--json`, else the text; no text means that people need not see it. */
  result(json: object, text?: string): Promise<void>;
  /** A note for people, on standard error. */
  note(text: string): void;
}

export function openOutput(json: boolean, stdout: Writable, stderr: Writable): Output {
  return {
    result: async (object, text) => {
      const line = json ? JSON.stringify(object) : text;
      if (line === undefined || stdout.write(`${line}\n`)) return;
      await new Promise<void>((resolve) => stdout.once('drain', resolve)); // a slow reader slows us
    },
    note: (text) => void stderr.write(`${text}\n`),
  };
}

/** Control characters, which could steer a terminal, as escapes: file names and services' messages are strangers' texts. */
export const printable = (text: string): string =>
  text.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
