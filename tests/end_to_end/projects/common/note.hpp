// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How tests of the fixture projects say what they saw.
#pragma once

#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace e2e {

inline std::string variable(const char* name) {
  const char* const value = ::getenv(name);
  return value == nullptr ? "" : value;
}

/// Appends one line to the file that E2E_NOTES names.
inline void note(const std::string& key, const std::string& value) {
  std::string line = key + "\t";
  for (const char c : value) {
    if (c == '\n') {
      line += "\\n";
    } else {
      if (c == '\\') line += c;
      line += c;
    }
  }
  line += '\n';
  const int file = ::open(variable("E2E_NOTES").c_str(),
                          O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (file < 0) return;
  if (::write(file, line.data(), line.size()) < 0) ::abort();
  ::close(file);
}

/// Says so when another one of the same name is there at the same time, in
/// any process. Knows nothing of ParallelTesting.
class section {
 public:
  explicit section(const std::string& name)
      : name_(name), path_(variable("E2E_SECTIONS") + "/" + name) {
    if (variable("E2E_SECTIONS").empty()) return;
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (file_ < 0 && errno == EEXIST) note("collision", name_);
  }
  section(const section&) = delete;
  section& operator=(const section&) = delete;
  ~section() {
    if (file_ < 0) return;
    ::unlink(path_.c_str());
    ::close(file_);
  }

 private:
  std::string name_;
  std::string path_;
  int file_ = -1;
};

/// The same by a lock of its own, which goes with this process and with what
/// that starts: an oracle that is right whoever is killed, whenever.
class guard {
 public:
  explicit guard(const std::string& name) {
    const std::string path = variable("E2E_SECTIONS") + "/guard-" + name;
    if (variable("E2E_SECTIONS").empty()) return;
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT, 0600);
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) note("overlap", name);
  }
  guard(const guard&) = delete;
  guard& operator=(const guard&) = delete;
  ~guard() { ::close(file_); }

 private:
  int file_ = -1;
};

/// For tests that must overlap in time, or would if nothing kept them apart.
inline void take_time(long milliseconds = 50) {
  timespec span = {milliseconds / 1000, (milliseconds % 1000) * 1000000};
  ::nanosleep(&span, nullptr);
}

}  // namespace e2e
