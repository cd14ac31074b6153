import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isImageSearchError,
  type SyncOptions,
  type SyncSource,
  type SyncSummary,
  syncCatalogue,
} from 'imagesearch-import';

/** What became of a night, in one line for people, with the exit code of its process. */
export interface Night {
  readonly text: string;
  /** Those of the command line: 0, 1 for problems of the data, 2 for wrong use, 3 for a service, 130 when interrupted. */
  readonly exitCode: 0 | 1 | 2 | 3 | 130;
}

/**
 * Syncs a gallery with a catalogue. Each night has a folder of its own in `states`, which is also its lock: the library
 * gives a state to one process at a time. The last night is called again first: one that is over does nothing more, one
 * that was killed is brought to its end, and one that still runs refuses.
 *
 * @param night the name of the folder, which sorts by time: `2026-11-29`
 */
export async function nightlySync(
  catalogue: SyncSource,
  states: string,
  night: string,
  options: SyncOptions,
): Promise<Night> {
  try {
    await mkdir(states, { recursive: true });
    const before = (await readdir(states)).filter((name) => name < night).toSorted();
    const [last, lastButOne] = [before.at(-1), before.at(-2)].map((name) => name && join(states, name));
    const shared = { ...options, compareImages: true, deleteSuperfluous: true };
    if (last)
      await syncCatalogue(sourceOf(last) ?? catalogue, { ...shared, state: last, previous: lastButOne });
    const state = join(states, night);
    return told(night, await syncCatalogue(catalogue, { ...shared, state, previous: last }));
  } catch (error) {
    if (options.signal?.aborted)
      return { text: `${night}: interrupted: the same call continues`, exitCode: 130 };
    const text = `${night}: ${error instanceof Error ? error.message : error}`;
    if (!isImageSearchError(error)) return { text, exitCode: 2 };
    return { text: [text, error.advice, 'the same call continues'].filter(Boolean).join(': '), exitCode: 3 };
  }
}

/** The plan of a night that has begun to change the gallery, which is carried out though the catalogue is another one now. */
function sourceOf(state: string): SyncSource | undefined {
  return existsSync(join(state, 'before.jsonl')) ? { plan: join(state, 'plan.jsonl') } : undefined;
}

function told(night: string, { plan, updated, import: imported, seconds }: SyncSummary): Night {
  const { missing, changed, superfluous } = plan.kinds;
  const { refused = 0 } = plan.comparison ?? {};
  const failed = imported?.failed ?? 0;
  const withheld = plan.withheld.because.map(({ code }) => code);
  const deleted = withheld.length > 0 ? `not deleted as ${withheld.join(', ')}` : 'deleted';
  return {
    text:
      `${night}: ${missing} missing and ${changed} changed imported (${updated} of them updated), ` +
      `${superfluous} superfluous ${deleted}, ${refused} refused, ${failed} failed, in ${seconds} s`,
    exitCode: refused + failed + withheld.length > 0 ? 1 : 0,
  };
}
