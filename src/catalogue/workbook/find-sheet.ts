import { WORKBOOK_LIMITS } from './limits.ts';
import type { OpenZip } from './open-zip.ts';
import { xmlEvents } from './xml-events.ts';

/** Where the first sheet of a workbook is, and what it needs. */
export interface FoundSheet {
  readonly name: string;
  readonly others: readonly string[];
  /** The name of the sheet's part. */
  readonly part: string;
  readonly texts: string | undefined;
  readonly styles: string | undefined;
  /** Whether days are counted from 1904. */
  readonly is1904: boolean;
}

type Attributes = Readonly<Record<string, string>>;
type Fault = (reason: string) => Error;

/** The first sheet that is not hidden. */
export async function findSheet(zip: OpenZip, fault: Fault): Promise<FoundSheet> {
  const root = await relations(zip, '_rels/.rels', '', fault);
  const book = root.find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml';
  const folder = book.slice(0, book.lastIndexOf('/') + 1);
  const parts = await relations(zip, `${folder}_rels/${book.slice(folder.length)}.rels`, folder, fault);
  const sheets: Attributes[] = [];
  let is1904 = false;
  const isThere = await read(zip, book, fault, (name, attributes) => {
    if (name === 'sheet') sheets.push(attributes);
    else if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
  });
  if (!isThere) throw fault('it has no workbook inside: it may be another kind of zip file');
  const sheet = sheets.find(({ state }) => state === undefined || state === 'visible') ?? sheets[0];
  const id = Object.entries(sheet ?? {}).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1];
  const part = parts.find((one) => one.id === id)?.part;
  if (sheet === undefined || part === undefined) throw fault('it has no sheet');
  const partOf = (type: string) => parts.find((one) => one.type === type)?.part;
  return {
    name: sheet['name'] ?? '',
    others: sheets.filter((one) => one !== sheet).map(({ name }) => name ?? ''),
    part,
    texts: partOf('sharedStrings'),
    styles: partOf('styles'),
    is1904,
  };
}

async function relations(zip: OpenZip, name: string, folder: string, fault: Fault) {
  const found: { readonly id: string; readonly type: string; readonly part: string }[] = [];
  await read(zip, name, fault, (element, { Id: id = '', Type: type = '', Target: target = '' }) => {
    if (element === 'Relationship')
      found.push({ id, type: type.slice(type.lastIndexOf('/') + 1), part: partOf(target, folder) });
  });
  return found;
}

/** A path relative to a folder, or from the root. */
const partOf = (target: string, folder: string): string =>
  decodeURI(new URL(target, `zip://x/${folder}`).pathname).slice(1);

/** Returns whether the part is there. */
async function read(
  zip: OpenZip,
  name: string,
  fault: Fault,
  open: (name: string, attributes: Attributes) => void,
): Promise<boolean> {
  const bytes = await zip.part(name, WORKBOOK_LIMITS.partBytes);
  if (bytes === undefined) return false;
  for await (const _ of xmlEvents(bytes, { open }, fault));
  return true;
}
