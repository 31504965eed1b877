#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A compiler launcher for copies of this project:
#   take_object.sh <project> <its build tree> <compiler> <arguments>
# Copies the object of a library source from the build tree, which has compiled
# the same text; everything else is compiled.
project=$1
built=$2
shift 2

before=
out=
dependencies=
for argument; do
  case $before in
  -o) out=$argument ;;
  -MF) dependencies=$argument ;;
  esac
  before=$argument
done
source=$before
# Make starts compilers in the folder of the target.
case $out in
/*) path=$out ;;
*) path=$PWD/$out ;;
esac

case $path in
*/lib/CMakeFiles/parallel_testing_* | */lib/launcher/CMakeFiles/parallel_testing_*)
  object=$built/lib/${path##*/lib/}
  if cmp -s "$source" "$project/lib/${source##*/lib/}" && [ -f "$object" ]; then
    cp "$object" "$out"
    echo "$out:" >"$dependencies"
    exit
  fi
  ;;
esac
exec "$@"
