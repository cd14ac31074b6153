/**
 * A builtin module of Node, loaded when it is needed: so a bundle for browsers imports no such module and loads everywhere.
 *
 * @param doing completes the message "Cannot … outside Node"
 * @throws {TypeError} outside Node
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
