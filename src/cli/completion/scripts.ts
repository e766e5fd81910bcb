/*
 * Completion scripts: which words follow which command, as a table in the shell's own language, and a few lines that walk
 * the line typed so far. Whatever is no command and no option is completed as a file name; what stands behind `--` is
 * another program's business.
 */
import type { CommandWords, Word } from './command-words.ts';

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A `case` of a POSIX shell: the path of a command to the line for it. */
function cases(all: readonly CommandWords[], line: (words: CommandWords) => string): string {
  return all.map(words => `    ${quoted(words.path.join(' '))}) ${line(words)} ;;`).join('\n');
}

function names(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}

/** For bash 3.2 and later. */
function bash(all: readonly CommandWords[]): string {
  return `# tf completion bash: eval "$(tf completion bash)" in ~/.bashrc
_tf_commands() {
  case "$1" in
${cases(all, ({ commands }) => `echo ${quoted(names(commands))}`)}
  esac
}
_tf_options() {
  case "$1" in
${cases(all, ({ options }) => `echo ${quoted(names(options))}`)}
  esac
}
_tf_valued() {
  case "$1" in
${cases(all, ({ valued }) => `echo ${quoted(valued.join(' '))}`)}
  esac
}
_tf() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path=tf skip='' word index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [ -n "$skip" ]; then skip=''; continue; fi
    if [ "$word" = -- ]; then return; fi
    case " $(_tf_valued "$path") " in *" $word "*) skip=yes; continue ;; esac
    case " $(_tf_commands "$path") " in *" $word "*) path="$path $word" ;; esac
  done
  if [ -n "$skip" ]; then return; fi
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$(_tf_options "$path")" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$(_tf_commands "$path")" -- "$current")) ;;
  esac
}
complete -o default -F _tf tf
`;
}

/** What zsh's `_describe` takes: a colon ends the word. */
function described({ text, description }: Word): string {
  return quoted(`${text.replaceAll(':', '\\:')}:${description}`);
}

function zsh(all: readonly CommandWords[]): string {
  return `#compdef tf
# tf completion zsh: eval "$(tf completion zsh)" in ~/.zshrc, after compinit
_tf_words() {
  case "$1" in
${cases(all, ({ commands, options, valued }) => `commands=(${commands.map(described).join(' ')}); options=(${options.map(described).join(' ')}); valued=(${valued.map(quoted).join(' ')})`)}
  esac
}
_tf() {
  local at=tf skip='' word
  local -a commands options valued
  _tf_words "$at"
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n $skip ]]; then skip=''; continue; fi
    if [[ $word == -- ]]; then _files; return; fi
    if (( \${valued[(Ie)$word]} )); then skip=yes; continue; fi
    if (( \${commands[(I)$word:*]} )); then at="$at $word"; _tf_words "$at"; fi
  done
  if [[ -n $skip ]]; then _files; return; fi
  if [[ $PREFIX == -* ]]; then _describe option options
  elif (( $#commands )); then _describe command commands
  else _files; fi
}
compdef _tf tf
`;
}

function fishLine(path: readonly string[], { text, description }: Word): string {
  const isOption = text.startsWith('--');
  const word = isOption ? `-l ${text.slice(2)}` : `-f -a ${text}`;
  const condition = quoted(`__tf_at ${path.map(name => `"${name}"`).join(' ')}`);
  return `complete -c tf -n ${condition} ${word} -d ${fishQuoted(description)}`;
}

/** In fish's single quotes only the quote and the backslash are special. */
function fishQuoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function fish(all: readonly CommandWords[]): string {
  const lines = all.flatMap(({ path, commands, options }) =>
    [...commands, ...options].map(word => fishLine(path, word)),
  );
  return `# tf completion fish: tf completion fish > ~/.config/fish/completions/tf.fish
function __tf_at
  set -l words (commandline -opc | string match -v -- '-*')
  test "$words" = "$argv"
end
${lines.join('\n')}
`;
}

/** A shell's name to what makes its script. */
export const SHELLS = { bash, zsh, fish } as const;

export type Shell = keyof typeof SHELLS;
