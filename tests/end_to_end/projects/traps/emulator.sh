# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
EMULATED=$1
export EMULATED
shift
exec "$@"
