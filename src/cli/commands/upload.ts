import { withOss } from '../connection.ts';
import { define } from '../frame/definition.ts';
import { withSourceFilter } from '../source-filter.ts';
import { withSource } from '../source-options.ts';
import { upload } from '../upload.ts';
import { withUpload } from '../upload-options.ts';

export const definition = define(upload, (command) =>
  withUpload(withSourceFilter(withSource(withOss(command)))),
);
