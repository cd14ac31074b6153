/**
 * Loads a built-in module of Node when it is needed, so that a bundle for browsers imports no module of Node.
 *
 * @throws {TypeError} outside Node; `doing` completes "Cannot … outside Node"
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

/** Whether there are built-in modules. */
export const isNode = (): boolean => globalThis.process?.getBuiltinModule !== undefined;

interface NodeModules {
  readonly fs: typeof import('node:fs');
  readonly 'fs/promises': typeof import('node:fs/promises');
  readonly os: typeof import('node:os');
  readonly path: typeof import('node:path');
  readonly stream: typeof import('node:stream');
}
