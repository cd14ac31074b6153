import { upload } from '../actions/upload.ts';
import { define } from '../frame/definition.ts';
import { withOssAlone } from '../options/connection.ts';
import { withSourceFilter } from '../options/source-filter.ts';
import { withSource } from '../options/source-options.ts';
import { withUpload } from '../options/upload-options.ts';

export const definition = define(upload, (command) =>
  withUpload(withSourceFilter(withSource(withOssAlone(command)))),
);
