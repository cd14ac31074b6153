import { parseWithLongIds } from '../../shared/parse-json.ts';

/** What the service tells when a task is over (help page "Upload images", Mar 08 2024), as far as it is used. */
export interface Callback {
  readonly taskId: string;
  /** Undefined when it is not told. */
  readonly instanceName: string | undefined;
}

/** A request that is no callback: the status that says so. */
export class NoCallback extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The method, the content type and the size of a callback are documented nowhere; a JSON object by POST is the natural reading. */
const TYPES =
  /^(application\/([\w.-]+\+)?json|text\/[\w.-]+|application\/x-www-form-urlencoded|application\/octet-stream)\s*(;|$)/i;

/**
 * Reads a callback of at most so many bytes.
 *
 * @throws {NoCallback} for anything else
 */
export async function readCallback(request: Request, mostBytes: number): Promise<Callback> {
  if (request.method !== 'POST') throw new NoCallback(405, 'A callback comes by POST');
  const type = request.headers.get('content-type');
  if (type !== null && !TYPES.test(type)) throw new NoCallback(415, 'A callback is a JSON object');
  const text = await readText(request, mostBytes);
  const { taskId, instanceName } = parseObject(text);
  const id = String(taskId ?? '');
  if (!/^[1-9]\d{0,18}$/.test(id))
    throw new NoCallback(400, 'A callback has a taskId, which is a whole number');
  return {
    taskId: id,
    instanceName: instanceName === undefined || instanceName === null ? undefined : String(instanceName),
  };
}

async function readText(request: Request, mostBytes: number): Promise<string> {
  const tooLarge = () => new NoCallback(413, `A callback has at most ${mostBytes} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge(); // which ends the body
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value = parsed(text);
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new NoCallback(400, 'A callback is a JSON object');
}

function parsed(text: string): unknown {
  try {
    return parseWithLongIds(text, 'taskId');
  } catch {
    return undefined; // no JSON, and so no object
  }
}
