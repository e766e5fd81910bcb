import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

async function verify(options: Options): Promise<void> {
  const [{ verifyLog }, { loadProject }] = await Promise.all([
    import('../../audit/verify.ts'),
    import('../load-project.ts'),
  ]);
  const { auditFile: file } = loadProject(options.config);
  const check = verifyLog(file);
  const { records, faults, from } = check;
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ ok: faults.length === 0, file, ...check })}\n`);
  else {
    for (const fault of faults)
      process.stderr.write(`${fault.file}:${fault.line}: ${fault.message}\n`);
    const start = from === undefined ? '' : `, from ${from} on: older files are gone`;
    process.stdout.write(`${records} records, ${faults.length} faults${start}\n`);
  }
  if (faults.length > 0) process.exitCode = EXIT.failure;
}

/** `tf audit`: whether the audit is what was recorded. */
export function addAuditCommand(program: Command): void {
  const audit = program.command('audit').description('check the audit log');
  audit
    .command('verify')
    .description('check the hash chain: names each line where it breaks, the first one first')
    .option('-c, --config <file>', 'the tameflare.yaml whose log is meant')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExits with 1 when the chain is broken.')
    .action(verify);
}
