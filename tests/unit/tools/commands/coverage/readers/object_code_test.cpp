// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/readers/object_code.hpp"

#include <elf.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::coverage_command {
namespace {

struct symbol {
  const char* name;
  unsigned char binding = STB_GLOBAL;
  unsigned char type = STT_FUNC;
  bool is_defined = true;
};

template <typename Record>
std::string bytes_of(const Record& record) {
  return {reinterpret_cast<const char*>(&record), sizeof record};
}

/// An ELF object as clang writes it, as far as it is read.
class object_file {
 public:
  explicit object_file(const std::vector<symbol>& symbols) {
    std::string table = bytes_of(Elf64_Sym{});
    std::string names(1, '\0');
    for (const symbol& each : symbols) {
      Elf64_Sym entry{};
      entry.st_name = static_cast<Elf64_Word>(names.size());
      entry.st_info =
          static_cast<unsigned char>(ELF64_ST_INFO(each.binding, each.type));
      entry.st_shndx = each.is_defined ? 1 : SHN_UNDEF;
      table += bytes_of(entry);
      names += std::string(each.name) + '\0';
    }
    add("", SHT_NULL, "");
    add(".strtab", SHT_STRTAB, names);
    add(".symtab", SHT_SYMTAB, table, 1);
  }

  object_file& add(const std::string& name, Elf64_Word type,
                   const std::string& content, Elf64_Word link = 0) {
    Elf64_Shdr section{};
    section.sh_name = static_cast<Elf64_Word>(names_.size());
    section.sh_type = type;
    section.sh_link = link;
    section.sh_offset = sizeof(Elf64_Ehdr) + content_.size();
    section.sh_size = content.size();
    names_ += name + '\0';
    content_ += content;
    sections_.push_back(section);
    return *this;
  }

  [[nodiscard]] std::string text() const {
    object_file whole = *this;
    const std::string names = names_ + ".shstrtab" + '\0';
    whole.add(".shstrtab", SHT_STRTAB, names);
    Elf64_Ehdr header{};
    const std::string magic = ELFMAG;
    std::copy(magic.begin(), magic.end(), header.e_ident);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] =
        __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
    header.e_shoff = sizeof header + whole.content_.size();
    header.e_shnum = static_cast<Elf64_Half>(whole.sections_.size());
    header.e_shstrndx = static_cast<Elf64_Half>(whole.sections_.size() - 1);
    std::string result = bytes_of(header) + whole.content_;
    for (const Elf64_Shdr& each : whole.sections_) result += bytes_of(each);
    return result;
  }

 private:
  std::string content_;
  std::string names_;
  std::vector<Elf64_Shdr> sections_;
};

object_code code_with(const std::vector<symbol>& symbols) {
  return code_in(object_file(symbols).text());
}

TEST(coverage_object_code, functions_with_a_map_are_mapped) {
  object_file object({{"_Z1bi"}});
  object.add("__llvm_covmap", SHT_PROGBITS, "map");
  EXPECT_EQ(code_in(object.text()), object_code::mapped);
}

TEST(coverage_object_code, functions_of_the_source_without_a_map_are_unmapped) {
  EXPECT_EQ(code_with({{"main"}}), object_code::unmapped);
  EXPECT_EQ(code_with({{"_ZL5sevenv", STB_LOCAL}, {"_Z1bi"}}),
            object_code::unmapped);
}

TEST(coverage_object_code, what_compilers_and_headers_add_is_no_code) {
  EXPECT_EQ(code_with({}), object_code::none);
  EXPECT_EQ(code_with({{"_GLOBAL__sub_I_data.cpp", STB_LOCAL},
                       {"__cxx_global_var_init", STB_LOCAL},
                       {"asan.module_ctor", STB_LOCAL},
                       {"_ZL18__gthread_active_pv", STB_LOCAL},
                       {"_ZNSt6vectorIiSaIiEED2Ev", STB_WEAK},
                       {"table", STB_GLOBAL, STT_OBJECT},
                       {"price", STB_GLOBAL, STT_FUNC, false}}),
            object_code::none);
}

TEST(coverage_object_code, functions_that_headers_may_define_are_doubtful) {
  for (const char* name : {"seven", "_ZL5sevenv", "_ZN12_GLOBAL__N_15sevenEv",
                           "_ZNK12_GLOBAL__N_13box5sevenEv"}) {
    EXPECT_EQ(code_with({{name, STB_LOCAL}}), object_code::perhaps_unmapped)
        << name;
  }
}

TEST(coverage_object_code, files_of_another_form_are_left_to_llvm) {
  const std::string whole = object_file({{"main"}}).text();
  for (const std::string& other :
       {std::string(), std::string("BC\xC0\xDE bitcode"),
        std::string(whole).replace(0, 1, "?"),
        std::string(whole).replace(EI_CLASS, 1, 1, ELFCLASS32)}) {
    EXPECT_EQ(code_in(other), object_code::mapped);
  }
}

TEST(coverage_object_code, broken_files_are_read_within_their_bounds) {
  const std::string whole = object_file({{"main"}, {"other"}}).text();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(code_in(std::string_view(whole).substr(0, size)),
              object_code::mapped)
        << size;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = '\xff';
    (void)code_in(changed);
  }
}

}  // namespace
}  // namespace parallel_testing::coverage_command
