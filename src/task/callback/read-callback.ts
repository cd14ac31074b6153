import { parseWithLongIds } from '../../shared/parse-json.ts';

/** What the service sends when a task is over (help page "Upload images", Mar 08 2024), as far as it is used. */
export interface Callback {
  readonly taskId: string;
  /** Undefined when the callback does not name the instance. */
  readonly instanceName: string | undefined;
}

/** A request that is no callback, with the HTTP status of the answer. */
export class InvalidCallback extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** No document gives the method, the content type or the size of a callback; a JSON object by POST is the natural reading. */
const TYPES =
  /^(application\/([\w.-]+\+)?json|text\/[\w.-]+|application\/x-www-form-urlencoded|application\/octet-stream)\s*(;|$)/i;

/** @throws {InvalidCallback} for a request that is no callback, or has more than `mostBytes` */
export async function readCallback(request: Request, mostBytes: number): Promise<Callback> {
  if (request.method !== 'POST') throw new InvalidCallback(405, 'A callback comes by POST');
  const type = request.headers.get('content-type');
  if (type !== null && !TYPES.test(type)) throw new InvalidCallback(415, 'A callback is a JSON object');
  const text = await readText(request, mostBytes);
  const { taskId, instanceName } = parseObject(text);
  const id = String(taskId ?? '');
  if (!/^[1-9]\d{0,18}$/.test(id))
    throw new InvalidCallback(400, 'A callback has a taskId, which is a whole number');
  return {
    taskId: id,
    instanceName: instanceName === undefined || instanceName === null ? undefined : String(instanceName),
  };
}

async function readText(request: Request, mostBytes: number): Promise<string> {
  const tooLarge = () => new InvalidCallback(413, `A callback has at most ${mostBytes} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge(); // throwing cancels the body
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value = parsed(text);
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new InvalidCallback(400, 'A callback is a JSON object');
}

function parsed(text: string): unknown {
  try {
    return parseWithLongIds(text, 'taskId');
  } catch {
    return undefined; // the caller refuses what is no object
  }
}
