import { objectInJson, parseWithLongIds } from '../../shared/text/parse-json.ts';
import { InvalidCallback } from './invalid-callback.ts';
import { type BodyLimits, readBody } from './read-body.ts';

/** What the service sends when a task is over (help page "Upload images", Mar 08 2024), as far as it is used. */
export interface Callback {
  readonly taskId: string;
  /** Undefined when the callback does not name the instance. */
  readonly instanceName: string | undefined;
}

/** No document gives the method, the content type or the size of a callback; a JSON object by POST is the natural reading. */
const TYPES =
  /^(application\/([\w.-]+\+)?json|text\/[\w.-]+|application\/x-www-form-urlencoded|application\/octet-stream)\s*(;|$)/i;

/** @throws {InvalidCallback} for a request that is no callback, or goes beyond a limit */
export async function readCallback(request: Request, limits: BodyLimits): Promise<Callback> {
  if (request.method !== 'POST') throw new InvalidCallback(405, 'A callback comes by POST');
  const type = request.headers.get('content-type');
  if (type !== null && !TYPES.test(type)) throw new InvalidCallback(415, 'A callback is a JSON object');
  const text = await readBody(request, limits);
  const { taskId, instanceName } = parseObject(text);
  const id = String(taskId ?? '');
  if (!/^[1-9]\d{0,18}$/.test(id))
    throw new InvalidCallback(400, 'A callback has a taskId, which is a whole number');
  return {
    taskId: id,
    instanceName: instanceName === undefined || instanceName === null ? undefined : String(instanceName),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value = objectInJson(text, (json) => parseWithLongIds(json, 'taskId'));
  if (value !== undefined) return value as Record<string, unknown>;
  throw new InvalidCallback(400, 'A callback is a JSON object');
}
