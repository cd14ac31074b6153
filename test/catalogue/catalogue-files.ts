import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { CatalogueRow } from '../../src/catalogue/model/catalogue-entry.ts';
import type { CatalogueSource } from '../../src/catalogue/model/catalogue-source.ts';
import { readCatalogue } from '../../src/catalogue/read-catalogue.ts';
import { collect } from '../shared/async/collect.ts';

/** A folder that lives as long as the test file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

export function writeFileIn(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export const rowsOf = (source: CatalogueSource): Promise<CatalogueRow[]> => collect(readCatalogue(source));

export const entries = (rows: readonly CatalogueRow[]) => rows.map(({ entry }) => entry);

/** Each row's line and what is wrong with it. */
export const codes = (rows: readonly CatalogueRow[]) =>
  rows.map(({ place, issues }) => [place.line, ...issues.map(({ code }) => code)]);

export const messages = (rows: readonly CatalogueRow[]) =>
  rows.flatMap(({ issues }) => issues.map(({ message }) => message));

export const GBK = Buffer.from([0xc9, 0xcc, 0xc6, 0xb7]); // 商品 in GBK
export const a = { productId: '1', image: 'a.jpg' };
export const b = { productId: '2', image: 'b.jpg' };
