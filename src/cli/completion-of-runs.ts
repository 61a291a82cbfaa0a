/**
 * What shells offer of a run directory that stands on the command line: its arms and measures, read from its lock.json, which is written
 * with an indent of two. As functions of each shell, which need awk alone: `_genloss_names KIND [many]`, many where commas join several.
 */

/** What of a run an option or a word of a command names. */
export type NamesOfRun = 'arms' | 'measures';

/** Without a single quote, so that a shell can quote it with them. Of arms their names, a line each; of measures those of all arms. */
const NAMES = [
  '/^  "arms": [{]$/ {inside = 1; next}',
  '/^  [}]/ {inside = 0}',
  '!inside {next}',
  'kind == "arms" && /^    ".*": [{]$/ {sub(/^    "/, ""); sub(/": [{]$/, ""); print}',
  'kind == "arms" {next}',
  '/^        []]/ {listed = 0}',
  'listed {sub(/^ *"/, ""); sub(/",?$/, ""); if (!seen[$0]++) print}',
  '/^        "measures": [[]$/ {listed = 1}',
].join('; ');

/** Lines of a function that needs `$cur`, and fills COMPREPLY. */
export const BASH_NAMES = String.raw`_genloss_names() {
  local word run='' name head=''
  for word in "${'$'}{COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    word="${'$'}{word//\\/}"; word="${'$'}{word/#\~/$HOME}"
    if [[ -f $word/lock.json ]]; then run="$word"; break; fi
  done
  [[ -n $run ]] || return 0
  [[ $2 == many ]] && head="${'$'}{cur%"${'$'}{cur##*,}"}"
  while IFS= read -r name; do
    printf -v name %q "$name"
    if [[ $name == "${'$'}{cur#"$head"}"* ]]; then COMPREPLY+=("$head$name"); fi
  done < <(awk -v kind="$1" '${NAMES}' "$run/lock.json" 2>/dev/null)
}`.split('\n');

export const ZSH_NAMES = String.raw`_genloss_names() {
  local word run=''
  local -a names
  for word in "${'$'}{(@)words[2,CURRENT-1]}"; do
    word=${'$'}{(Q)word}; word=${'$'}{word/#\~/$HOME}
    if [[ -f $word/lock.json ]]; then run=$word; break; fi
  done
  [[ -n $run ]] && names=("${'$'}{(@f)$(awk -v kind=$1 '${NAMES}' "$run/lock.json" 2>/dev/null)}")
  if (( ! $#names )); then _files; return; fi
  [[ $2 == many ]] && compset -P '*,'
  compadd -- "${'$'}{names[@]}"
}`.split('\n');

export const FISH_NAMES = `function __genloss_names
  for word in (commandline -opc)[2..-1]
    set -l run (string replace -r '^~' $HOME -- $word)
    test -f "$run/lock.json"; or continue
    set -l head
    test "$argv[2]" = many; and set head (string match -r '^.*,' -- (commandline -ct))
    for name in (awk -v kind=$argv[1] '${NAMES}' "$run/lock.json" 2>/dev/null)
      echo "$head$name"
    end
    return
  end
end`.split('\n');

/** The same for `npx genloss`, where nothing else completes npx. */
export const BASH_NPX = [
  '_genloss_npx() {',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's
  '  [[ ${COMP_WORDS[1]} == genloss && $COMP_CWORD -gt 1 ]] || return 0',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's
  '  COMP_WORDS=("${COMP_WORDS[@]:1}"); COMP_CWORD=$((COMP_CWORD-1)); _genloss',
  '}',
  'complete -p npx >/dev/null 2>&1 || complete -o bashdefault -o default -F _genloss_npx npx',
];

export const ZSH_NPX = [
  '_genloss_npx() {',
  '  if [[ $words[2] == genloss ]] && (( CURRENT > 2 )); then shift words; (( CURRENT-- )); _genloss; else _files; fi',
  '}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is zsh's
  '(( $+functions[compdef] )) && [[ -z ${_comps[npx]-} ]] && compdef _genloss_npx npx',
  'true',
];

export const FISH_NPX = [
  'complete -c npx -n \'string match -qr "^npx\\s+genloss\\s" -- (commandline -cp)\' -f -a \'(complete -C (string replace -r "^npx\\s+" "" -- (commandline -cp)))\'',
];
