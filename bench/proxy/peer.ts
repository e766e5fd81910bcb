/*
 * Processes that measure or are measured: started by the bench, asked over Node's IPC one question at a time,
 * gone when the bench is. Every one of them can tell how much processor time it has used.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

interface Question {
  readonly method: string;
  readonly argument: unknown;
}

type Answer = { readonly result: unknown } | { readonly error: string };

/** A process as the bench sees it. */
export interface Peer {
  ask(method: string, argument?: unknown): Promise<unknown>;
  /** Microseconds of processor time so far, of all its threads, in the kernel too. */
  cpuMicros(): Promise<number>;
  /** Bytes of memory it occupies. */
  memoryBytes(): Promise<number>;
  stop(): Promise<void>;
}

async function ask(child: ChildProcess, question: Question): Promise<unknown> {
  child.send(question);
  const [answer] = (await once(child, 'message')) as [Answer];
  if ('error' in answer) throw new Error(`${question.method}: ${answer.error}`);
  return answer.result;
}

/** Starts a module as a process of its own; `flags` are Node's. */
export function startPeer(module: URL, flags: readonly string[] = []): Peer {
  const child = fork(module, [], {
    execArgv: [...flags],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const send = (method: string, argument?: unknown) => ask(child, { method, argument });
  return {
    ask: send,
    cpuMicros: async () => (await send('cpu')) as number,
    memoryBytes: async () => (await send('memory')) as number,
    async stop() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

type Methods = Readonly<Record<string, (argument: never) => unknown>>;

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

const EVERY_PEER: Methods = { cpu, memory: () => process.memoryUsage().rss };

async function answerTo({ method, argument }: Question, methods: Methods): Promise<Answer> {
  try {
    const run = EVERY_PEER[method] ?? methods[method];
    if (run === undefined) return { error: 'no such method' };
    return { result: await run(argument as never) };
  } catch (thrown) {
    return { error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}

/** Makes this process a peer; `onEnd` runs when the bench lets go of it. */
export function servePeer(methods: Methods, onEnd: () => void | Promise<void> = () => {}): void {
  process.on('message', async (question: Question) => {
    process.send!(await answerTo(question, methods));
  });
  process.on('disconnect', async () => {
    await onEnd();
    process.exit(0);
  });
}
