// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <CLI/CLI.hpp>

#include "results/junit_writer.hpp"

namespace parallel_testing::io {

void add_junit_schema(CLI::App& app, junit_schema& into);

}  // namespace parallel_testing::io
