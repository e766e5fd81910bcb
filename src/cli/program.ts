import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../base/package-root.ts';
import { addAgentCommand } from './commands/agent.ts';
import { addApprovalsCommand } from './commands/approvals.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addGatewayCommand } from './commands/gateway.ts';
import { addInitCommand } from './commands/init.ts';
import { addKillCommands } from './commands/kill.ts';
import { addLogsCommand } from './commands/logs.ts';
import { addMcpCommand } from './commands/mcp.ts';
import { addOperatorCommand } from './commands/operator.ts';
import { addPinsCommand } from './commands/pins.ts';
import { addPolicyCommand } from './commands/policy.ts';
import { addReloadCommand } from './commands/reload.ts';
import { addRunCommand } from './commands/run.ts';
import { addStatusCommand } from './commands/status.ts';
import { addStopCommand } from './commands/stop.ts';
import { addVaultCommand } from './commands/vault.ts';

const version = (
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }
).version;

/** The whole command line; each command loads its own code when it runs. */
export function createProgram(): Command {
  const program = new Command('tf')
    .description('govern what AI agents do through MCP')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError('(see `tf --help`)')
    .enablePositionalOptions()
    .exitOverride();
  addRunCommand(program);
  addGatewayCommand(program);
  addStopCommand(program);
  addAgentCommand(program);
  addMcpCommand(program);
  addInitCommand(program);
  addDoctorCommand(program);
  addStatusCommand(program);
  addApprovalsCommand(program);
  addLogsCommand(program);
  addAuditCommand(program);
  addKillCommands(program);
  addOperatorCommand(program);
  addReloadCommand(program);
  addPinsCommand(program);
  addVaultCommand(program);
  addPolicyCommand(program);
  addCompletionCommand(program);
  return program;
}
