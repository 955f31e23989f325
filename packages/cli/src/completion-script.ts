/** What a shell runs to complete a command line: it hands over the words up to the cursor, `completions.ts` answers. */

const bash = `# fewbits completion for bash: fewbits completion bash >> ~/.bashrc
_fewbits()
{
  local IFS=$'\\n'
  COMPREPLY=($(fewbits --complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  # A value follows, without a space.
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -o bashdefault -o default -F _fewbits fewbits
`;

const zsh = `#compdef fewbits
# fewbits completion for zsh: fewbits completion zsh >> ~/.zshrc
_fewbits()
{
  local -a found
  found=(\${(f)"$(fewbits --complete "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#found} )); then
    compadd -S '' -- \${(M)found:#*=}
    compadd -- \${found:#*=}
  else
    _files
  fi
}
compdef _fewbits fewbits
`;

export function completionScript(shell: 'bash' | 'zsh'): string {
  return shell === 'bash' ? bash : zsh;
}
