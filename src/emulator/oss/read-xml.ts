import sax from 'sax';
import { refuse } from './oss-refusal.ts';

/** The longest document that a request may have: our choice, twice as long as the list of 10,000 parts. */
export const MOST_XML_BYTES = 2 * 1024 * 1024;
const MOST_DEPTH = 8;

export interface XmlElement {
  readonly name: string;
  /** The text between its tags, without that of its children, untrimmed. */
  text: string;
  readonly children: XmlElement[];
}

/** @throws {OssRefusal} for text that is no XML document with that root */
export function readXml(bytes: Buffer, root: string): XmlElement {
  const document: XmlElement = { name: '', text: '', children: [] };
  const open = [document];
  const parser = sax.parser(true);
  parser.onerror = () => malformed('it is not well-formed');
  parser.ondoctype = () => malformed('it must have no document type');
  parser.onopentag = ({ name }) => {
    const element = { name, text: '', children: [] };
    open.at(-1)?.children.push(element);
    if (open.push(element) > MOST_DEPTH) malformed(`elements may be ${MOST_DEPTH - 1} deep`);
  };
  parser.onclosetag = () => void open.pop();
  parser.ontext = parser.oncdata = (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.write(bytes.toString()).close();
  const [element] = document.children;
  return element?.name === root ? element : malformed(`its root must be ${root}`);
}

export const childrenOf = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter((child) => child.name === name);

/** The text of the first child of that name. */
export const childText = (element: XmlElement, name: string): string | undefined =>
  childrenOf(element, name)[0]?.text;

/** @throws {OssRefusal} always. */
export const malformed = (why: string): never =>
  refuse('MalformedXML', {}, `The XML you provided was not well-formed or did not validate: ${why}.`);
