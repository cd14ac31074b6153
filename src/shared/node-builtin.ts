/**
 * A module of Node's own, asked for when it is needed: a bundle for browsers names none and loads everywhere.
 *
 * @throws {TypeError} where there is no Node; `doing` completes "Cannot … outside Node"
 */
export function nodeBuiltin<Name extends 'fs' | 'fs/promises' | 'os' | 'path' | 'stream'>(
  name: Name,
  doing: string,
): NodeModules[Name] {
  const builtin = globalThis.process?.getBuiltinModule?.(`node:${name}`);
  if (builtin === undefined)
    throw new TypeError(`Cannot ${doing} outside Node: use text, bytes or a web stream instead`);
  return builtin as NodeModules[Name];
}

interface NodeModules {
  readonly fs: typeof import('node:fs');
  readonly 'fs/promises': typeof import('node:fs/promises');
  readonly os: typeof import('node:os');
  readonly path: typeof import('node:path');
  readonly stream: typeof import('node:stream');
}
