/*
 * Rendering of Go templates (see template-syntax.ts) over Rego values. A key an object does not have
 * prints `<undefined>`.
 */
import { numberText } from '../value/decimal.ts';
import {
  compare,
  equal,
  isArray,
  isNumber,
  type MaybeValue,
  RegoObject,
  RegoSet,
  typeName,
  Undefined,
  type Value,
} from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { printfOperand } from './formatting.ts';
import { objectAt, stringAt } from './operand.ts';
import { printf } from './printf.ts';
import { type Node, type Operand, type Pipeline, parseTemplate } from './template-syntax.ts';
import { queryEscape } from './url-query.ts';

/** A value as Go's fmt prints what it was decoded to: `[1 2]`, `map[a:1]`. */
function goText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return '<nil>';
  if (isNumber(value)) return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof RegoObject) {
    const entries = value.entries().map(entry => `${goText(entry.key)}:${goText(entry.value)}`);
    return `map[${entries.join(' ')}]`;
  }
  return `[${elementsOf(value).map(goText).join(' ')}]`;
}

function elementsOf(value: Value): readonly Value[] {
  if (isArray(value)) return value;
  if (value instanceof RegoSet) return value.members();
  throw failure(`template: cannot range over ${typeName(value)}`);
}

function isTrue(value: MaybeValue): boolean {
  if (value === Undefined || value === null || value === false || value === '') return false;
  if (isNumber(value)) return compare(value, 0) !== 0;
  if (isArray(value)) return value.length > 0;
  return value instanceof RegoObject || value instanceof RegoSet ? value.size > 0 : true;
}

function lengthOf(value: Value): Value {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof RegoObject) return value.size;
  return elementsOf(value).length;
}

/** Steps into a value by keys and indexes, one after another. */
function index([value, ...keys]: readonly Value[]): MaybeValue {
  return keys.reduce<MaybeValue>((item, key) => {
    if (item instanceof RegoObject) return item.get(key);
    if (item === Undefined || typeof key !== 'number') throw failure('template: cannot index');
    const element = elementsOf(item)[key];
    if (element === undefined) throw failure(`template: index out of range: ${key}`);
    return element;
  }, value!);
}

