import XMLBuilder from 'fast-xml-builder';
import type { OssReply } from './oss-call.ts';

export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

const builder = new XMLBuilder({ suppressEmptyNode: false });

/** An XML document; an array becomes one element for each of its members, and what is undefined is left out. */
export const xmlDocument = (root: string, content: XmlContent): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${builder
    .build({ [root]: content })
    // A parser reads a raw carriage return as a line feed, which would be another key.
    .replaceAll('\r', '&#xD;')}`;

/** 200 with an XML document. */
export const xmlReply = (
  root: string,
  content: XmlContent,
  headers: Readonly<Record<string, string>> = {},
): OssReply => ({
  status: 200,
  headers: { ...headers, 'Content-Type': 'application/xml' },
  body: xmlDocument(root, content),
});

/** A time in ms since 1970 as documents have it: whole seconds, as clients parse exactly `2012-02-24T08:43:07.000Z`. */
export const xmlDate = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString();
