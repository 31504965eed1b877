// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/readers/object_code.hpp"

#include <elf.h>

#include <cctype>
#include <cstring>
#include <optional>
#include <vector>

#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

constexpr std::string_view map_section = "__llvm_covmap";

/// Returns nothing if the record is not completely inside `content`.
template <typename Record>
std::optional<Record> record_at(std::string_view content, std::size_t offset) {
  if (offset > content.size() || content.size() - offset < sizeof(Record)) {
    return std::nullopt;
  }
  Record result;
  std::memcpy(&result, content.data() + offset, sizeof(Record));
  return result;
}

std::string_view bytes_of(std::string_view content, const Elf64_Shdr& section) {
  return section.sh_offset > content.size()
             ? std::string_view()
             : content.substr(section.sh_offset, section.sh_size);
}

/// The text at `offset` in a table of texts that end with a zero byte.
std::string_view text_at(std::string_view table, std::size_t offset) {
  if (offset >= table.size()) {
    return {};
  }
  const std::string_view rest = table.substr(offset);
  return rest.substr(0, rest.find('\0'));
}

/// Empty unless `content` is ELF in the format of this machine.
std::vector<Elf64_Shdr> sections_in(std::string_view content) {
  constexpr auto order =
      __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
  const auto header = record_at<Elf64_Ehdr>(content, 0);
  if (!header || !starts_with(content, ELFMAG) ||
      header->e_ident[EI_CLASS] != ELFCLASS64 ||
      header->e_ident[EI_DATA] != order) {
    return {};
  }
  std::vector<Elf64_Shdr> result;
  for (std::size_t at = 0; at < header->e_shnum; ++at) {
    const auto section = record_at<Elf64_Shdr>(
        content, header->e_shoff + at * sizeof(Elf64_Shdr));
    if (!section) {
      return {};
    }
    result.push_back(*section);
  }
  return header->e_shstrndx < result.size() ? result
                                            : std::vector<Elf64_Shdr>();
}

/// Whether the name belongs to a function of a user: neither one that a
/// compiler adds (`_GLOBAL__sub_I_x`, `asan.module_ctor`) nor one of the
/// standard library. Accepts names of C, `static` functions, and unnamed
/// namespaces.
bool is_name_of_a_user(std::string_view name) {
  constexpr std::string_view local = "_ZL";
  if (name.empty() || name.find('.') != std::string_view::npos) {
    return false;
  }
  if (name[0] != '_') {
    return true;
  }
  if (!starts_with(name, local)) {
    return starts_with(name, "_ZN12_GLOBAL__N_1") ||
           starts_with(name, "_ZNK12_GLOBAL__N_1");
  }
  std::string_view identifier = name.substr(local.size());
  while (!identifier.empty() &&
         std::isdigit(static_cast<unsigned char>(identifier[0])) != 0) {
    identifier.remove_prefix(1);
  }
  return !starts_with(identifier, "_");
}

bool is_defined_function(const Elf64_Sym& symbol) {
  return ELF64_ST_TYPE(symbol.st_info) == STT_FUNC &&
         symbol.st_shndx != SHN_UNDEF;
}

object_code functions_in(std::string_view symbols, std::string_view names) {
  object_code result = object_code::none;
  for (std::size_t at = 0;; at += sizeof(Elf64_Sym)) {
    const auto symbol = record_at<Elf64_Sym>(symbols, at);
    if (!symbol) {
      return result;
    }
    if (!is_defined_function(*symbol)) {
      continue;
    }
    const unsigned binding = ELF64_ST_BIND(symbol->st_info);
    if (binding == STB_GLOBAL) {
      return object_code::unmapped;
    }
    if (binding == STB_LOCAL &&
        is_name_of_a_user(text_at(names, symbol->st_name))) {
      result = object_code::perhaps_unmapped;
    }
  }
}

}  // namespace

object_code code_in(std::string_view object) {
  const std::vector<Elf64_Shdr> sections = sections_in(object);
  if (sections.empty()) {
    return object_code::mapped;
  }
  const auto header = record_at<Elf64_Ehdr>(object, 0);
  const std::string_view names = bytes_of(object, sections[header->e_shstrndx]);
  object_code result = object_code::none;
  for (const Elf64_Shdr& section : sections) {
    if (text_at(names, section.sh_name) == map_section) {
      return object_code::mapped;
    }
    if (section.sh_type == SHT_SYMTAB && section.sh_link < sections.size()) {
      result = functions_in(bytes_of(object, section),
                            bytes_of(object, sections[section.sh_link]));
    }
  }
  return result;
}

}  // namespace parallel_testing::coverage_command
