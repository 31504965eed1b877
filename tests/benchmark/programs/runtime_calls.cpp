// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// runtime_calls <call> <count>: makes the call as often and prints how many
// nanoseconds of processor time each took.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <parallel_testing/parallel_testing.hpp>
#include <stdexcept>
#include <string>

#include "locks/worker_slot.hpp"
#include "state/state_directory.hpp"

namespace {

namespace pt = parallel_testing;

void require(bool done, const char* action) {
  if (!done) throw std::runtime_error(std::string("cannot ") + action);
}

void take_slot() {
  static const pt::state_directory state = pt::open_state_directory(
      std::string(std::getenv("PARALLEL_TESTING_STATE_DIR")));
  const pt::worker_slot slot = pt::take_worker_slot(state);
  require(slot.lock.get() >= 0, "take a worker slot");
}

void bind_to_any_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  require(::bind(fd, generic, size) == 0, "bind");
  require(::getsockname(fd, generic, &size) == 0, "read the port");
  ::close(fd);
}

void make_directory() {
  char name[] = "directory-XXXXXX";
  require(::mkdtemp(name) != nullptr, "make a directory");
  ::rmdir(name);
}

void lock_a_file() {
  const int fd = ::open("file.lock", O_RDWR | O_CREAT, 0600);
  require(::flock(fd, LOCK_EX) == 0, "lock a file");
  ::close(fd);
}

using call = void (*)();

const std::map<std::string, call> calls = {
    {"this_worker", [] { require(!pt::this_worker().id().empty(), "ask"); }},
    {"worker_slot", take_slot},
    {"reserve_port", [] { const auto port = pt::reserve_port(); }},
    {"listen_on_free_port",
     [] { const auto socket = pt::listen_on_free_port(); }},
    {"bind_to_any_port", bind_to_any_port},
    {"temp_dir", [] { const pt::temp_dir dir; }},
    {"make_directory", make_directory},
    {"unique_resource_name",
     [] { require(!pt::unique_resource_name().empty(), "make a name"); }},
    {"named_lock", [] { const pt::named_lock lock("fonts"); }},
    {"lock_a_file", lock_a_file},
};

std::int64_t processor_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 || calls.count(argv[1]) == 0) {
    std::fputs("usage: runtime_calls <call> <count>\n", stderr);
    return 2;
  }
  const call measured = calls.at(argv[1]);
  const int count = std::atoi(argv[2]);
  measured();  // what only the first call of a process does is not the call
  const std::int64_t start = processor_ns();
  for (int done = 0; done < count; ++done) measured();
  std::printf("%.1f\n", static_cast<double>(processor_ns() - start) / count);
  return 0;
}
