import fc from 'fast-check';
import { RegoObject, RegoSet, type Value } from '../../../src/value/value.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

agree(['walk']);

const vertex = fc.constantFrom<Value>('a', 'b', 'c', 'd', 1, 2);
const edges = fc.array(vertex, { maxLength: 4 });
const graph = fc
  .array(fc.tuple(vertex, fc.oneof(edges, edges.map(RegoSet.of))), { maxLength: 6 })
  .map(RegoObject.of);
agree(['graph.reachable'], fc.tuple(graph, edges));
agree(['graph.reachable']);

table([
  ['walk', ['{"a":[1]}'], '[[[],{"a":[1]}],[["a"],[1]],[["a",0],1]]'],
  ['graph.reachable', ['{"a":["b"],"b":["a","x"]}', '["a"]'], '{"a","b"}'],
]);
