/** One number that a part of the bench found, with a budget of its own in budgets.json. */
export interface Figure {
  /** Its key in budgets.json. */
  readonly budget: string;
  /** What it is, for the page. */
  readonly label: string;
  readonly value: number;
  /** `ms`, `µs`, `KB`, `x` or `%`. */
  readonly unit: string;
  /** Whether the value must not be below its budget, instead of not above. */
  readonly atLeast?: true;
}
