// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/preloading.hpp"

#include <elf.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <fstream>
#include <string>

namespace parallel_testing::stacks {
namespace {

TEST(preloaded_libraries, have_a_sanitizer_by_the_name_of_a_file) {
  for (const char* const libraries :
       {"libasan.so.8", "/usr/lib/liba.so:/usr/lib/libtsan.so.2",
        "/usr/lib/llvm/libclang_rt.asan-x86_64.so /lib/b.so"}) {
    EXPECT_TRUE(names_sanitizer(libraries)) << libraries;
  }
  for (const char* const libraries :
       {"", ":", "/home/susan/lib/liba.so", "/build/asan/liba.so:/lib/b.so",
        "liba.so:/san/b.so"}) {
    EXPECT_FALSE(names_sanitizer(libraries)) << libraries;
  }
}

#if defined(__x86_64__) || defined(__aarch64__)

/// The smallest file that says what a program is linked with.
struct program_image {
  struct layout {
    Elf64_Ehdr header{};
    Elf64_Phdr segments[3]{};
    char interpreter[32]{};
    Elf64_Dyn entries[3]{};
    char names[64]{};
  } at;

  program_image(const std::string& loader, const std::string& name) {
    std::memcpy(at.header.e_ident, ELFMAG, SELFMAG);
    at.header.e_ident[EI_CLASS] = ELFCLASS64;
#if defined(__x86_64__)
    at.header.e_machine = EM_X86_64;
#else
    at.header.e_machine = EM_AARCH64;
#endif
    at.header.e_phoff = offsetof(layout, segments);
    at.header.e_phentsize = sizeof(Elf64_Phdr);
    at.header.e_phnum = 3;
    add(0, PT_INTERP, offsetof(layout, interpreter), sizeof at.interpreter);
    add(1, PT_DYNAMIC, offsetof(layout, entries), sizeof at.entries);
    add(2, PT_LOAD, 0, sizeof at);
    at.segments[2].p_vaddr = address;
    loader.copy(at.interpreter, sizeof at.interpreter - 1);
    at.entries[0] = {DT_STRTAB, {address + offsetof(layout, names)}};
    at.entries[1] = {DT_STRSZ, {sizeof at.names}};
    name.copy(at.names + 1, sizeof at.names - 2);
  }

  [[nodiscard]] bool is_accepted(std::size_t size = sizeof(layout)) const {
    return accepts_crash_library(reinterpret_cast<const unsigned char*>(&at),
                                 size);
  }

 private:
  static constexpr Elf64_Addr address = 0x400000;

  void add(int index, Elf64_Word type, std::size_t offset, std::size_t size) {
    at.segments[index].p_type = type;
    at.segments[index].p_offset = offset;
    at.segments[index].p_filesz = size;
  }
};

constexpr const char* usual_loader = "/lib64/ld-linux-x86-64.so.2";

TEST(crash_library, is_for_programs_of_the_gnu_c_library) {
#ifdef __GLIBC__
  EXPECT_TRUE(program_image(usual_loader, "printf").is_accepted());
#else
  // The library that is built here is for programs of another C library.
  EXPECT_FALSE(program_image(usual_loader, "printf").is_accepted());
#endif
  EXPECT_FALSE(
      program_image("/lib/ld-musl-x86_64.so.1", "printf").is_accepted());
  EXPECT_FALSE(program_image("", "printf").is_accepted());
}

TEST(crash_library, is_not_for_programs_with_a_sanitizer) {
  for (const char* const name :
       {"__asan_init", "__tsan_init", "libasan.so.8", "liblsan.so.0",
        "libclang_rt.asan-x86_64.so"}) {
    EXPECT_FALSE(program_image(usual_loader, name).is_accepted()) << name;
  }
}

TEST(crash_library, is_not_for_programs_of_another_architecture) {
  program_image other(usual_loader, "printf");
  other.at.header.e_machine = EM_386;
  EXPECT_FALSE(other.is_accepted());
  program_image narrow(usual_loader, "printf");
  narrow.at.header.e_ident[EI_CLASS] = ELFCLASS32;
  EXPECT_FALSE(narrow.is_accepted());
}

TEST(crash_library, is_not_for_a_file_that_is_cut_off) {
  const program_image whole(usual_loader, "printf");
  for (std::size_t size = 0; size < sizeof whole.at; ++size) {
    EXPECT_FALSE(whole.is_accepted(size)) << size;
  }
  program_image beyond(usual_loader, "printf");
  beyond.at.entries[1].d_un.d_val = ~Elf64_Xword{0};
  EXPECT_FALSE(beyond.is_accepted());
}

TEST(crash_library, judges_a_script_by_its_interpreter) {
  const std::string script = testing::TempDir() + "/script";
  std::ofstream(script) << "#! /proc/self/exe -x\n";
  EXPECT_EQ(accepts_crash_library(script.c_str()),
            accepts_crash_library("/proc/self/exe"));
  std::ofstream(script) << "#!/no/such/program\n";
  EXPECT_FALSE(accepts_crash_library(script.c_str()));
  std::ofstream(script) << "#!";
  EXPECT_FALSE(accepts_crash_library(script.c_str()));
  EXPECT_FALSE(accepts_crash_library("/no/such/file"));
}

#endif

}  // namespace
}  // namespace parallel_testing::stacks
