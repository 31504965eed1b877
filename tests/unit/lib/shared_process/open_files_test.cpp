// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/open_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "shared_process/forked_cases.hpp"
#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::IsEmpty;

TEST(open_files, with_positions_are_regular_ones) {
  EXPECT_TRUE(is_regular_target("/home/me/input.txt"));
  for (const char* other : {"/dev/null", "/proc/1/stat", "pipe:[18]",
                            "/memfd:cases (deleted)", "socket:[17]"}) {
    EXPECT_FALSE(is_regular_target(other)) << other;
  }
}

/// Each process must read the file from where this one is.
void expect_own_positions(int file, const char* how_it_is_opened) {
  ASSERT_EQ(::write(file, "abcdef", 6), 6) << how_it_is_opened;
  ::lseek(file, 2, SEEK_SET);
  forked_cases forks({descriptor_group{file}});
  for (int round = 0; round < 2; ++round) {
    if (forks.run(0)) {
      char next = '?';
      const bool is_read = ::read(file, &next, 1) == 1 && next == 'c';
      const bool is_closed_on_exec = (::fcntl(file, F_GETFD) & FD_CLOEXEC) != 0;
      ::_exit(is_read && is_closed_on_exec ? 0 : 1);
    }
    EXPECT_EQ(to_text(forks.last().end), "exit code 0") << how_it_is_opened;
  }
  EXPECT_EQ(::lseek(file, 0, SEEK_CUR), 2) << how_it_is_opened;
  ::close(file);
}

