import { syncCommand } from '../actions/sync.ts';
import { define } from '../frame/definition.ts';
import { withCatalogue } from '../options/catalogue-options.ts';
import { withConnection } from '../options/connection.ts';
import { withImport } from '../options/import-options.ts';
import { withReport } from '../options/report-options.ts';
import { withSync } from '../options/sync-options.ts';

export const definition = define(syncCommand, (command) =>
  withReport(withSync(withImport(withConnection(withCatalogue(command))))),
);
