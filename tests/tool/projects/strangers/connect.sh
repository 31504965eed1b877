#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
program=$1
shift
exec "$program" db://me:s3cret@host/shop "$@"
