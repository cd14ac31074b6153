import { withConnection } from '../connection.ts';
import { define } from '../frame/definition.ts';
import { withImport } from '../import-options.ts';
import { undo } from '../sync.ts';

export const definition = define(undo, (command) => withImport(withConnection(command)));
