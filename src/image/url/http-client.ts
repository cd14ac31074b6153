import { lookup } from 'node:dns/promises';
import { type Agent, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { guardedLookup, type Resolve } from './guarded-lookup.ts';
import { type Judge, refusedKind } from './public-address.ts';
import { type UrlOptions, type UrlSettings, urlSettings } from './url-options.ts';

/** What the sandbox of a test replaces of the world outside. */
export interface HttpSurroundings {
  readonly resolve?: Resolve;
  /** Which addresses count as public where not all are allowed. */
  readonly judge?: Judge;
  /** Certificates in PEM to trust in place of those that Node brings. */
  readonly ca?: string;
}

type Scheme = 'http:' | 'https:';

/** What readers of URLs have in common: settings, connections that are used again, and the guarded lookup. */
export interface HttpClient {
  readonly settings: UrlSettings;
  readonly judge: Judge;
  readonly lookup: LookupFunction;
  readonly pooled: Readonly<Record<Scheme, Agent>>;
  /** Connections of a single request. */
  readonly fresh: Readonly<Record<Scheme, Agent>>;
}

/** How long a connection that nobody uses stays open, in ms: less than servers keep theirs, commonly 5 s. */
const IDLE_MS = 4_000;
const MOST_IDLE = 8;

/** @throws {TypeError | RangeError} for a value that is none of the option's. */
export function openClient(options: UrlOptions, surroundings: HttpSurroundings): HttpClient {
  const { resolve = resolveBySystem, judge: strict = refusedKind, ca } = surroundings;
  const settings = urlSettings(options);
  const judge: Judge = settings.allowPrivateAddresses ? () => null : strict;
  const trust = ca === undefined ? {} : { ca };
  const pool = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: MOST_IDLE };
  return {
    settings,
    judge,
    lookup: guardedLookup(resolve, judge),
    pooled: { 'http:': new HttpAgent(pool), 'https:': new HttpsAgent({ ...pool, ...trust }) },
    fresh: { 'http:': new HttpAgent(), 'https:': new HttpsAgent(trust) },
  };
}

/** Ends all connections, also those in use. */
export function closeClient({ pooled, fresh }: HttpClient): void {
  for (const agent of [...Object.values(pooled), ...Object.values(fresh)]) agent.destroy();
}

const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);
