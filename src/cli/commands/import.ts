import { withCatalogue } from '../catalogue-options.ts';
import { withConnection } from '../connection.ts';
import { define } from '../frame/definition.ts';
import { importCommand } from '../import.ts';
import { withImport } from '../import-options.ts';
import { withReport } from '../report-options.ts';

export const definition = define(importCommand, (command) =>
  withReport(withImport(withConnection(withCatalogue(command)))),
);
