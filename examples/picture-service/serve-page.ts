import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { ServiceError } from './answers.ts';

/** The page runs its own script and shows pictures that it has itself: nothing else, from nowhere else. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob:; connect-src 'self'; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

const FILES = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/style.css': ['style.css', 'text/css; charset=utf-8'],
} as const;

/** Serves the page, and lets no page of another site change anything. */
export async function servePage(service: FastifyInstance): Promise<void> {
  service.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    const site = request.headers['sec-fetch-site'] ?? 'same-origin'; // a browser says which page asks
    if (request.method !== 'GET' && site !== 'same-origin')
      throw new ServiceError(403, 'CROSS_SITE', 'A page of another site must not change anything here');
  });
  for (const [path, [file, type]] of Object.entries(FILES)) {
    const text = await readFile(new URL(`page/${file}`, import.meta.url));
    service.get(path, (_, reply) => reply.type(type).send(text));
  }
}
