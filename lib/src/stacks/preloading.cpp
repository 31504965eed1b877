// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/preloading.hpp"

#include <string.h>  // also defines __GLIBC__

// The library that is built with another C library is for its programs alone,
// and has not been tried in them.
#if defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__))

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>

namespace parallel_testing::stacks {

namespace {

#if defined(__x86_64__)
constexpr Elf64_Half own_machine = EM_X86_64;
#else
constexpr Elf64_Half own_machine = EM_AARCH64;
#endif

/// What the table of names contains in a program with a sanitizer that must be
/// the first library: its functions, or the library itself.
constexpr const char* signs_of_sanitizers[] = {
    "__asan_init",  "__hwasan_init", "__lsan_init", "__msan_init",
    "__tsan_init",  "libasan.so",    "liblsan.so",  "libtsan.so",
    "libhwasan.so", "libclang_rt."};

/// A part of a file, which may claim to be where the file has ended.
struct file_part {
  const unsigned char* data = nullptr;
  std::size_t size = 0;

  [[nodiscard]] file_part part(std::uint64_t at,
                               std::uint64_t length) const noexcept {
    return at <= size && length <= size - at ? file_part{data + at, length}
                                             : file_part{};
  }
  [[nodiscard]] bool contains(const char* text) const noexcept {
    return data != nullptr && ::memmem(data, size, text, ::strlen(text));
  }
};

class program_file {
 public:
  explicit program_file(file_part file) noexcept : file_(file) {
    const file_part first = file.part(0, sizeof header_);
    if (first.data == nullptr) {
      return;
    }
    ::memcpy(&header_, first.data, sizeof header_);
    is_program_ = ::memcmp(header_.e_ident, ELFMAG, SELFMAG) == 0 &&
                  header_.e_ident[EI_CLASS] == ELFCLASS64 &&
                  header_.e_machine == own_machine &&
                  header_.e_phentsize == sizeof(Elf64_Phdr);
  }

  [[nodiscard]] bool is_program() const noexcept { return is_program_; }

  /// The content of the first segment of that type.
  [[nodiscard]] file_part segment(Elf64_Word type) const noexcept {
    for (unsigned at = 0; at < header_.e_phnum; ++at) {
      const Elf64_Phdr each = segment_at(at);
      if (each.p_type == type) {
        return file_.part(each.p_offset, each.p_filesz);
      }
    }
    return {};
  }

  /// The names of libraries and of functions that are linked dynamically.
  [[nodiscard]] file_part names() const noexcept {
    const file_part entries = segment(PT_DYNAMIC);
    std::uint64_t address = 0;
    std::uint64_t size = 0;
    for (std::size_t at = 0; at + sizeof(Elf64_Dyn) <= entries.size;
         at += sizeof(Elf64_Dyn)) {
      Elf64_Dyn entry;
      ::memcpy(&entry, entries.data + at, sizeof entry);
      if (entry.d_tag == DT_STRTAB) {
        address = entry.d_un.d_ptr;
      } else if (entry.d_tag == DT_STRSZ) {
        size = entry.d_un.d_val;
      }
    }
    for (unsigned at = 0; at < header_.e_phnum; ++at) {
      const Elf64_Phdr each = segment_at(at);
      if (each.p_type == PT_LOAD && address >= each.p_vaddr &&
          address - each.p_vaddr < each.p_filesz) {
        return file_.part(each.p_offset + (address - each.p_vaddr), size);
      }
    }
    return {};
  }

 private:
  [[nodiscard]] Elf64_Phdr segment_at(unsigned at) const noexcept {
    Elf64_Phdr result{};
    const file_part found =
        file_.part(header_.e_phoff + at * sizeof result, sizeof result);
    if (found.data != nullptr) {
      ::memcpy(&result, found.data, sizeof result);
    }
    return result;
  }

  file_part file_;
  Elf64_Ehdr header_{};
  bool is_program_ = false;
};

constexpr std::size_t longest_interpreter = 256;

/// The path after "#!", as the kernel reads it.
bool read_interpreter(file_part file,
                      char (&into)[longest_interpreter]) noexcept {
  const file_part start = file.part(0, 2);
  if (start.data == nullptr || ::memcmp(start.data, "#!", 2) != 0) {
    return false;
  }
  std::size_t at = 2;
  while (at < file.size && (file.data[at] == ' ' || file.data[at] == '\t')) {
    ++at;
  }
  std::size_t length = 0;
  for (; at < file.size && length + 1 < longest_interpreter; ++at) {
    const auto letter = static_cast<char>(file.data[at]);
    if (letter == ' ' || letter == '\t' || letter == '\n') {
      break;
    }
    into[length++] = letter;
  }
  into[length] = '\0';
  return length > 0;
}

/// The content of a file while it lives.
class mapped_file {
 public:
  explicit mapped_file(const char* path) noexcept {
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
      return;
    }
    struct stat found {};
    if (::fstat(file, &found) == 0 && S_ISREG(found.st_mode) &&
        found.st_size > 0) {
      size_ = static_cast<std::size_t>(found.st_size);
      memory_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    }
    ::close(file);
  }
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;
  ~mapped_file() {
    if (memory_ != MAP_FAILED) {
      ::munmap(memory_, size_);
    }
  }

  [[nodiscard]] file_part content() const noexcept {
    return memory_ == MAP_FAILED
               ? file_part{}
               : file_part{static_cast<const unsigned char*>(memory_), size_};
  }

 private:
  std::size_t size_ = 0;
  void* memory_ = MAP_FAILED;
};

}  // namespace

bool accepts_crash_library(const unsigned char* file,
                           std::size_t size) noexcept {
  const program_file program({file, size});
  // A static program has no loader. Another C library has another one.
  if (!program.is_program() ||
      !program.segment(PT_INTERP).contains("/ld-linux")) {
    return false;
  }
  const file_part names = program.names();
  for (const char* const sign : signs_of_sanitizers) {
    if (names.contains(sign)) {
      return false;
    }
  }
  return names.data != nullptr;
}

bool accepts_crash_library(const char* path) noexcept {
  const mapped_file file(path);
  char interpreter[longest_interpreter];
  if (read_interpreter(file.content(), interpreter)) {
    const mapped_file other(interpreter);
    return accepts_crash_library(other.content().data, other.content().size);
  }
  return accepts_crash_library(file.content().data, file.content().size);
}

}  // namespace parallel_testing::stacks

#else

namespace parallel_testing::stacks {

bool accepts_crash_library(const char*) noexcept {
  return false;
}
bool accepts_crash_library(const unsigned char*, std::size_t) noexcept {
  return false;
}

}  // namespace parallel_testing::stacks

#endif

namespace parallel_testing::stacks {

bool names_sanitizer(const char* libraries) noexcept {
  constexpr const char* separators = ": ";
  for (const char* next = libraries; *next != '\0';) {
    const std::size_t length = ::strcspn(next, separators);
    const char* name = next;
    for (const char* at = next; at < next + length; ++at) {
      name = *at == '/' ? at + 1 : name;
    }
    const char* const found = ::strstr(name, "san");
    if (found != nullptr && found < next + length) {
      return true;
    }
    next += length + ::strspn(next + length, separators);
  }
  return false;
}

}  // namespace parallel_testing::stacks
