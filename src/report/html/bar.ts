import { type Html, html } from './html.ts';

/** A bar of a share from 0 to 1. Its number stands beside it, so that nobody needs to see it. */
export const bar = (share: number, tone: string): Html =>
  html`<svg class="bar ${tone}" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 10"><rect width="${
    Math.round(share * 10_000) / 100
  }" height="10"/></svg>`;
