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

# The sources that a unity source includes, relative to their project.
included_by() {
  sed -n 's|^#include ".*/lib/\(.*\)"$|\1|p' "$1"
}

# Whether the build tree has compiled the same text.
is_known() {
  case $source in
  */Unity/*)
    sources=$(included_by "$source")
    [ "$sources" = "$(included_by "$built/lib/${source##*/lib/}")" ] ||
      return 1
    root=$(sed -n '/^#include/{s|^#include "\(.*/lib/\).*|\1|p;q;}' "$source")
    for each in $sources; do
      cmp -s "$root$each" "$project/lib/$each" || return 1
    done
    ;;
  *) cmp -s "$source" "$project/lib/${source##*/lib/}" ;;
  esac
}

case $path in
*/lib/CMakeFiles/parallel_testing_* | */lib/launcher/CMakeFiles/parallel_testing_*)
  object=$built/lib/${path##*/lib/}
  if [ -f "$object" ] && is_known; then
    cp "$object" "$out"
    echo "$out:" >"$dependencies"
    exit
  fi
  ;;
esac
exec "$@"
