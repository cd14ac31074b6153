import type { ReportLanguage } from '../index.ts';

type Translated = Readonly<Record<ReportLanguage, string>>;

/** What the system says of a file, a host or a port. */
export interface SystemError {
  readonly reason: Translated;
  readonly advice: Translated;
}

const row = (en: string, zh: string, advice: Translated): SystemError => ({ reason: { en, zh }, advice });

const ANOTHER_PATH = { en: 'Name another path', zh: '指定另一个路径' };
const PERMISSION = {
  en: 'Name another path, or have the permission given',
  zh: '指定另一个路径，或获取权限',
};
const ROOM = {
  en: 'Make room, or name a path on another disk',
  zh: '释放空间，或指定另一磁盘上的路径',
};
const MORE_FILES = { en: 'Raise the limit: ulimit -n 1024', zh: '提高上限：ulimit -n 1024' };
const AGAIN = { en: 'Check the network and try again', zh: '检查网络后重试' };
const DISK = {
  en: 'Check the disk, and that it is still mounted',
  zh: '检查磁盘，以及是否仍然挂载',
};

/** What the system says by a code, and what to do: messages of the command line and `explain` have it from here. */
export const SYSTEM_ERRORS: Readonly<Record<string, SystemError>> = {
  ENOENT: row('there is no such file or folder', '文件或文件夹不存在', {
    en: 'Check its name, and the folder that a relative one counts from',
    zh: '检查其名称，以及相对路径所依据的文件夹',
  }),
  ENOTDIR: row('a part of the path is no folder', '路径中的某一部分不是文件夹', ANOTHER_PATH),
  EEXIST: row('a part of the path is a file', '路径中的某一部分是文件', ANOTHER_PATH),
  EISDIR: row('it is a folder', '它是文件夹', {
    en: 'Name a file, such as one in it',
    zh: '指定文件，例如其中的某个文件',
  }),
  EACCES: row('permission denied', '没有权限', PERMISSION),
  EPERM: row('permission denied', '没有权限', PERMISSION),
  EROFS: row('its disk may only be read', '所在磁盘只读', ANOTHER_PATH),
  ELOOP: row('its links lead in a circle', '其链接形成循环', ANOTHER_PATH),
  ENAMETOOLONG: row('the name is too long', '名称过长', { en: 'Give a shorter name', zh: '使用更短的名称' }),
  ENOTEMPTY: row('the folder is not empty', '文件夹不为空', {
    en: 'Name an empty folder',
    zh: '指定一个空文件夹',
  }),
  EBUSY: row('another program uses it', '正被其他程序使用', {
    en: 'End what uses it, or name another path',
    zh: '结束使用它的程序，或指定另一个路径',
  }),
  EFBIG: row('the file would be larger than files may be', '文件将超过允许的大小', {
    en: 'Raise the limit (ulimit -f), or name a path on another disk',
    zh: '提高上限（ulimit -f），或指定另一磁盘上的路径',
  }),
  EIO: row('the disk has failed', '磁盘出错', DISK),
  ENOSPC: row('the disk is full', '磁盘已满', ROOM),
  EDQUOT: row("this user's share of the disk is full", '该用户的磁盘配额已用完', ROOM),
  EMFILE: row(
    'this process has as many files and connections open as it may',
    '本进程打开的文件和连接已达上限',
    MORE_FILES,
  ),
  ENFILE: row(
    'this machine has as many files and connections open as it may',
    '本机打开的文件和连接已达上限',
    MORE_FILES,
  ),
  ENOMEM: row('the system has no memory left for it', '系统没有可用的内存', {
    en: 'Give the process more memory',
    zh: '为进程分配更多内存',
  }),
  EADDRINUSE: row('the port is in use', '端口已被占用', {
    en: 'End what listens there, or choose another port',
    zh: '结束占用该端口的程序，或选择另一个端口',
  }),
  ECONNREFUSED: row('nothing listens there', '该处没有程序监听', {
    en: 'Check host and port, and that something listens there',
    zh: '检查主机和端口，以及是否有程序在监听',
  }),
  ECONNRESET: row('the connection broke', '连接中断', AGAIN),
  EPIPE: row('the connection broke', '连接中断', AGAIN),
  ETIMEDOUT: row('no answer came in time', '未在规定时间内收到应答', AGAIN),
  EHOSTUNREACH: row('the host cannot be reached', '无法到达该主机', AGAIN),
  ENETUNREACH: row('the network cannot be reached', '无法到达该网络', AGAIN),
  ENOTFOUND: row('the host name is unknown', '主机名无法解析', {
    en: 'Correct the name of the host',
    zh: '修正主机名',
  }),
  EAI_AGAIN: row('the host name cannot be looked up now', '暂时无法解析主机名', AGAIN),
};
