import { WORKBOOK_LIMITS } from './limits.ts';
import { xmlEvents } from './xml-events.ts';

/** The texts that cells refer to, by their numbers. @param bytes of sharedStrings.xml */
export async function sharedTexts(
  bytes: AsyncIterable<Uint8Array>,
  fault: (reason: string) => Error,
): Promise<readonly string[]> {
  const texts: string[] = [];
  const text = new TextCollector();
  const events = xmlEvents(
    bytes,
    {
      open: (name) => text.open(name),
      text: (value) => {
        text.add(value);
        if (text.length > WORKBOOK_LIMITS.cellLength * 2) throw fault('a text is longer than Excel allows');
      },
      close: (name) => {
        text.close(name);
        if (name !== 'si') return;
        texts.push(text.take());
        if (texts.length > WORKBOOK_LIMITS.texts)
          throw fault(`it has more than ${WORKBOOK_LIMITS.texts.toLocaleString('en')} different texts`);
      },
    },
    fault,
  );
  for await (const _ of events);
  return texts;
}

/** The text of an element: that of its runs, and not how it is pronounced. */
export class TextCollector {
  #text = '';
  #isText = false;
  #isPronunciation = false;

  get length(): number {
    return this.#text.length;
  }

  open(name: string): void {
    if (name === 't') this.#isText = true;
    else if (name === 'rPh') this.#isPronunciation = true;
  }

  add(value: string): void {
    if (this.#isText && !this.#isPronunciation) this.#text += value;
  }

  close(name: string): void {
    if (name === 't') this.#isText = false;
    else if (name === 'rPh') this.#isPronunciation = false;
  }

  take(): string {
    const text = unescaped(this.#text);
    this.#text = '';
    return text;
  }
}

/** Characters that XML cannot hold, which Excel writes as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
