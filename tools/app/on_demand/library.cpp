// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/on_demand/library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include "cli/command.hpp"

namespace parallel_testing::app {

void* library_on_demand::find(const char* name) {
  if (loaded_ == nullptr) {
    loaded_ = ::dlopen(file_.c_str(), RTLD_LAZY | RTLD_LOCAL);
  }
  void* const found = loaded_ == nullptr ? nullptr : ::dlsym(loaded_, name);
  if (found == nullptr) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("this command requires the library {}: {}; install it, or "
                    "put its directory on LD_LIBRARY_PATH",
                    file_, ::dlerror()));
  }
  return found;
}

}  // namespace parallel_testing::app
