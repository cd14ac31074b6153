import { undo } from '../actions/sync.ts';
import { define } from '../frame/definition.ts';
import { withConnection } from '../options/connection.ts';
import { withImport } from '../options/import-options.ts';
import { withReport } from '../options/report-options.ts';
import { withUpdates } from '../options/sync-options.ts';

export const definition = define(undo, (command) =>
  withReport(withUpdates(withImport(withConnection(command)))),
);
