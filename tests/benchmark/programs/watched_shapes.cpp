// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Programs like the tests of real suites, to be run watched and unwatched. The
// first argument names the shape; all files are in the working directory.
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr mode_t for_the_user = 0600;

void require(bool holds, const char* what) {
  if (holds) return;
  std::perror(what);
  ::_exit(1);
}

void write_and_read(int times) {
  const int fd = ::open("io", O_RDWR | O_CREAT, for_the_user);
  require(fd >= 0, "open");
  char byte = 1;
  for (int at = 0; at < times; ++at) {
    require(::pwrite(fd, &byte, 1, at % 100) == 1, "pwrite");
    require(::pread(fd, &byte, 1, at % 100) == 1, "pread");
  }
  ::close(fd);
  ::unlink("io");
}

void use_file(const std::string& name) {
  char block[64] = {};
  int fd = ::open(name.c_str(), O_RDWR | O_CREAT, for_the_user);
  require(fd >= 0, "open");
  for (int at = 0; at < 4; ++at) {
    require(::write(fd, block, sizeof block) == sizeof block, "write");
  }
  ::close(fd);
  struct stat status {};
  require(::stat(name.c_str(), &status) == 0, "stat");
  fd = ::open(name.c_str(), O_RDONLY);
  require(::read(fd, block, sizeof block) == sizeof block, "read");
  ::close(fd);
  ::unlink(name.c_str());
}

void use_files(int count) {
  for (int at = 0; at < count; ++at) use_file("file" + std::to_string(at));
}

/// Processor time, so that other work on the machine does not replace it.
void work(long nanoseconds) {
  timespec now{};
  do {
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  } while (now.tv_sec == 0 && now.tv_nsec < nanoseconds);
}

void create_in_threads(int count, int files) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < count; ++thread) {
    threads.emplace_back([=] {
      for (int at = 0; at < files; ++at) {
        const std::string name =
            "t" + std::to_string(thread) + "_" + std::to_string(at);
        ::close(::open(name.c_str(), O_RDWR | O_CREAT, for_the_user));
        ::unlink(name.c_str());
      }
    });
  }
  for (std::thread& each : threads) each.join();
}

void spawn(int count) {
  char program[] = "/bin/true";
  char* const arguments[] = {program, nullptr};
  for (int at = 0; at < count; ++at) {
    pid_t child = 0;
    require(::posix_spawn(&child, program, nullptr, nullptr, arguments,
                          environ) == 0,
            "posix_spawn");
    ::waitpid(child, nullptr, 0);
  }
}

void ask_for_paths(int count) {
  for (int at = 0; at < count; ++at) {
    const std::string name =
        "d" + std::to_string(at % 100) + "/" + std::to_string(at);
    static_cast<void>(::access(name.c_str(), F_OK));
  }
}

void become(const std::string& shape) {
  constexpr int writes = 100'000;
  constexpr int many_files = 2000;
  constexpr int few_files = 5;
  constexpr int files_of_thread = 300;
  constexpr int programs = 50;
  constexpr int paths = 1'000'000;
  if (shape == "tiny") return;
  if (shape == "io") return write_and_read(writes);
  if (shape == "files") return use_files(many_files);
  if (shape == "threads") return create_in_threads(4, files_of_thread);
  if (shape == "spawn") return spawn(programs);
  if (shape == "paths") return ask_for_paths(paths);
  require(shape == "medium", "no such shape");
  use_files(few_files);
  constexpr long five_ms = 5'000'000;
  work(five_ms);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  become(argv[1]);
  return 0;
}
