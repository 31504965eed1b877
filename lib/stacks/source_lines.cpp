// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "source_lines.hpp"

#include <cxxabi.h>
#include <dwarf.h>
#include <elfutils/libdw.h>

#include <cstdlib>
#include <memory>
#include <optional>

namespace parallel_testing::stacks {

namespace {

struct freed {
  void operator()(void* memory) const { std::free(memory); }
};

std::string text_or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

std::string demangled(const char* name) {
  int status = 0;
  const std::unique_ptr<char, freed> text(
      abi::__cxa_demangle(name, nullptr, nullptr, &status));
  return status == 0 ? text.get() : name;
}

std::string name_of(Dwarf_Die& function) {
  for (const unsigned kind : {DW_AT_linkage_name, DW_AT_MIPS_linkage_name}) {
    Dwarf_Attribute attribute;
    const char* const name =
        dwarf_formstring(dwarf_attr_integrate(&function, kind, &attribute));
    if (name != nullptr) {
      return demangled(name);
    }
  }
  return text_or_empty(dwarf_diename(&function));
}

/// The unit that contains the address. Compilers other than gcc write no table
/// that leads there.
std::optional<Dwarf_Die> unit_at(Dwfl_Module* module, Dwarf_Addr address,
                                 Dwarf_Addr& bias) {
  Dwarf_Die* unit = dwfl_module_addrdie(module, address, &bias);
  while (unit == nullptr) {
    unit = dwfl_module_nextcu(module, unit, &bias);
    while (unit != nullptr && dwarf_haspc(unit, address - bias) <= 0) {
      unit = dwfl_module_nextcu(module, unit, &bias);
    }
    break;
  }
  if (unit == nullptr) {
    return std::nullopt;
  }
  return *unit;
}

/// With -gsplit-dwarf, the functions of a unit are in another file.
Dwarf_Die unit_of_functions(Dwarf_Die& unit) {
  Dwarf_Die split;
  std::uint8_t kind = 0;
  const bool is_split = dwarf_cu_info(unit.cu, nullptr, &kind, nullptr, &split,
                                      nullptr, nullptr, nullptr) == 0 &&
                        kind == DW_UT_skeleton && split.cu != nullptr;
  return is_split ? split : unit;
}

std::string file_at(Dwarf_Die& unit, Dwarf_Die& inlined) {
  Dwarf_Attribute attribute;
  Dwarf_Word index = 0;
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  const bool is_known =
      dwarf_formudata(dwarf_attr(&inlined, DW_AT_call_file, &attribute),
                      &index) == 0 &&
      dwarf_getsrcfiles(&unit, &files, &count) == 0 && index < count;
  return is_known ? text_or_empty(dwarf_filesrc(files, index, nullptr, nullptr))
                  : "";
}

int line_at(Dwarf_Die& inlined) {
  Dwarf_Attribute attribute;
  Dwarf_Word line = 0;
  dwarf_formudata(dwarf_attr(&inlined, DW_AT_call_line, &attribute), &line);
  return static_cast<int>(line);
}

/// Sets file and line of the innermost frame.
void set_line(Dwarf_Die& unit, Dwarf_Addr address, frame& into) {
  Dwarf_Line* const line = dwarf_getsrc_die(&unit, address);
  into.file = text_or_empty(dwarf_linesrc(line, nullptr, nullptr));
  if (into.file.empty()) {
    return;
  }
  dwarf_lineno(line, &into.line);
  Dwarf_Attribute attribute;
  const char* const folder =
      into.file[0] == '/'
          ? nullptr
          : dwarf_formstring(dwarf_attr(&unit, DW_AT_comp_dir, &attribute));
  if (folder != nullptr) {
    into.file = std::string(folder) + "/" + into.file;
  }
}

/// Adds the functions around the address, the innermost first. `result` has
/// the line of the innermost.
void add_functions(Dwarf_Die& unit, Dwarf_Addr address,
                   std::vector<frame>& result) {
  Dwarf_Die* found = nullptr;
  if (dwarf_getscopes(&unit, address, &found) <= 0) {
    return;
  }
  const std::unique_ptr<Dwarf_Die, freed> innermost(found);
  Dwarf_Die* all = nullptr;
  const int count = dwarf_getscopes_die(found, &all);
  const std::unique_ptr<Dwarf_Die, freed> scopes(count > 0 ? all : nullptr);
  for (int at = 0; at < count; ++at) {
    const int tag = dwarf_tag(all + at);
    if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine) {
      continue;
    }
    result.back().function = name_of(all[at]);
    if (tag == DW_TAG_subprogram) {
      return;
    }
    frame caller;
    caller.file = file_at(unit, all[at]);
    caller.line = line_at(all[at]);
    caller.module = result.back().module;
    result.push_back(std::move(caller));
  }
}

}  // namespace

std::vector<frame> source_lines::look_up(Dwarf_Addr address) {
  std::vector<frame> result(1);
  Dwfl_Module* const module = dwfl_addrmodule(modules_, address);
  if (module == nullptr) {
    return result;
  }
  result.back().module = text_or_empty(dwfl_module_info(
      module, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr));
  Dwarf_Addr bias = 0;
  if (auto unit = unit_at(module, address, bias)) {
    set_line(*unit, address - bias, result.back());
    Dwarf_Die functions = unit_of_functions(*unit);
    add_functions(functions, address - bias, result);
  }
  GElf_Off offset = 0;
  GElf_Sym symbol;
  const char* const name = dwfl_module_addrinfo(
      module, address, &offset, &symbol, nullptr, nullptr, nullptr);
  if (name != nullptr &&
      result.back().function.find('(') == std::string::npos) {
    result.back().function = demangled(name);
  }
  return result;
}

const std::vector<frame>& source_lines::at(Dwarf_Addr address) {
  const auto known = known_.find(address);
  return known != known_.end()
             ? known->second
             : known_.emplace(address, look_up(address)).first->second;
}

}  // namespace parallel_testing::stacks
