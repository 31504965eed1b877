# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# As mpiexec -n 2 starts a program.
"$@" &
"$@"
status=$?
wait $! || status=$?
exit $status
