import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

async function verify(options: Options): Promise<void> {
  const [{ existsSync, readFileSync }, { verifyChain }, { loadProject }] = await Promise.all([
    import('node:fs'),
    import('../../audit/verify.ts'),
    import('../load-project.ts'),
  ]);
  const { auditFile: file } = loadProject(options.config);
  const { records, faults } = verifyChain(existsSync(file) ? readFileSync(file, 'utf8') : '');
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ ok: faults.length === 0, file, records, faults })}\n`);
  else {
    for (const { line, message } of faults) process.stderr.write(`${file}:${line}: ${message}\n`);
    process.stdout.write(`${records} records, ${faults.length} faults\n`);
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
