// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lib/src/user/worker.hpp"
#include "user/worker.hpp"
