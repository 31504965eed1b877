// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/text.hpp"
inline const char* const framework_name = "doctest";
