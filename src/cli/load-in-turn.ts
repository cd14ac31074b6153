import { closeSync, openSync, readFileSync } from 'node:fs';

/** What the program opens at once, beside what Node.js itself has open, when it loads its files in Node's own way. */
const FILES_AT_ONCE = 48;

/** Whether this process may open so many more files. Those that it opens to see are closed again. */
export function hasRoom(path: URL): boolean {
  const open: number[] = [];
  try {
    while (open.length < FILES_AT_ONCE) open.push(openSync(path, 'r'));
    return true;
  } catch {
    return false;
  } finally {
    for (const descriptor of open) closeSync(descriptor);
  }
}

/** Loads a built file after those that it imports, one at a time: Node opens all files that a file imports at once. */
export async function loadInTurn(file: URL, loaded = new Set<string>()): Promise<void> {
  if (loaded.has(file.href)) return;
  loaded.add(file.href);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT))
    await loadInTurn(new URL(path, file), loaded);
  await import(file.href);
}

const STATIC_IMPORT = /^(?:import|export|\})[^'"]*["'](\.\/[^'"]+)["'];$/gm;
