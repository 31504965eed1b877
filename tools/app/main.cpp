// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <unistd.h>

#include <iostream>
#include <string_view>

#include "app/commands.hpp"

namespace {

/// Opens /dev/null in place of each standard stream that is closed. Otherwise,
/// a pipe to another program could get its number.
void open_closed_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (::fcntl(stream, F_GETFD) < 0) {
      ::open("/dev/null", O_RDWR);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace parallel_testing;
  open_closed_streams();
  std::ios::sync_with_stdio(false);
  const cli::invocation given{{argv + 1, argv + argc},
                              std::cout,
                              std::cerr,
                              cli::detect_terminal(STDOUT_FILENO)};
  const std::string_view name = argc > 0 ? argv[0] : "";
  return name.substr(name.rfind('/') + 1) == "ctest" ? app::run_shim(given)
                                                     : app::run_program(given);
}
