import { type Html, html } from './html.ts';

/** A part of the page under its own heading. */
export const section = (name: string, heading: string, content: Html | readonly Html[]): Html =>
  html`<section aria-labelledby="${name}-heading" id="${name}">
<h2 id="${name}-heading">${heading}</h2>
${content}
</section>
`;
