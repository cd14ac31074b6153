import { closestName } from '../../shared/options/closest-name.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { tableText } from '../frame/table-text.ts';
import { helpNames, TOPICS } from './topics.ts';

/** `help TOPIC`: what is explained beside the commands. `help COMMAND` is `COMMAND --help`, and does not come here. */
export const help: Action<readonly string[], object> = async ({ output }, [topic = 'topics']) => {
  const found = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined;
  if (found === undefined && topic !== 'topics') {
    const close = closestName(topic, helpNames(), (name) => name);
    const hint = close === undefined ? 'imagesearch-import help topics lists them' : `did you mean ${close}?`;
    throw new TypeError(`Cannot explain ${JSON.stringify(topic)} as it is no command and no topic: ${hint}`);
  }
  const lines = found?.lines ?? topicList(output.columns);
  await output.result({ help: lines }, lines);
  return EXIT.fine;
};

const topicList = (columns: number): readonly string[] => [
  'Topics:',
  ...tableText(
    Object.entries(TOPICS).map(([name, { summary }]) => [name, summary]),
    columns,
  ),
  '',
  'imagesearch-import help TOPIC explains one of them, imagesearch-import explain CODE a code.',
];
