/** What `tf` exits with, besides a wrapped child's own code. Pinned: scripts depend on them. */
export const EXIT = {
  ok: 0,
  /** Anything that could not be loaded, parsed or reached. */
  failure: 1,
  /** Policy tests failed. */
  testsFailed: 2,
  /** `tf policy diff`: a decision changes in a way that `--fail-on` names. */
  decisionsDiffer: 2,
  /** `tf policy fmt --fail`: a file's layout is another. */
  notFormatted: 2,
  /** `tf pins --frozen`: a tool is not as it was accepted. */
  pinsDiffer: 2,
  /** The command line is wrong (EX_USAGE is 64; 1 is what `opa` gives, and scripts expect). */
  usage: 1,
  /** `tf run`: configuration or policies are not valid. */
  runConfig: 70,
  /** `tf run`: the proxy could not start. */
  runProxy: 71,
  /** `tf run`: the command could not be started. */
  runSpawn: 72,
  /** `tf run`: the audit log can't be written. */
  runAudit: 73,
} as const;
