// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Changes a JSON text of a person: comments, trailing commas and layout stay as
// they are. Pure.
#pragma once

#include <string>
#include <string_view>

namespace parallel_testing::debug_command {

/// `text` with `item`, the text of an object with a member `name`, in the array
/// `member` of the top-level object: in place of the item with the same `name`,
/// or as the last one. Adds the array if there is none; an empty text is an
/// empty object. Throws tools::record_error if that is impossible.
[[nodiscard]] std::string with_item(std::string_view text,
                                    std::string_view member,
                                    std::string_view name,
                                    std::string_view item);

}  // namespace parallel_testing::debug_command
