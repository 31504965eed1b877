#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Builds the packages twice, from copies of the sources in two directories, and
# compares them byte by byte. It takes twice the time of one build.
#
#   sh tools/packaging/check_reproducible.sh
#   sh tools/packaging/check_reproducible.sh -DPARALLEL_TESTING_BUILD_TOOLS=OFF
#
# Its arguments are options of cmake: without the program, for example, it takes a
# fraction of the time.
# SOURCE_DATE_EPOCH is the time of the last commit, unless it is set.
# Exit codes: 0 the packages are identical, 1 they differ, 3 no build.
set -eu

source_folder=$(cd "$(dirname "$0")/../.." && pwd)
cd "$source_folder"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

work=$source_folder/build/packages/reproducible
rm -rf "$work"
# Two lengths, so that a path in a program also moves what follows.
first=$work/first
second=$work/the_second_directory
for directory in "$first" "$second"; do
  mkdir -p "$directory"
  git ls-files -z | tar --null -T - -cf - | tar -xf - -C "$directory"
  echo "check_reproducible: building in $directory"
  (
    # CPack writes it into the members of a Debian package.
    umask 022
    cd "$directory"
    { cmake --preset package "$@" && cmake --build --preset package &&
      cpack --preset package; } >build.log 2>&1
  ) || {
    tail -n 30 "$directory/build.log"
    exit 3
  }
done

failed=0
for package in "$first"/build/package/*.deb "$first"/build/package/*.tar.gz; do
  name=${package##*/}
  if cmp "$package" "$second/build/package/$name"; then
    echo "identical: $(sha256sum "$package" | cut -c 1-64) $name"
  else
    failed=1
  fi
done
exit $failed
