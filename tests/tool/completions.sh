#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Lets a shell complete command lines of PROGRAM, and compares the options of
# each command with those that its help lists:
#   sh completions.sh <bash|zsh|fish> <program> <directory for files>
# Exits with 77 where there is no such shell.
# shellcheck disable=SC2016,SC2317 # code of other shells; called by name
set -eu
shell=$1 program=$2 work=$3
command -v "$shell" >/dev/null || exit 77
# Settings of the user do not count.
HOME=$work/home
XDG_CONFIG_HOME=$HOME XDG_DATA_HOME=$HOME
export HOME XDG_CONFIG_HOME XDG_DATA_HOME
rm -rf "$work"
mkdir -p "$HOME" "$work/cwd/folder"
cd "$work/cwd"
: >file.xml
"$program" --completion "$shell" >"$work/script"

# The words that the shell offers for the last argument, sorted, on one line.
complete_with_bash() {
  bash -c '
    source "$0"
    COMP_WORDS=(parallel-testing "$@") COMP_CWORD=$#
    _parallel_testing
    printf "%s\n" "${COMPREPLY[@]}"
  ' "$work/script" "$@" | sort | tr '\n' ' '
}
complete_with_fish() {
  fish -c 'source $argv[1]; complete -C "parallel-testing $argv[2..]"' \
    "$work/script" "$@" | cut -f 1 | sort | tr '\n' ' '
}

failed=0
expect() { # <expected> <words of the command line>
  expected=$1
  shift
  answer=$("complete_with_$shell" "$@")
  if [ "$answer" != "$expected" ]; then
    printf '%s: %s\n  expected: %s\n  got:      %s\n' \
      "$shell" "$*" "$expected" "$answer"
    failed=1
  fi
}

options_of() {
  "$program" "$1" --help |
    sed -n 's/^  \([^ {]*\).*/\1/p' | tr ',' '\n' | grep ^- | cat - "$work/help"
}
echo --help >"$work/help"

# The syntax; and all options stand in the script of zsh, which completes only
# on a terminal.
if [ "$shell" = zsh ]; then
  zsh -n "$work/script"
  options_of run | while read -r option; do
    grep -q -e "'[^']*${option}[+=[]" "$work/script" || {
      echo "zsh: no $option"
      exit 1
    }
  done
  exit 0
fi

commands=$("$program" --help | sed -n 's/^  \([a-z]*\) .*/\1/p')
[ "$(echo "$commands" | wc -l)" -gt 10 ]
for command in $commands; do
  # fish offers a short option only as such.
  expect "$(options_of "$command" | grep ^-- | sort | tr '\n' ' ')" \
    "$command" --
done
expect 'report ' rep
expect 'json ' run --format j
if [ "$shell" = bash ]; then
  expect 'json text ' run --format = ''
  expect 'json text ' run --format =
  expect 'all strict ' report build --junit-schema ''
  expect 'folder ' coverage --output ''
  expect 'file.xml folder ' run --output-junit ''
  expect ' ' run -j ''
  # A value that may be missing follows `=` only.
  expect 'file.xml ' report --html = 'fi'
  expect '--help --history --html ' report --html --h
fi
exit $failed
