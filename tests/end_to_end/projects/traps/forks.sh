# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# As xvfb-run and dbus-run-session start a program.
"$@"
exit $?
