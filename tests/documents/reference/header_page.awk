# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The page of a public header: its opening comment, and for each documented name
# the comment above it and its public declaration, without bodies. What is in
# namespace detail, or private, is left out.
#
#   awk -v header=parallel_testing/port.hpp [-v names=1] -f <this> <file>
#
# With `names` it prints the documented names only, one a line.

function name_of(line) {
  if (line ~ /^#define /) sub(/^#define /, "", line)
  else if (line ~ /^using /) sub(/^using /, "", line)
  else if (line ~ /^(class|struct|enum class|enum) /) {
    sub(/^(class|struct|enum class|enum) /, "", line)
    sub(/^\[\[[^]]*\]\] /, "", line)
  } else {
    # The last word before the arguments or the value.
    sub(/[({=;].*/, "", line)
    sub(/ +$/, "", line)
    sub(/.*[ *&]/, "", line)
  }
  match(line, /^[A-Za-z_][A-Za-z_0-9]*/)
  return substr(line, 1, RLENGTH)
}

# A declaration without the body that begins on its line.
function without_body(line) {
  sub(/ \{ .*\}$/, ";", line)
  sub(/ \{\}$/, ";", line)
  sub(/ \{$/, ";", line)
  return line
}

function text_of(line) {
  sub(/^ *\/\/\/ ?/, "", line)
  return line
}

# Text for Markdown; an indented line is code.
function markdown(line) {
  if (line !~ /^    / && line !~ /`/) gsub(/</, "\\&lt;", line)
  return line
}

# The heading of a documented name, its comment, and the begin of its code.
function begin_name(line) {
  name = name_of(line)
  if (names) { if (!(name in seen)) print name; seen[name] = 1; return }
  print ""
  if (!(name in seen)) print "## `" name "`\n"
  seen[name] = 1
  if (comment != "") printf "%s\n", comment
  print "```cpp"
}

function end_name() {
  if (!names) print "```"
  part = ""
}

BEGIN {
  if (!names) print "# `" header "`\n\n```cpp\n#include <" header ">\n```\n"
}

/^namespace detail \{/ { in_detail = 1 }
in_detail { if (/^\}  \/\/ namespace detail/) in_detail = 0; next }

# The declaration of a class, an enumeration or a function goes on.
part == "class" {
  if (/^\};/) { held = ""; print_line("};"); end_name(); next }
  if (/^ private:/) { hidden = 1; held = ""; next }
  if (/^ (public|protected):/) hidden = 0
  if (hidden) next
  if (in_body) { if (/^  \}/) in_body = 0; next }
  # Initializers of members are part of a body.
  if (/^ +: [a-z_]+\(/) { if (!/\}$/) in_body = 1; next }
  line = $0
  if (line ~ /^  .*\) ?(const)? ?(noexcept)? ?\{$/) in_body = 1
  if (line ~ /\)( const)?( noexcept)? \{/) line = without_body(line)
  if (line ~ /\) : [a-z_]+[({]/) {
    in_body = line ~ /\{$/
    sub(/ : [a-z_]+[({].*/, ";", line)
  } else if (line ~ /\)$/ && line !~ /^ *\/\//) line = line ";"
  if (line ~ /^ *$/) { held = held "\n"; next }
  print_line(line)
  next
}
part == "function" {
  if (in_body) { if (/^\}/) { in_body = 0; part = "" } ; next }
  if (/\{$/) { print_line(without_body($0)); end_name(); in_body = 1; part = "function"; next }
  print_line($0)
  if (/;$/) end_name()
  next
}
part == "macro" { if (!/\\$/) part = ""; next }

/^\/\/\// {
  line = markdown(text_of($0))
  # An example is set apart as code of C++.
  if (line ~ /^    /) {
    if (!code) { comment = comment "```cpp\n" }
    code = 1
    sub(/^    /, "", line)
  } else if (code && line == "") {
    blank = 1
    next
  } else if (code) {
    comment = comment "```\n\n"
    code = 0; blank = 0
  }
  # A blank line between the lines of an example, or after it.
  if (blank) { comment = comment "\n"; blank = 0 }
  comment = comment line "\n"
  next
}
comment != "" && code { comment = comment "```\n"; code = 0; blank = 0 }

comment != "" && !opened {
  if (!names) printf "%s", comment
  comment = ""; opened = 1
}
/^(template|\[\[|__attribute)/ && comment != "" { pending = pending $0 "\n"; next }

comment == "" && /^struct [a-z_0-9]+;/ { next }
comment != "" && /^#define / {
  sub(/ *\\$/, ""); begin_name($0); print_line($0); end_name()
  comment = ""; part = "macro"; next
}
comment != "" && /^[a-z]/ && !/^(namespace|inline namespace)/ {
  begin_name($0)
  if (pending != "") { sub(/\n$/, "", pending); print_line(pending) }
  pending = ""; comment = ""; hidden = 0; held = ""; in_body = 0
  if (/^(class|struct|enum)/ && /\{$/) { part = "class"; print_line($0) }
  else if (/^(class|struct|enum).*;$/) { print_line($0); end_name() }
  else if (/\{$/) { print_line(without_body($0)); end_name(); in_body = 1; part = "function" }
  else { part = "function"; print_line($0); if (/;$/) end_name() }
  next
}

function print_line(text) {
  if (names) return
  if (held != "") { printf "%s", held; held = "" }
  print text
}

# The opening comment of a header that only includes others may be its end.
END {
  if (comment != "" && !opened && !names) {
    printf "%s%s", comment, code ? "```\n" : ""
  }
}
