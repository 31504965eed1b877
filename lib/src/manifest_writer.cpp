// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <parallel_testing/adapter.hpp>
#include <parallel_testing/error.hpp>
#include <string_view>

#include "manifest.hpp"
#include "os.hpp"
#include "text.hpp"
#include "unique_fd.hpp"

namespace parallel_testing::adapter {

namespace {
void write_file(const std::string& path, const std::string& text) {
  const std::string unfinished = path + ".unfinished";
  const unique_fd file(os::open_at(AT_FDCWD, unfinished.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0644));
  const bool is_written = file && os::write_all(file.get(), text) &&
                          ::rename(unfinished.c_str(), path.c_str()) == 0;
  if (!is_written) {
    os::throw_error("cannot write the list of tests", path, errno,
                    "make the build directory writable or free some space");
  }
}
}  // namespace

struct manifest_writer::state {
  state(framework kind, const std::string& version)
      : text(kind == framework::googletest ? "googletest" : "catch2", version) {
  }
  manifest text;
};

manifest_writer::manifest_writer(framework kind, const std::string& version)
    : state_(new state(kind, version)) {}

manifest_writer::~manifest_writer() {
  delete state_;
}

void manifest_writer::add(const case_description& described,
                          const std::string& display_name,
                          const std::string& selector, bool disabled) {
  state_->text.add({display_name, described.name, selector, described.file,
                    described.line, described.markers, disabled});
}

void manifest_writer::problem(const char* file, int line,
                              const std::string& text) {
  state_->text.problem(file, line, text);
}

void manifest_writer::finish() noexcept {
  int status = 1;
  try {
    write_file(manifest_path(), state_->text.finished());
    status = 0;
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
  ::fflush(nullptr);
  ::_exit(status);
}

bool manifest_option(const char* name) noexcept {
  const char* const given = ::getenv("PARALLEL_TESTING_MANIFEST_OPTIONS");
  for (const std::string_view option : split(given ? given : "", ',')) {
    if (option == name) return true;
  }
  return false;
}

}  // namespace parallel_testing::adapter
