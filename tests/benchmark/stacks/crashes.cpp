// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases that crash. The line of each crash has a comment `crash: <kind>`, which
// measure.py reads; a crash in a function of the C library names its caller.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cassert>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#define NEVER_INLINED __attribute__((noinline))

namespace {

int* volatile null_pointer = nullptr;
volatile int zero = 0;
volatile char sink = 0;

NEVER_INLINED void store(int* where) {
  *where = 1;  // crash: null_write
}
TEST(Crash, null_write) {
  store(null_pointer);
}

TEST(Crash, null_read) {
  sink = static_cast<char>(*null_pointer);  // crash: null_read
}

TEST(Crash, wild_write) {
  *reinterpret_cast<int*>(0xdead0000beef) = 1;  // crash: wild_write
}

TEST(Crash, non_canonical) {
  *reinterpret_cast<volatile int*>(0xdeadbeefdeadbeef) =
      1;  // crash: non_canonical
}

TEST(Crash, read_only) {
  auto* const text = const_cast<char*>("constant");
  static_cast<volatile char*>(text)[0] = 'C';  // crash: read_only
}

NEVER_INLINED int overflow(int depth) {
  volatile char large[4096];
  large[0] = static_cast<char>(depth);
  return overflow(depth + 1) + large[0];  // crash: stack_overflow
}
TEST(Crash, stack_overflow) {
  sink = static_cast<char>(overflow(0));
}

TEST(Crash, abort) {
  std::abort();  // crash: abort
}

TEST(Crash, assertion) {
  assert(zero == 1);  // crash: assertion
}

TEST(Crash, exception_in_thread) {
  std::thread([] {
    throw std::runtime_error("nobody catches");  // crash: exception_in_thread
  }).join();
}

NEVER_INLINED void throw_out() noexcept {
  throw std::runtime_error("not allowed");  // crash: noexcept
}
TEST(Crash, noexcept) {
  throw_out();
}

TEST(Crash, terminate) {
  std::terminate();  // crash: terminate
}

struct abstract {
  abstract() { call(); }
  virtual ~abstract() = default;
  NEVER_INLINED void call() {
    pure();  // crash: pure_virtual
  }
  virtual void pure() = 0;
};
struct concrete : abstract {
  void pure() override {}
};
TEST(Crash, pure_virtual) {
  concrete made;
}

TEST(Crash, division) {
  sink = static_cast<char>(7 / zero);  // crash: division
}

TEST(Crash, trap) {
  __builtin_trap();  // crash: trap
}

TEST(Crash, double_free) {
  void* const memory = std::malloc(2000);
  void* volatile again = memory;
  std::malloc(10);
  std::free(memory);
  std::free(again);  // crash: double_free
}

TEST(Crash, invalid_free) {
  std::free(reinterpret_cast<void*>(0x1234567));  // crash: invalid_free
}

TEST(Crash, in_thread) {
  std::thread([] {
    *null_pointer = 2;  // crash: in_thread
  }).join();
}

TEST(Crash, bus_error) {
  std::ofstream("bus_error.tmp") << "x";
  const int file = ::open("bus_error.tmp", O_RDWR);
  auto* const memory = static_cast<volatile char*>(
      ::mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
  memory[5000] = 1;  // crash: bus_error
}

void (*volatile null_function)() = nullptr;
TEST(Crash, null_call) {
  null_function();  // crash: null_call
}

TEST(Crash, wild_call) {
  reinterpret_cast<void (*volatile)()>(0x1000)();  // crash: wild_call
}

TEST(Crash, in_signal_handler) {
  ::signal(SIGUSR1, [](int) {
    *null_pointer = 3;  // crash: in_signal_handler
  });
  ::raise(SIGUSR1);
}

TEST(Crash, in_atexit) {
  std::atexit([] {
    *null_pointer = 4;  // crash: in_atexit
  });
}

struct crashes_in_set_up : ::testing::Test {
  void SetUp() override {
    *null_pointer = 5;  // crash: set_up
  }
};
TEST_F(crashes_in_set_up, set_up) {}

struct crashes_when_destroyed : ::testing::Test {
  ~crashes_when_destroyed() override {
    *null_pointer = 6;  // crash: destructor
  }
};
TEST_F(crashes_when_destroyed, destructor) {}

struct crashes_in_suite : ::testing::Test {
  static void SetUpTestSuite() {
    *null_pointer = 7;  // crash: suite_set_up
  }
};
TEST_F(crashes_in_suite, suite_set_up) {}

const struct crashes_statically {
  NEVER_INLINED crashes_statically() {
    std::ifstream arguments("/proc/self/cmdline");
    std::string all;
    std::getline(arguments, all);
    if (all.find("static_initialisation") != std::string::npos) {
      *null_pointer = 8;  // crash: static_initialisation
    }
  }
} made_statically;
TEST(Crash, static_initialisation) {}

TEST(Crash, string_function) {
  std::strcpy(const_cast<char*>(reinterpret_cast<volatile char*>(0x10) + sink),
              std::string(100 + zero, 'x').c_str());  // crash: string_function
}

}  // namespace
