// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <unistd.h>

#include <iostream>

#include "app/commands.hpp"

int main(int argc, char** argv) {
  using namespace parallel_testing;
  std::ios::sync_with_stdio(false);
  return app::run_program({{argv + 1, argv + argc},
                           std::cout,
                           std::cerr,
                           cli::detect_terminal(STDOUT_FILENO)});
}
