# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Included by project() of 10_frameworks, whose adapter then links Boost.Test.
find_package(Boost REQUIRED COMPONENTS unit_test_framework)
