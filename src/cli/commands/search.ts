import { search } from '../actions/search.ts';
import { define } from '../frame/definition.ts';
import { withConnection } from '../options/connection.ts';
import { amount, count } from '../options/numbers.ts';

export const definition = define(search, (command) =>
  withConnection(command)
    .option('--text <text>', 'search by what a picture shows, on an instance with multimodal search')
    .option('--product-id <id>', 'search by an image of the gallery: its product, with --pic-name')
    .option('--pic-name <name>', 'search by an image of the gallery: its name, with --product-id')
    .option(
      '--filter <filter>',
      'only images whose attributes match, such as \'int_attr >= 2020 AND str_attr = "red"\'',
    )
    .option('--start <n>', 'leave out so many results (default: 0)', count)
    .option('--count <n>', 'results in the answer, 100 at most (default: 10)', count)
    .option('--category-id <n>', 'only images of this category', count)
    .option('--distinct-products', 'each product once, with its best image')
    .option('--score-threshold <n>', 'the least likeness, from 0 to 1', amount),
);
