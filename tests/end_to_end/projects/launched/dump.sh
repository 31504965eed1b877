#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What a command finds around it, in the file that E2E_DUMP names.
set -eu
[ -n "${E2E_DUMP-}" ] || exit 0
{
  env -0 | tr '\n\0' '?\n' | sed 's/^/variable /'
  echo "directory $(pwd -P)"
  echo "umask $(umask)"
  ulimit -a | sed 's/^/limit /'
  grep -E '^(Groups|Sig(Blk|Ign)|Cap.*|NoNewPrivs|Seccomp):' /proc/self/status |
    sed 's/^/status /'
  # The number of a new namespace is a different one each time.
  for each in net mnt ipc pid user; do
    number=$(readlink "/proc/self/ns/$each")
    case " $E2E_NAMESPACES " in
    *" $number "*) echo "namespace $each: that of the run" ;;
    *) echo "namespace $each: a new one" ;;
    esac
  done
  echo "arguments $*"
  cat "$E2E_FIXTURE"
} | sort >"$E2E_DUMP"
exit "${E2E_STATUS-0}"
