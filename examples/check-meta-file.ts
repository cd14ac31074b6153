/** Reads increment.meta line by line: what each says, and what is wrong with it and where; then mends what can be mended. */
import { fixMeta, MetaLineParser } from 'imagesearch-import/meta';

const text = `{"OperationType":"ADD","ProductId":"1000","PicName":"red.jpg","CustomContent":"k:v"}
{"OperationType":"ADD","ProductId":"1001","PicName":"bag.png","Region":"20,60,40,80","IntAttr":"5"}
{"OperationType":"DELETE","ProductId":"1002"}
{"OperationType":"ADD","ProductId":"1000","PicName":"red.jpg","CustomContent":"twice"}
`;
const parser = new MetaLineParser();
for await (const { line, record, issues } of parser.parse(text)) {
  console.log(`line ${line}: ${record?.operationType ?? 'refused'} ${record?.productId ?? ''}`);
  for (const { column, severity, code, message } of issues)
    console.log(`  ${line}:${column} ${severity} ${code} ${message}`);
}

const lint = parser.lint(text); // no records, but what the file breaks as a whole too
for await (const { line, code } of lint) console.log(`${line} ${code}`);
console.log(lint.summary);

for await (const { bytes, notes } of fixMeta(text)) {
  process.stdout.write(bytes);
  for (const { line, severity, message } of notes) console.log(`line ${line} ${severity}: ${message}`);
}
