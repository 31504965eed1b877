// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

namespace {

std::mutex mutex;
std::condition_variable changed;
bool has_order = false;

void deliver_order() {
  std::unique_lock<std::mutex> lock(mutex);
  changed.wait(lock, [] { return has_order; });
  std::puts("delivered");
}

}  // namespace

int main() {
  std::puts("waiting for an order");
  std::fflush(stdout);
  std::thread courier(deliver_order);
  courier.join();
}
