import { withCatalogue } from '../catalogue-options.ts';
import { withConnection } from '../connection.ts';
import { define } from '../frame/definition.ts';
import { withImport } from '../import-options.ts';
import { syncCommand } from '../sync.ts';
import { withSync } from '../sync-options.ts';

export const definition = define(syncCommand, (command) =>
  withSync(withImport(withConnection(withCatalogue(command)))),
);
