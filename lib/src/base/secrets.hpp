// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>

namespace parallel_testing {

/// Replaces recognizable passwords in an argument or a command line by `***`:
/// the password of a URL (`scheme://user:password@host`), and the value of
/// `password=`, `passwd=` or `pwd=` up to a blank, `&`, `;` or the end. The
/// tools compare commands in this form. Pure.
std::string without_passwords(std::string_view text);

}  // namespace parallel_testing
