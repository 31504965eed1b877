# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Notes how many tests that say so run now.
mark=$E2E_SECTIONS/present.$$
: >"$mark"
set -- "$E2E_SECTIONS"/present.*
printf 'present\t%s\n' $# >>"$E2E_NOTES"
sleep 0.1
rm "$mark"
