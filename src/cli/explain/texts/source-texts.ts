/** Where a rule comes from, in Chinese, by what its table says in English. Names of documents, fields and calls stay as they are. */
export const SOURCE_TEXTS: Readonly<Record<string, string>> = {
  // images
  'help page "Upload images" (125155), Mar 08 2024': '帮助页面“Upload images”(125155)，2024-03-08',
  'help page "Upload images" (125155), Mar 08 2024: an image in one of its formats, which this is not':
    '帮助页面“Upload images”(125155)，2024-03-08：图片须为所列格式之一，而此文件不是',
  'no document says whether it is taken; most decoders show it': '没有文档说明是否接受；多数解码器能够显示',
  'no document says whether it is taken': '没有文档说明是否接受',
  'help page "Upload images" (125155), Mar 08 2024: 4 MB; "Error codes" (66619): 4 * 1024 * 1024':
    '帮助页面“Upload images”(125155)，2024-03-08：4 MB；“错误码”(66619)：4 * 1024 * 1024',
  'help page "Upload images" (125155), Mar 08 2024; `AddImage`, API 2020-12-14':
    '帮助页面“Upload images”(125155)，2024-03-08；`AddImage`，2020-12-14 版 API',
  'no document says which of them counts': '没有文档说明以哪个为准',
  'help page "Upload images" (125155), Mar 08 2024: it "cannot contain rotation settings"; no document says whether that is so outside JPEG':
    '帮助页面“Upload images”(125155)，2024-03-08：图片不能含有旋转信息；没有文档说明 JPEG 以外的格式是否也如此',
  'no document says whether that counts as rotation': '没有文档说明这是否算作旋转',
  'no document says what happens then; our caution': '没有文档说明会怎样；出于谨慎',
  'help page "Upload images" (125155), Mar 08 2024: the name needs an extension; no document says which':
    '帮助页面“Upload images”(125155)，2024-03-08：名称须有扩展名；没有文档说明是哪些',
  'no document says which of them is searched': '没有文档说明搜索的是哪一帧',
  'help page "Upload images" (125155), Mar 08 2024: 5 seconds; no document says at what speed the service reads':
    '帮助页面“Upload images”(125155)，2024-03-08：5 秒；没有文档说明服务的读取速度',
  'help page "Upload images", Mar 08 2024: (x2, y2) is the lower right corner; InvalidRegion of "Error codes" (66619)':
    '帮助页面“Upload images”，2024-03-08：(x2, y2) 为右下角；“错误码”(66619) 中的 InvalidRegion',
  // increment.meta
  'help page "Upload images", Mar 08 2024': '帮助页面“Upload images”，2024-03-08',
  'help page "Upload images", Mar 08 2024: one image in one line, several in one line fail':
    '帮助页面“Upload images”，2024-03-08：每行一张图片，一行多张会失败',
  'help page "Upload images", Mar 08 2024: one image in one line':
    '帮助页面“Upload images”，2024-03-08：每行一张图片',
  'the file was cut off while it was written or copied': '文件在写入或复制过程中被截断',
  'no document says what the service makes of it': '没有文档说明服务如何处理',
  'help page "Upload images", Mar 08 2024: the types of the fields':
    '帮助页面“Upload images”，2024-03-08：各字段的类型',
  'the field names of 2018; documents since Jun 28 2020 do not know them':
    '2018 年的字段名；2020-06-28 以来的文档不再列出',
  'JSON has no NUL outside an escape; a file in UTF-16 is full of them':
    'JSON 中除转义外不能有 NUL；UTF-16 文件中到处都是',
  'UTF-8 is the encoding of the API; GBK is a common other one': 'API 使用 UTF-8 编码；常见的其他编码是 GBK',
  'the option maxLineBytes: the limits of the fields leave no use for more':
    '选项 maxLineBytes：按各字段的上限，更长的行没有用处',
  'UTF-8, the encoding of the API, cannot hold one (RFC 3629, section 3)':
    'API 使用的 UTF-8 无法表示（RFC 3629 第 3 节）',
  'AddImage, @alicloud/imagesearch20201214 4.4.0: 256 since Feb 2025; help page "Upload images", Mar 08 2024: 512':
    'AddImage，@alicloud/imagesearch20201214 4.4.0：自 2025 年 2 月起为 256；帮助页面“Upload images”，2024-03-08：512',
  'no document says that the service takes one': '没有文档说明服务接受它',
  'OSS object names and product ids are compared byte by byte': 'OSS 对象名和商品 ID 按字节比较',
  'DELETE samples of the help page "Upload images", Mar 08 2024; DeleteImage':
    '帮助页面“Upload images”（2024-03-08）的 DELETE 示例；DeleteImage',
  'OSS object names; a dot segment leaves the folder of increment.meta':
    'OSS 对象名；. 或 .. 段会离开 increment.meta 所在的文件夹',
  'help page "Upload images", Mar 08 2024: the formats of images':
    '帮助页面“Upload images”，2024-03-08：图片格式',
  'help page "Import", Jun 28 2020: images lie in the folder of increment.meta; help page "Upload images", Mar 08 2024: anywhere in the bucket':
    '帮助页面“Import”，2020-06-28：图片位于 increment.meta 所在文件夹；帮助页面“Upload images”，2024-03-08：可位于存储空间任何位置',
  'help page "Category reference", Aug 26 2024': '帮助页面“类目参考”，2024-08-26',
  'AddImage, @alicloud/imagesearch20201214 4.4.0: int32':
    'AddImage，@alicloud/imagesearch20201214 4.4.0：int32',
  'AddImage, @alicloud/imagesearch20201214 4.4.0; the list there is not exhaustive':
    'AddImage，@alicloud/imagesearch20201214 4.4.0；其中的列表并不完整',
  'help page "Upload images", Mar 08 2024: required; AddImage, @alicloud/imagesearch20201214 4.4.0: optional':
    '帮助页面“Upload images”，2024-03-08：必填；AddImage，@alicloud/imagesearch20201214 4.4.0：可选',
  'help page "Upload images", Jun 28 2020, has five fields: OperationType, ProductId, PicName, CategoryId, CustomContent':
    '帮助页面“Upload images”（2020-06-28）只有五个字段：OperationType、ProductId、PicName、CategoryId、CustomContent',
  'no DELETE sample of the help page "Upload images", Mar 08 2024 has other fields':
    '帮助页面“Upload images”（2024-03-08）的 DELETE 示例都没有其他字段',
  'help page "Upload images", Mar 08 2024: "Do not modify the file name"':
    '帮助页面“Upload images”，2024-03-08：不得修改文件名',
  'nothing to import; a task without lines is undocumented': '没有可导入的内容；没有文档说明空任务会怎样',
  'help page "Upload images", Mar 08 2024: the same ProductId and PicName overwrite; no document says in which order the lines of a file are carried out':
    '帮助页面“Upload images”，2024-03-08：相同的 ProductId 和 PicName 会覆盖；没有文档说明一个文件中各行的执行顺序',
  'a second DELETE of the same image changes nothing': '第二次 DELETE 同一图片不产生任何变化',
  'no document says in which order the lines of a file are carried out':
    '没有文档说明一个文件中各行的执行顺序',
  // migrations
  'OSS object naming rules': 'OSS 对象命名规则',
  'the rules of increment.meta about PicName': 'increment.meta 关于 PicName 的规则',
  'a key is one object': '一个键对应一个对象',
  'help page "Preparations" of migrations from HTTP, Nov 19 2025':
    '帮助页面“准备工作”（从 HTTP 迁移），2025-11-19',
  'help page "Preparations" of migrations from HTTP, Nov 19 2025: a URL that curl can fetch; the length is our choice':
    '帮助页面“准备工作”（从 HTTP 迁移），2025-11-19：curl 能够获取的 URL；长度由我们选定',
  'help page "Configuration examples" of ossimport': 'ossimport 的帮助页面“配置示例”',
  'help page "Configuration examples" of ossimport; the rest no document says (option anyName)':
    'ossimport 的帮助页面“配置示例”；其余没有文档说明（选项 anyName）',
};
