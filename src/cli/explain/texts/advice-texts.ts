/** The advice for codes of services, in Chinese, by what `adviceFor` says in English. */
export const ADVICE_TEXTS: Readonly<Record<string, string>> = {
  'Check the instance name: it is the name, not the id': '检查实例名称：应填名称，而不是 ID',
  'Check the instance name (not its id) and the region it lives in': '检查实例名称（不是 ID）及其所在地域',
  'The parameters do not fit the operation: compare them with its help page':
    '参数不符合该接口：请对照其帮助页面',
  'Look at the instance in the console: it is not in service, such as while it is being made or when it has expired':
    '在控制台查看实例：它不在服务状态，例如正在创建或已过期',
  'The request has the form of an older API: use that of 2020-12-14':
    '请求使用了旧版 API 的格式：请使用 2020-12-14 版本',
  'Give the bytes of the picture': '提供图片的字节内容',
  'Give the names of the image: ProductId and PicName': '提供图片的名称：ProductId 和 PicName',
  'Correct this field of the image: see the limits on the help page of AddImage':
    '修正图片的该字段：限制见 AddImage 帮助页面',
  'Use a category of this type of instance: 88888888 except for product search':
    '使用该类型实例的类目：除商品搜索外均为 88888888',
  'Integer attributes hold whole numbers of 32 bits': '整数属性只能是 32 位整数',
  'String attributes hold 128 characters at most, and not every character':
    '字符串属性最多 128 个字符，且不支持某些字符',
  'Correct the filter, such as int_attr>=3 AND str_attr="red": 4,096 characters at most':
    '修正过滤条件，例如 int_attr>=3 AND str_attr="red"：最多 4096 个字符',
  'Give the region inside the picture, in the order x1,x2,y1,y2': 'Region 应位于图片之内，顺序为 x1,x2,y1,y2',
  'The picture must have 4 MiB at most: make it smaller': '图片不得超过 4 MiB：请减小',
  'Use PNG, JPEG, BMP, GIF, WebP, TIFF or PPM': '使用 PNG、JPEG、BMP、GIF、WebP、TIFF 或 PPM',
  "Change the picture's width and height to what the instance takes": '将图片宽高调整到实例支持的范围',
  'Turn the pixels and remove the orientation from the metadata: repairImage() does':
    '旋转像素并去除元数据中的方向标记：repairImage() 可以做到',
  'Check that the picture is where its address says': '检查图片是否位于其地址所指之处',
  'The gallery is full: delete images or buy a larger instance': '图库已满：删除图片，或购买更大的实例',
  'A search reaches 500 results, 100 in one answer: lower Start and Num':
    '一次搜索最多 500 个结果，每次返回最多 100 个：减小 Start 和 Num',
  'Correct this parameter of the search': '修正搜索的该参数',
  'See the help page of CompareSimilarByImage': '参见 CompareSimilarByImage 的帮助页面',
  'Check that the account and its credentials are active': '检查账号及其凭证是否有效',
  'Grant the RAM user this action on the instance: importPolicy() (imagesearch-import policy) writes what an import needs':
    '为 RAM 用户授予该实例上的此操作：importPolicy()（imagesearch-import policy）会生成导入所需的策略',
  'Look at the instance and its order in the console: one of them is not active':
    '在控制台查看实例及其订单：其中之一未生效',
  'This type of instance does not have the operation': '该类型的实例不支持此操作',
  'The search took too long: try again': '搜索时间过长：请重试',
  'The picture did not arrive within 5 seconds: try again, with a smaller one if it stays':
    '图片未在 5 秒内到达：请重试；仍然失败则使用更小的图片',
  'The instance allows fewer requests per second: lower requestsPerSecond (--requests-per-second), or ask for more by ticket':
    '实例每秒允许的请求更少：降低 requestsPerSecond（--requests-per-second），或提交工单申请提高',
  'One batch task runs at a time per instance: wait for the running one':
    '每个实例同时只能运行一个批量任务：等待正在运行的任务结束',
  'One export runs at a time per instance: wait for it': '每个实例同时只能运行一个导出：等待其结束',
  'The service has trouble of its own: try again later': '服务自身出现问题：稍后重试',
  'The service could not fetch the picture: try again, then check the picture':
    '服务无法获取图片：请重试，然后检查图片',
  'Check the AccessKey id and secret (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET; of a source with an account of its own IMAGESEARCH_SOURCE_ACCESS_KEY_ID, IMAGESEARCH_SOURCE_ACCESS_KEY_SECRET)':
    '检查 AccessKey ID 和 Secret（ALIBABA_CLOUD_ACCESS_KEY_ID、ALIBABA_CLOUD_ACCESS_KEY_SECRET；来源使用自己的账号时为 IMAGESEARCH_SOURCE_ACCESS_KEY_ID、IMAGESEARCH_SOURCE_ACCESS_KEY_SECRET）',
  "Set this machine's clock: the service refuses requests whose date is more than 15 minutes off":
    '校准本机时钟：服务拒绝时间偏差超过 15 分钟的请求',
  'The temporary credentials have expired: ask for new ones': '临时凭证已过期：请重新获取',
  'The security token does not belong to this AccessKey: use the credentials that were given together':
    '安全令牌不属于该 AccessKey：请使用同一次获取的凭证',
  'Check the bucket name and the region it lives in': '检查存储空间名称及其所在地域',
  'Grant the RAM user this action on the bucket: a bucket that is read takes oss:ListObjects and oss:GetObject, and importPolicy() (imagesearch-import policy) writes what an import needs. Name the region in which the bucket lies (--region; of a bucket that is read --source-region): an instance and the bucket of its import must be in the same one':
    '为 RAM 用户授予该存储空间上的此操作：被读取的存储空间需要 oss:ListObjects 和 oss:GetObject，importPolicy()（imagesearch-import policy）会生成导入所需的策略。指定存储空间所在的地域（--region；被读取的存储空间用 --source-region）：实例与其导入所用的存储空间必须在同一地域',
  'This account can reach buckets of this region only by a custom domain: bind one to the bucket, give the domain as the endpoint with customDomain: true (--oss-custom-domain), or work inside a VPC':
    '该账号只能通过自定义域名访问此地域的存储空间：为其绑定域名，将域名作为接入地址并使用 customDomain: true（--oss-custom-domain），或在 VPC 内运行',
  'Check the object name': '检查对象名称',
  'Too many requests for this account: send fewer at once': '该账号请求过多：降低并发',
  'The service is unavailable: try again later': '服务暂不可用：稍后重试',
};
