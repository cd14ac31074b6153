import { importCommand } from '../actions/import.ts';
import { define } from '../frame/definition.ts';
import { withCatalogue } from '../options/catalogue-options.ts';
import { withConnection } from '../options/connection.ts';
import { withImport } from '../options/import-options.ts';
import { withSharedImport } from '../options/queue-options.ts';
import { withReport } from '../options/report-options.ts';
import { withAgeAndSize } from '../options/source-filter.ts';

export const definition = define(importCommand, (command) =>
  withReport(withAgeAndSize(withSharedImport(withImport(withConnection(withCatalogue(command)))))),
);
