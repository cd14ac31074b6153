import sax from 'sax';
import { WORKBOOK_LIMITS } from './limits.ts';

/** What a part of a workbook is read by. Names come without their namespace. */
export interface XmlHandler {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/**
 * Hands the events of each chunk on to a handler, and yields after each chunk.
 *
 * @param fault makes the error for XML that is damaged, nested too deeply or made to take memory
 */
export async function* xmlEvents(
  bytes: AsyncIterable<Uint8Array>,
  { open, text, close }: XmlHandler,
  fault: (reason: string) => Error,
): AsyncGenerator<void, void, void> {
  const parser = sax.parser(true, { xmlns: false });
  let depth = 0;
  let attributesOfTag = 0;
  let failure: Error | undefined;
  parser.onattribute = () => {
    attributesOfTag += 1;
    if (attributesOfTag > WORKBOOK_LIMITS.attributes)
      failure ??= fault('its XML has an element with too many attributes');
  };
  parser.onopentag = ({ name, attributes }) => {
    depth += 1;
    attributesOfTag = 0;
    if (depth > WORKBOOK_LIMITS.depth) failure ??= fault('its XML is nested too deeply');
    open?.(local(name), attributes as Record<string, string>);
  };
  parser.ontext = (value) => text?.(value);
  parser.oncdata = (value) => text?.(value);
  parser.onclosetag = (name) => {
    depth -= 1;
    close?.(local(name));
  };
  parser.ondoctype = () => {
    failure ??= fault('its XML has a document type, which no workbook has');
  };
  parser.onerror = (error) => {
    failure ??= fault(`its XML is damaged (${error.message.split('\n', 1)[0]})`);
  };
  const decoder = new TextDecoder();
  for await (const chunk of bytes) {
    parser.write(decoder.decode(chunk, { stream: true }));
    if (failure !== undefined) throw failure;
    yield;
  }
  parser.write(decoder.decode());
  parser.close();
  if (failure !== undefined) throw failure;
  yield;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
