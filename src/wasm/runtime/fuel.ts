/**
 * What an evaluation may still cost. The policy's code counts rule entries and loop rounds;
 * builtins whose cost grows with their operands count here.
 */
import { fail, FAIL_FUEL } from './failure';

/** Steps left. Set by the host before an evaluation. */
export let tf_fuel: i64 = 0x7fffffffffffffff;

/** Takes `steps`, each about as dear as a rule's entry; ends the evaluation when none are left. */
// @ts-ignore: decorator
@inline
export function charge(steps: u64): void {
  tf_fuel -= steps;
  if (tf_fuel < 0) fail(FAIL_FUEL, 'the evaluation ran out of fuel');
}
