/** Reads increment.meta line by line: what each says, and what is wrong with it and where. */
import { MetaLineParser } from 'imagesearch-import/meta';

const text = `{"OperationType":"ADD","ProductId":"1000","PicName":"red.jpg","CustomContent":"k:v"}
{"OperationType":"ADD","ProductId":"1001","PicName":"bag.png","Region":"20,60,40,80","IntAttr":"5"}
{"OperationType":"DELETE","ProductId":"1002"}
`;
for await (const { line, record, issues } of new MetaLineParser().parse(text)) {
  console.log(`line ${line}: ${record?.operationType ?? 'refused'} ${record?.productId ?? ''}`);
  for (const { column, severity, code, message } of issues)
    console.log(`  ${line}:${column} ${severity} ${code} ${message}`);
}
