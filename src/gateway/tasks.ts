/** Tasks that calls became: what is asked about one later is decided as its call was. */
import { LRUCache } from 'lru-cache';
import { isJsonObject, type Json } from '../base/plain-json.ts';
import { serverKey } from '../mcp/tool-lock.ts';
import type { InputDocument } from '../policy/input.ts';
import type { Call, Flow } from './flow.ts';

/** The call that a task is. */
export interface KnownTask {
  readonly input: InputDocument;
  /** A person has let it run. */
  readonly approved: boolean;
}

export type KnownTasks = LRUCache<string, KnownTask>;

const MAX_TASKS = 10_000;

export function createTasks(): KnownTasks {
  return new LRUCache({ max: MAX_TASKS });
}

/** Tasks are told apart by server; another run's are not known. */
export function taskKey(flow: Flow, id: Json | undefined): string {
  return `${flow.agent.run} ${serverKey(flow.server)} ${typeof id === 'string' ? id : ''}`;
}

/** A result's task: `task.taskId` in 2025-11-25, `taskId` beside `resultType: "task"` in the modern era. */
function taskIdOf(result: Json): Json | undefined {
  if (!isJsonObject(result)) return undefined;
  const { task, resultType, taskId } = result;
  if (isJsonObject(task)) return task['taskId'];
  return resultType === 'task' ? taskId : undefined;
}

/** Remembers what a call's result made of it. */
export function rememberTask(flow: Flow, { input, approvalId }: Call, result: Json): void {
  const id = taskIdOf(result);
  if (typeof id !== 'string' || input.tool === undefined) return;
  flow.shared.tasks.set(taskKey(flow, id), { input, approved: approvalId !== undefined });
}
