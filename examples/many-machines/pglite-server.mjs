/**
 * A process with PGlite, PostgreSQL in WebAssembly, that says its port once it takes connections. PGlite has one session, and
 * the queue of its own socket server lets the messages of connections alternate in it, and gives a notification to whoever has
 * caused it alone. So here a connection has the session from its first message until the session is idle again, and every
 * connection hears every notification.
 */
import { createServer } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketHandler } from '@electric-sql/pglite-socket';

const [folder, schema = 'bullmq', ownPort = '0'] = process.argv.slice(2); // without a folder all is in memory
const [NOTIFICATION, READY, TERMINATE] = ['A', 'Z', 'X'].map((letter) => letter.charCodeAt(0));
const IDLE = 'I'.charCodeAt(0);

const database = await PGlite.create(folder);
await database.exec(`SET search_path TO ${schema}`); // the session takes no options from the messages that begin a connection

const sockets = new Set();
let owner;
const waiting = [];

function giveBack() {
  owner = undefined;
  for (const wake of waiting.splice(0)) wake();
}

/** The messages of an answer. */
function* messagesOf(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    yield bytes.subarray(at, end);
    at = end;
  }
}

const session = {
  async enqueue(connection, message, answer) {
    while (owner !== undefined && owner !== connection)
      await new Promise((resolve) => {
        waiting.push(resolve);
      });
    owner = connection;
    const pieces = [];
    const onRawData = (data) => pieces.push(Buffer.from(data));
    await database.runExclusive(() => database.execProtocolRawStream(message, { onRawData }));
    const messages = [...messagesOf(Buffer.concat(pieces))];
    const own = messages.filter(([kind]) => kind !== NOTIFICATION);
    for (const notification of messages.filter(([kind]) => kind === NOTIFICATION))
      for (const socket of sockets) socket.write(notification);
    const bytes = Buffer.concat(own);
    if (bytes.length > 0) answer(bytes);
    const isIdle = own.some((one) => one[0] === READY && one[5] === IDLE);
    if (isIdle || message[0] === TERMINATE) giveBack();
    return bytes.length;
  },
  clearQueueForHandler() {},
  async clearTransactionIfNeeded(connection) {
    if (owner !== connection) return;
    if (database.isInTransaction()) await database.exec('ROLLBACK');
    giveBack();
  },
};

const server = createServer((socket) => {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  socket.on('error', () => {}); // a client was killed
  void new PGLiteSocketHandler({ queryQueue: session, closeOnDetach: true }).attach(socket);
});
server.listen(Number(ownPort), '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
