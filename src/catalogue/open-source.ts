import { stat } from 'node:fs/promises';
import { ClosingItems } from '../shared/async/closing-items.ts';
import { openFolder } from './folder/open-folder.ts';
import { openListing } from './folder/open-listing.ts';
import { readMetaRows } from './increment-meta/read-meta-rows.ts';
import { jsonLayout } from './json/json-layout.ts';
import { readDocument } from './json/read-document.ts';
import { readObjectLines } from './json/read-object-lines.ts';
import type { CatalogueOptions } from './model/catalogue-options.ts';
import { type ByteSource, type CatalogueSource, isByteSource } from './model/catalogue-source.ts';
import { empty } from './model/catalogue-unreadable.ts';
import { checkSource } from './model/check-source.ts';
import type { FileFormat, OpenSource } from './model/raw-row.ts';
import { isSourceListing } from './model/source-listing.ts';
import { openObjects } from './objects/open-objects.ts';
import { withCellsRestored } from './restore-cells.ts';
import { formatOf } from './source/format-of.ts';
import { type OpenText, openText } from './source/open-text.ts';
import type { Peeked } from './source/peek.ts';
import { openTable } from './table/open-table.ts';

/** What decides how a source is opened. */
export type SourceOptions = Pick<
  CatalogueOptions,
  'format' | 'encoding' | 'delimiter' | 'include' | 'exclude' | 'followLinks' | 'signal'
>;

/**
 * Opens what a catalogue is read from: a folder of this machine or of a source, a file of any format and encoding, bytes, or objects.
 *
 * @throws {TypeError} for a file of another kind, or one whose kind cannot be told; or the system's error
 */
export async function openSource(source: CatalogueSource, options: SourceOptions): Promise<OpenSource> {
  options.signal?.throwIfAborted();
  checkSource(source);
  if (typeof source === 'string')
    return (await stat(source)).isDirectory() ? openFolder(source, options) : openFile(source, options);
  if (isSourceListing(source)) return openListing(source, options);
  return isByteSource(source) ? openFile(source, options) : openObjects(source, options.signal);
}

async function openFile(source: string | ByteSource, options: SourceOptions): Promise<OpenSource> {
  const opened = await openText(source, options.encoding, options.signal);
  const { name, head } = opened.raw;
  try {
    const format = await formatOf({ name, head, text: opened.start }, options.format);
    return withCellsRestored(withRecognised(await OPEN[format](opened, format, options), opened));
  } catch (error) {
    await opened.raw.bytes.return();
    throw error;
  }
}

type Opener = (opened: OpenText, format: FileFormat, options: SourceOptions) => Promise<OpenSource>;

const openAsTable: Opener = async (opened, format, { delimiter, signal }) => {
  const preferred = format === 'tsv' ? '\t' : ',';
  const { bytes } = await opened.text();
  const table = await openTable(bytes, { source: opened.raw.name, delimiter, preferred, signal });
  return { ...table, recognised: { ...table.recognised, format } };
};

const openAsJson: Opener = async (opened) => openJson(await opened.text(), opened.raw.name);

const OPEN: Readonly<Record<FileFormat, Opener>> = {
  csv: openAsTable,
  tsv: openAsTable,
  jsonl: openAsJson,
  json: openAsJson,
  meta: async (opened) => openMeta(await opened.text(), opened.raw.name),
  xlsx: async ({ raw }, _, { signal }) => {
    if (raw.head.length === 0) throw empty(raw.name, 'it is empty');
    const { openWorkbook } = await import('./workbook/open-workbook.ts'); // with what it needs, for those who have one
    return openWorkbook(raw, signal);
  },
};

function openJson(text: Peeked, name: string | null): OpenSource {
  const layout = jsonLayout(text.head, text.isWhole, name);
  if (layout.kind === 'meta') return openMeta(text, name);
  const isLines = layout.kind === 'lines';
  return {
    header: undefined,
    recognised: { format: isLines ? 'jsonl' : 'json', notes: isLines ? undefined : layout.notes },
    rows: isLines ? readObjectLines(text.bytes, name) : readDocument(text.bytes, name, layout.member),
  };
}

const openMeta = (text: Peeked, name: string | null): OpenSource => ({
  header: undefined,
  recognised: { format: 'meta' },
  rows: readMetaRows(text.bytes, name, text.head),
});

/** Adds what was found out before the format. */
function withRecognised(
  { header, recognised, rows }: OpenSource,
  { raw, encoding, notes }: OpenText,
): OpenSource {
  const all = [...(recognised.notes ?? []), ...(recognised.format === 'xlsx' ? [] : notes)];
  return {
    header,
    rows: new ClosingItems(rows, () => raw.bytes.return()),
    recognised: {
      ...recognised,
      encoding: recognised.format === 'xlsx' ? undefined : encoding,
      gzip: raw.gzip,
      notes: all.length === 0 ? undefined : all,
    },
  };
}
