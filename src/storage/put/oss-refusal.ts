import { foreignWord } from '../../shared/errors/foreign-text.ts';
import type { HttpAnswer } from './send-body.ts';

/** An answer of OSS, or of whoever stands between, that is no success: what `ossError` makes an error of. */
export class OssRefusal extends Error {
  readonly status: number;
  /** Of OSS; undefined when the answer is not its document of an error. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, status: number, code: string | undefined, requestId: string | undefined) {
    super(message);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

/** Reads `<Error><Code>…</Code><Message>…</Message>…</Error>`. */
export async function ossRefusal({ status, headers, text }: HttpAnswer): Promise<OssRefusal> {
  const fields = await errorFields(text);
  const requestId = foreignWord(fields?.['RequestId'] ?? headers['x-oss-request-id']);
  return new OssRefusal(fields?.['Message'] ?? text, status, foreignWord(fields?.['Code']), requestId);
}

/** The elements in an `Error`, and their texts; undefined for what is no such document. */
async function errorFields(text: string): Promise<Readonly<Record<string, string>> | undefined> {
  if (!text.includes('<Error>')) return undefined;
  const { default: sax } = await import('sax');
  const parser = sax.parser(true);
  const fields: Record<string, string> = {};
  const path: string[] = [];
  let isWhole = true;
  parser.onerror = () => {
    isWhole = false;
    parser.resume();
  };
  parser.onopentag = ({ name }) => void path.push(name);
  parser.onclosetag = () => void path.pop();
  parser.ontext = parser.oncdata = (piece) => {
    const [root, name, ...deeper] = path;
    if (root === 'Error' && name !== undefined && deeper.length === 0)
      fields[name] = (fields[name] ?? '') + piece;
  };
  parser.write(text).close();
  return isWhole ? fields : undefined;
}
