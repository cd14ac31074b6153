import { basename, dirname, join, resolve } from 'node:path';
import { buildMetaFile, type EntryOutcome, type MetaProfile, type ServiceType } from '../index.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';

export interface BuildOptions {
  readonly output: string;
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly maxLines?: number | undefined;
  readonly maxBytes?: number | undefined;
}

/**
 * `build CATALOGUE -o increment.meta`: writes the meta file of a catalogue, without looking at images, and makes the folder
 * of the file. Rows are judged as by an import. When no row is accepted, nothing is written, and an older file stays.
 */
export const build: Action<readonly [string], BuildOptions> = async (
  { output, signal },
  [catalogue],
  { output: path, ...options },
) => {
  if (resolve(path) === resolve(catalogue))
    throw new TypeError(`Cannot write ${path} as it is the catalogue itself: name another file with -o`);
  const { maxLines, maxBytes } = options;
  const isSplit = maxLines !== undefined || maxBytes !== undefined;
  const onLeftOut = async ({ place: { line }, issues }: EntryOutcome) => {
    for (const {
      severity,
      code,
      path: [field = null],
      message,
    } of issues) {
      const json = { file: catalogue, line, severity, code, field, message };
      await output.result(json, printable(`${catalogue}:${line} ${severity} ${code} ${message}`));
    }
  };
  const { parts, ...summary } = await buildMetaFile(catalogue, isSplit ? partOf(path) : path, {
    ...options,
    onLeftOut,
    signal,
  });
  for (const part of parts) {
    const text = `${part.path}: ${part.adds} ADD, ${part.deletes} DELETE, ${part.bytes} bytes`;
    await output.result(part, printable(text));
  }
  const { supplied, refused, skipped, adds, deletes } = summary;
  const isWritten = adds + deletes > 0;
  const text = isWritten
    ? `${path}: ${adds} ADD, ${deletes} DELETE`
    : `${catalogue}: nothing accepted, and so ${path} is not written`;
  const leftOut = `${refused} of ${supplied} rows refused${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  await output.result({ summary }, printable(`${text}; ${leftOut}`));
  return refused > 0 || !isWritten ? EXIT.data : EXIT.fine;
};

/** Parts have folders of their own, since the service reads one name only: `out/increment.meta` → `out/0001/increment.meta`. */
const partOf = (path: string) => (part: number) =>
  join(dirname(path), String(part).padStart(4, '0'), basename(path));
