import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { show } from '../../shared/options/checks.ts';
import { objectInJson } from '../../shared/text/parse-json.ts';
import { PLAN_FILE } from '../model/migration-image.ts';
import { MIGRATION_ROUTES, type MigrationRoute } from '../model/routes.ts';

/** What the reading of results needs of `plan.json`. */
export interface OpenPlan {
  readonly route: MigrationRoute;
  readonly prefix: string;
  readonly supplied: number;
}

/** @throws {TypeError} for a folder that holds no plan, or one whose plan has no lists */
export async function openPlan(folder: string, signal: AbortSignal | undefined): Promise<OpenPlan> {
  const path = join(folder, PLAN_FILE);
  const content = await readFile(path, { encoding: 'utf8', ...(signal && { signal }) });
  const { version, route, prefix, supplied } = (objectInJson(content) ?? {}) as Partial<
    Record<string, unknown>
  >;
  const known = MIGRATION_ROUTES.find((one) => one === route);
  if (version !== 1 || known === undefined || typeof prefix !== 'string' || typeof supplied !== 'number')
    throw new TypeError(`Cannot read ${show(path, 1_100)} as it is no plan that planMigration() has written`);
  if (known === 'import')
    throw new TypeError(
      `Cannot read results of the plan in ${show(folder, 1_100)} as its route is an import, which reports them itself`,
    );
  return { route: known, prefix, supplied };
}