function slice([value, from = 0, to]: readonly Value[]): Value {
  const end = to === undefined ? undefined : Number(to);
  if (typeof value === 'string') return value.slice(Number(from), end);
  return elementsOf(value!).slice(Number(from), end);
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/** Values side by side, with a space between two of which neither is a string. */
function printed(args: readonly Value[]): string {
  return args
    .map((value, position) => {
      const previous = args[position - 1];
      const spaced = position > 0 && typeof previous !== 'string' && typeof value !== 'string';
      return (spaced ? ' ' : '') + goText(value);
    })
    .join('');
}

type Args = readonly Value[];

/** Short-circuiting makes no difference: nothing here has an effect. */
const FUNCTIONS: Readonly<Record<string, (args: Args) => MaybeValue>> = {
  and: args => args.find(value => !isTrue(value)) ?? args.at(-1)!,
  or: args => args.find(isTrue) ?? args.at(-1)!,
  not: ([value]) => !isTrue(value!),
  len: ([value]) => lengthOf(value!),
  index,
  slice,
  eq: ([value, ...others]) => others.some(other => equal(value!, other)),
  ne: ([a, b]) => !equal(a!, b!),
  lt: ([a, b]) => compare(a!, b!) < 0,
  le: ([a, b]) => compare(a!, b!) <= 0,
  gt: ([a, b]) => compare(a!, b!) > 0,
  ge: ([a, b]) => compare(a!, b!) >= 0,
  print: printed,
  println: args => `${args.map(goText).join(' ')}\n`,
  printf: ([format, ...operands]) => printf(goText(format!), operands.map(printfOperand)),
  html: args => printed(args).replace(/[&<>"']/g, character => HTML[character]!),
  urlquery: args => queryEscape(printed(args)),
};

/** Rendered text may grow to this many UTF-16 units. */
const MAX_LENGTH = 1 << 24;

class Renderer {
  private readonly scopes: Map<string, MaybeValue>[];
  private dot: MaybeValue;
  private output = '';

  constructor(data: Value) {
    this.dot = data;
    this.scopes = [new Map([['$', data]])];
  }

  render(nodes: readonly Node[]): string {
    this.nodes(nodes);
    return this.output;
  }

  private nodes(nodes: readonly Node[]): void {
    for (const node of nodes) this.node(node);
  }

  private node(node: Node): void {
    switch (node.kind) {
      case 'text':
        return this.print(node.text);
      case 'pipeline':
        return this.action(node.pipeline);
      default:
        return this.scoped(() => (node.kind === 'range' ? this.range(node) : this.condition(node)));
    }
  }

  private print(text: string): void {
    this.output += text;
    if (this.output.length > MAX_LENGTH) throw failure('template: output is too large');
  }

  private action(pipeline: Pipeline): void {
    const value = this.pipeline(pipeline);
    if (pipeline.variables.length > 0) return;
    this.print(value === Undefined || value === null ? '<undefined>' : goText(value));
  }

  private scoped(run: () => void): void {
    const { dot } = this;
    this.scopes.push(new Map());
    run();
    this.scopes.pop();
    this.dot = dot;
  }

  private condition(node: Extract<Node, { pipeline: Pipeline; body: unknown }>): void {
    const value = this.pipeline(node.pipeline);
    if (!isTrue(value)) return this.nodes(node.otherwise);
    if (node.kind === 'with') this.dot = value;
    this.nodes(node.body);
  }

  private range(node: Extract<Node, { pipeline: Pipeline; body: unknown }>): void {
    const { variables, commands } = node.pipeline;
    const collection = this.pipeline({ variables: [], declares: false, commands });
    const items = itemsOf(collection);
    if (items.length === 0) return this.nodes(node.otherwise);
    for (const [key, item] of items) {
      this.scoped(() => {
        const values = variables.length === 2 ? [key, item] : [item];
        variables.forEach((name, position) => {
          this.scopes.at(-1)!.set(name, values[position]!);
        });
        this.dot = item;
        this.nodes(node.body);
      });
    }
  }

  private pipeline({ variables, declares, commands }: Pipeline): MaybeValue {
    let value: MaybeValue | undefined;
    for (const command of commands) value = this.command(command, value);
    for (const name of variables) this.assign(name, value!, declares);
    return value!;
  }

  private assign(name: string, value: MaybeValue, declares: boolean): void {
    const scope = declares ? this.scopes.at(-1) : this.scopes.findLast(item => item.has(name));
    if (scope === undefined) throw failure(`template: undefined variable "${name}"`);
    scope.set(name, value);
  }

  /** A function gets what was piped as its last operand. */
  private command([first, ...rest]: readonly Operand[], piped: MaybeValue | undefined): MaybeValue {
    if (first!.kind === 'call') {
      const args = rest.map((operand): MaybeValue => this.operand(operand));
      return this.call(first!.name, piped === undefined ? args : [...args, piped]);
    }
    if (rest.length > 0 || piped !== undefined)
      throw failure("template: can't give argument to non-function");
    return this.operand(first!);
  }

  private call(name: string, args: readonly MaybeValue[]): MaybeValue {
    const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (run === undefined) throw failure(`template: function "${name}" not defined`);
    if (args.length === 0) throw failure(`template: wrong number of args for ${name}`);
    return run(args.map(value => (value === Undefined ? null : value)));
  }

  private operand(operand: Operand): MaybeValue {
    switch (operand.kind) {
      case 'literal':
        return operand.value;
      case 'dot':
        return this.dot;
      case 'variable':
        return this.variable(operand.name);
      case 'call':
        return this.call(operand.name, []);
      case 'nested':
        return this.pipeline(operand.pipeline);
      case 'field':
        return fieldOf(this.operand(operand.of), operand.name);
    }
  }

  private variable(name: string): MaybeValue {
    const scope = this.scopes.findLast(item => item.has(name));
    if (scope === undefined) throw failure(`template: undefined variable "${name}"`);
    return scope.get(name)!;
  }
}

function fieldOf(value: MaybeValue, name: string): MaybeValue {
  if (value instanceof RegoObject) return value.get(name);
  throw failure(`template: can't evaluate field ${name}`);
}

function itemsOf(collection: MaybeValue): readonly (readonly [Value, Value])[] {
  if (collection === Undefined || collection === null) return [];
  if (collection instanceof RegoObject) {
    return collection.entries().map(entry => [entry.key, entry.value]);
  }
  return elementsOf(collection).map((item, position) => [position, item]);
}

function render(args: readonly Value[]): Value {
  const template = stringAt(args, 1);
  return new Renderer(objectAt(args, 2)).render(parseTemplate(template));
}

export const templates: readonly Builtin[] = [define('strings.render_template', render)];