TEST(open_files, C101_have_positions_of_their_own_in_forked_cases) {
  const unit::scratch place;
  const std::string path = place.path("file");
  const int flags = O_RDWR | O_CREAT | O_CLOEXEC;
  expect_own_positions(::open(path.c_str(), flags, 0600), "usually");
  expect_own_positions(::open(path.c_str(), flags | O_APPEND, 0600), "append");
  expect_own_positions(::open(path.c_str(), flags | O_NOFOLLOW, 0600),
                       "without following links");
#ifdef O_TMPFILE
  const int nameless =
      ::open(place.path(".").c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (nameless >= 0) {
    expect_own_positions(nameless, "without a name");
  }
#endif
  const int removed = ::open(path.c_str(), flags, 0600);
  std::filesystem::remove(path);
  expect_own_positions(removed, "and removed");
}

TEST(open_files, C101_of_directories_are_read_from_where_the_set_up_was) {
  const unit::scratch place;
  const std::string path = place.path("directory");
  std::filesystem::create_directories(path + "/inner");
  const int directory =
      ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  forked_cases forks({descriptor_group{directory}});
  for (int round = 0; round < 2; ++round) {
    if (forks.run(0)) {
      int entries = 0;
      DIR* const opened = ::fdopendir(directory);
      while (opened != nullptr && ::readdir(opened) != nullptr) {
        ++entries;
      }
      ::_exit(entries);
    }
    // ".", ".." and "inner".
    EXPECT_EQ(to_text(forks.last().end), "exit code 3") << round;
  }
  ::close(directory);
}

/// Where a descriptor of this process is now.
off_t position_of(int file) {
  return ::lseek(file, 0, SEEK_CUR);
}

/// Those of separable_files(), without the input of the test.
std::vector<descriptor_group> groups_of(const std::vector<int>& descriptors) {
  std::vector<open_descriptor> opened;
  for (const int each : descriptors) {
    opened.push_back({each, "/file"});
  }
  std::vector<descriptor_group> groups = separable_files(opened).separate;
  groups.erase(
      std::remove(groups.begin(), groups.end(), descriptor_group{STDIN_FILENO}),
      groups.end());
  return groups;
}

int file_with_text(const unit::scratch& place, const char* name) {
  const int file =
      ::open(place.path(name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  return ::write(file, "abcdef", 6) == 6 ? file : -1;
}

TEST(open_files, C101_stay_one_where_the_program_has_copied_the_descriptor) {
  const unit::scratch place;
  const int file = file_with_text(place, "file");
  const int copy = ::dup(file);
  const int other = ::open(place.path("file").c_str(), O_RDWR | O_CLOEXEC);
  remember_inherited_descriptors();
  // What was open when the program started is not for its cases alone.
  EXPECT_THAT(groups_of({file, copy, other}), IsEmpty());
  unit::forked_child child([&](unit::parent& test) {
    ::close(file);
    ::close(copy);
    ::close(other);
    remember_inherited_descriptors();
    const int own = file_with_text(place, "own");
    const int copied = ::dup(own);
    const int apart = ::open(place.path("own").c_str(), O_RDWR);
    forked_cases forks(groups_of({own, copied, apart}));
    for (int round = 0; round < 2; ++round) {
      if (forks.run(0)) {
        const bool is_start = position_of(own) == 6 && position_of(apart) == 0;
        ::lseek(own, 2, SEEK_SET);
        const bool is_one = position_of(copied) == 2 && position_of(apart) == 0;
        ::_exit((is_start ? 1 : 0) + (is_one ? 2 : 0));
      }
      test.tell(to_text(forks.last().end));
    }
  });
  EXPECT_EQ(child.receive(), "exit code 3");
  EXPECT_EQ(child.receive(), "exit code 3");
  for (const int each : {file, copy, other}) {
    ::close(each);
  }
}

TEST(open_files, that_replace_an_inherited_one_belong_to_the_program) {
  const unit::scratch place;
  unit::forked_child child([&](unit::parent& test) {
    const int inherited = file_with_text(place, "inherited");
    remember_inherited_descriptors();
    test.tell(is_inherited(inherited) ? "inherited" : "own");
    const int own = file_with_text(place, "own");
    test.tell(is_inherited(own) ? "inherited" : "own");
    ::dup2(own, inherited);
    test.tell(is_inherited(inherited) ? "inherited" : "own");
    test.tell(std::to_string(groups_of({own, inherited}).front().size()));
  });
  EXPECT_EQ(child.receive(), "inherited");
  EXPECT_EQ(child.receive(), "own");
  EXPECT_EQ(child.receive(), "own");
  EXPECT_EQ(child.receive(), "2");
}

TEST(open_files, that_cannot_be_opened_again_are_reported) {
  const unit::scratch place;
  unit::forked_child child([&](unit::parent& test) {
    const int file = file_with_text(place, "file");
    test.tell(
        std::to_string(separate_positions({descriptor_group{file}}).size()));
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_NOFILE, &none);
    test.tell(
        std::to_string(separate_positions({descriptor_group{file}}).size()));
  });
  EXPECT_EQ(child.receive(), "0");
  EXPECT_EQ(child.receive(), "1");
}

TEST(open_files, that_are_locked_are_not_opened_again) {
  const unit::scratch place;
  const int file =
      ::open(place.path("file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  EXPECT_FALSE(has_lock_of_descriptor(file));
  ASSERT_EQ(::flock(file, LOCK_EX), 0);
  EXPECT_TRUE(has_lock_of_descriptor(file));
  unit::forked_child child([&](unit::parent& test) {
    remember_inherited_descriptors();
    const int own = file_with_text(place, "own");
    test.tell(fmt::format("{} {}", groups_of({own}).size(),
                          separable_files({{own, "/own"}}).locked.size()));
    ::flock(own, LOCK_SH);
    test.tell(fmt::format("{} {}", groups_of({own}).size(),
                          separable_files({{own, "/own"}}).locked.size()));
  });
  EXPECT_EQ(child.receive(), "1 0");
  EXPECT_EQ(child.receive(), "0 1");
  ::flock(file, LOCK_UN);
  struct flock of_process {};
  of_process.l_type = F_WRLCK;
  of_process.l_whence = SEEK_SET;
  ASSERT_EQ(::fcntl(file, F_SETLK, &of_process), 0);
  EXPECT_FALSE(has_lock_of_descriptor(file));
#ifdef F_OFD_SETLK
  struct flock of_descriptor {};
  of_descriptor.l_type = F_RDLCK;
  of_descriptor.l_whence = SEEK_SET;
  of_process.l_type = F_UNLCK;
  ASSERT_EQ(::fcntl(file, F_SETLK, &of_process), 0);
  ASSERT_EQ(::fcntl(file, F_OFD_SETLK, &of_descriptor), 0);
  EXPECT_TRUE(has_lock_of_descriptor(file));
#endif
  ::close(file);
}

}  // namespace
}  // namespace parallel_testing
