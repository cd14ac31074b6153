/** A form as it was sent, not yet checked. */
export interface UploadForm {
  readonly fields: ReadonlyMap<string, string>;
  /** The content of the one part called `file`. */
  readonly file: Uint8Array | undefined;
}

/**
 * Reads a body of `multipart/form-data`; undefined when the body is malformed.
 *
 * The line break before a boundary may be missing: Alibaba's own SDK for Node sends no line break between a file and the
 * next part, which the form readers of Node refuse.
 */
export function readForm(body: Buffer, contentType: string): UploadForm | undefined {
  const [, quoted, bare] =
    /^multipart\/form-data;.*?boundary=(?:"([^"]+)"|([^;\s"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return undefined;
  const parts = partsOf(body, Buffer.from(`--${boundary}`));
  if (parts === undefined) return undefined;

  const fields = new Map<string, string>();
  const files: Uint8Array[] = [];
  for (const { head, content } of parts) {
    const [, name] = /^content-disposition: *form-data;.*?\bname="([^"]*)"/im.exec(head) ?? [];
    if (name === undefined) return undefined;
    if (name === 'file') files.push(content);
    else fields.set(name, content.toString());
  }
  return { fields, file: files.length === 1 ? files[0] : undefined };
}

interface Part {
  readonly head: string;
  readonly content: Buffer;
}

function partsOf(body: Buffer, delimiter: Buffer): readonly Part[] | undefined {
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const from = at + delimiter.length;
    if (body.toString('latin1', from, from + 2) === '--') return parts;
    const headEnd = body.indexOf('\r\n\r\n', from);
    const next = body.indexOf(delimiter, from);
    if (headEnd < 0 || next < headEnd + 4) return undefined;
    const end = body.toString('latin1', next - 2, next) === '\r\n' ? next - 2 : next;
    const head = body.toString('utf8', from, headEnd).trim();
    parts.push({ head, content: body.subarray(headEnd + 4, Math.max(end, headEnd + 4)) });
    at = next;
  }
  return undefined; // the body ends before its last boundary
}
