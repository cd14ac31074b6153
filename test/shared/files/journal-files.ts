import { Journal } from '../../../src/shared/files/journal.ts';
import { collect } from '../async/collect.ts';

export interface Step {
  readonly step: number;
  readonly text?: string;
}

export const OPTIONS = { kind: 'steps', version: 1 };

/** A journal that was read to its end. */
export async function opened(path: string, options = OPTIONS): Promise<Journal<Step>> {
  const journal = await Journal.open<Step>(path, options);
  try {
    await collect(journal.records());
    return journal;
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** What a journal holds, read by its next owner. */
export async function recordsIn(path: string): Promise<readonly Step[]> {
  await using journal = await Journal.open<Step>(path, OPTIONS);
  return (await collect(journal.records())).map(({ record }) => record);
}

/** Makes a journal of these steps, each appended for itself. */
export async function journalOf(path: string, steps: readonly Step[]): Promise<void> {
  await using journal = await opened(path);
  for (const step of steps) await journal.append([step]);
}
