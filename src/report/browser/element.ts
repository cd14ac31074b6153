import { visibleText } from '../html/visible-text.ts';

/** Makes an element. Texts become text, never HTML, so that no name is taken for markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...content.map((one) => (typeof one === 'string' ? visibleText(one) : one)));
  return made;
}

/** An element that the page has. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element #${id}`);
  return found;
}

/** The JSON in a script element of the page. */
export const jsonOf = <T>(id: string): T => JSON.parse(byId(id).textContent ?? '') as T;
