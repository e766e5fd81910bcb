/*
 * What all functions of a plan share: the static tables, and which functions are needed. Planning
 * a function asks for the functions it calls; they are planned later, each once.
 */
import type { BuiltinDeclarations } from '../../ir/declarations.ts';
import type { BuiltinFunc, Func, Operand } from '../../ir/plan.ts';
import { pathText } from '../rule-definition.ts';
import type { RuleNode } from '../rule-tree.ts';
import { type World, type Worlds, worlds } from './world.ts';

/** A function that is needed: the rules of a node in a world. */
export interface Needed {
  readonly name: string;
  readonly node: RuleNode;
  readonly world: World;
}

export interface Unit {
  readonly root: RuleNode;
  readonly builtins: BuiltinDeclarations;
  readonly worlds: Worlds;
  readonly strings: Table;
  readonly files: Table;
  readonly usedBuiltins: Map<string, BuiltinFunc>;
  readonly needed: Map<string, Needed>;
  readonly funcs: Func[];
}

/** Texts by number. */
export interface Table {
  readonly texts: readonly string[];
  indexOf(text: string): number;
}

function table(): Table {
  const texts: string[] = [];
  const indexes = new Map<string, number>();
  return {
    texts,
    indexOf(text) {
      const known = indexes.get(text);
      if (known !== undefined) return known;
      indexes.set(text, texts.length);
      return texts.push(text) - 1;
    },
  };
}

export function newUnit(root: RuleNode, builtins: BuiltinDeclarations): Unit {
  return {
    root,
    builtins,
    worlds: worlds(),
    strings: table(),
    files: table(),
    usedBuiltins: new Map(),
    needed: new Map(),
    funcs: [],
  };
}

/** The name of the function of a node's rules; it will be planned. */
export function needFunction(unit: Unit, node: RuleNode, world: World): string {
  const name = `g${world.index}.${pathText(node.path)}`;
  if (!unit.needed.has(name)) unit.needed.set(name, { name, node, world });
  return name;
}

/** Notes that a builtin is called. */
export function needBuiltin(unit: Unit, name: string): string {
  const arity = unit.builtins.get(name)?.args.length;
  unit.usedBuiltins.set(name, arity === undefined ? { name } : { name, arity });
  return name;
}

export function stringOperand(unit: Unit, text: string): Operand {
  return { kind: 'string_index', value: unit.strings.indexOf(text) };
}
