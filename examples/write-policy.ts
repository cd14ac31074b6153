/** The least policy of RAM for a user who imports, syncs and searches, and what each of its actions is for. */
import { importPolicy } from 'imagesearch-import';

const { policy, uses, unknown } = importPolicy({
  ...{ to: 'oss://my-bucket/spring', region: 'cn-shanghai', instance: 'shop' },
  for: ['sync', 'search'],
});
console.log(JSON.stringify(policy, null, 2));
for (const [action, use] of Object.entries(uses)) console.log(action, use);
console.log(`No document says ${unknown.length} things, such as: ${unknown[0]}`);
