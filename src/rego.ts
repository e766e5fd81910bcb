/** `tameflare/rego`: Rego compiled to WebAssembly, with nothing else of tameflare. */
export type { Diagnostic } from './base/diagnostic.ts';
export { TfError } from './base/errors.ts';
export type { Position, Source, Span } from './base/source.ts';
export { positionOf } from './base/source.ts';
export { planFromJson, planToJson } from './ir/json.ts';
export type { Policy as Plan } from './ir/plan.ts';
export type { ReadPath, ReadSet } from './ir/read-set.ts';
export {
  type Capabilities,
  type CompiledPolicy,
  type CompileOptions,
  compile,
  type EvaluateOptions,
  type InterpretOptions,
  interpret,
  type LoadedPolicy,
  type LoadOptions,
  load,
  type Result,
} from './policy/compiler.ts';
export type { Module } from './rego/ast.ts';
export { type FormatOptions, formatModule } from './rego/format/module.ts';
export { parseModule } from './rego/parse.ts';
export { RegoError } from './rego/rego-error.ts';
