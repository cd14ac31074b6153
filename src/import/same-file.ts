import { type BigIntStats, statSync } from 'node:fs';

/** Whether two paths lead to one file, whatever links and cases they take. False when one of them leads nowhere. */
export function isSameFile(one: string, other: string): boolean {
  const [first, second] = [statsOf(one), statsOf(other)];
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
