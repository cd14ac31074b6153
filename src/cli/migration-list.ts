import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { MigrationImage } from '../index.ts';

/** Images that were passed over, since the checks have refused them. */
export interface PassedOverImages {
  notAccepted: number;
}

/**
 * Reads the images of a migration, one JSON object a line: `{ "name", "bytes", "url" }`, or what `preflight --json` prints, of
 * which the accepted images count.
 *
 * @param path `-` for standard input
 * @throws {TypeError} for a line of another kind
 */
export async function* migrationList(
  path: string,
  passedOver: PassedOverImages,
  signal: AbortSignal,
): AsyncGenerator<MigrationImage, void, void> {
  const input = path === '-' ? process.stdin : createReadStream(path, { signal });
  const lines = createInterface({ input, signal });
  const failed = new Promise<never>((_, reject) => input.once('error', reject)); // readline does not pass it on
  failed.catch(() => {}); // awaited below, unless nobody reads to the end
  const iterator = lines[Symbol.asyncIterator]();
  for (let line = 1; ; line += 1) {
    const next = await Promise.race([iterator.next(), failed]);
    if (next.done) return;
    if (next.value.trim() === '') continue;
    const image = imageIn(next.value, `${path}:${line}`);
    if (image === 'refused') passedOver.notAccepted += 1;
    else if (image !== 'summary') yield image;
  }
}

function imageIn(line: string, place: string): MigrationImage | 'refused' | 'summary' {
  const { path, name = path, bytes, url, ok = true, summary } = objectIn(line, place);
  if (summary !== undefined) return 'summary';
  if (ok !== true) return 'refused';
  const isUrl = typeof name === 'string' && /^https?:\/\//i.test(name);
  const chosen = isUrl ? nameInUrl(name) : name;
  if (typeof chosen !== 'string' || chosen === '' || typeof bytes !== 'number')
    throw new TypeError(
      `Cannot read ${place} as it must be JSON with "name" (or "path") and "bytes", as preflight --json prints it`,
    );
  const from = url ?? (isUrl ? name : undefined);
  return { name: chosen, bytes, ...(typeof from === 'string' && { url: from }) };
}

function objectIn(line: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // told below
  }
  throw new TypeError(`Cannot read ${place} as it is no object of JSON: write one object a line`);
}

/** The path of a URL, without the slash at its beginning. */
function nameInUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const path = new URL(url).pathname.slice(1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a percent sign in it encodes nothing
  }
}
