// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef INCLUDE_GUARD_HPP
#define INCLUDE_GUARD_HPP

int guarded();

#endif
