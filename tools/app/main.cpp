// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <unistd.h>

#include <iostream>
#include <string_view>

#include "app/commands.hpp"

int main(int argc, char** argv) {
  using namespace parallel_testing;
  std::ios::sync_with_stdio(false);
  const cli::invocation given{{argv + 1, argv + argc},
                              std::cout,
                              std::cerr,
                              cli::detect_terminal(STDOUT_FILENO)};
  const std::string_view name = argc > 0 ? argv[0] : "";
  return name.substr(name.rfind('/') + 1) == "ctest" ? app::run_shim(given)
                                                     : app::run_program(given);
}
