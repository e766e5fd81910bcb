/** What can follow each command, as shells complete it: read off the program itself, so that it is never out of date. */
import type { Command } from 'commander';

/** One word that can follow. */
export interface Word {
  readonly text: string;
  readonly description: string;
}

/** A command with what can follow it. */
export interface CommandWords {
  /** The words that lead to it: `['tf', 'policy', 'test']`. */
  readonly path: readonly string[];
  readonly commands: readonly Word[];
  readonly options: readonly Word[];
  /** The long options whose next word is a value of theirs. */
  readonly valued: readonly string[];
}

function optionWords(command: Command): Word[] {
  const own = command.options.flatMap(option =>
    option.long === undefined || option.long === null
      ? []
      : [{ text: option.long, description: option.description }],
  );
  return [...own, { text: '--help', description: 'show help' }];
}

function valuedOptions(command: Command): string[] {
  const valued = command.options.filter(({ required, optional }) => required || optional);
  return valued.flatMap(({ short, long }) =>
    [short, long].filter(flag => typeof flag === 'string'),
  );
}

/** Every command, the ones above before those below. */
export function commandWords(command: Command, above: readonly string[] = []): CommandWords[] {
  const path = [...above, command.name()];
  const commands = command.commands.map(each => ({
    text: each.name(),
    description: each.description(),
  }));
  const here = {
    path,
    commands,
    options: optionWords(command),
    valued: valuedOptions(command),
  };
  return [here, ...command.commands.flatMap(each => commandWords(each, path))];
}
