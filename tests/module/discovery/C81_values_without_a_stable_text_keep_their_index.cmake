# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Without an adapter: what GoogleTest lists, as XML and as text.
# <name>|<value>|<shown name>
set(cases
  "Test/0|\"plain\"|Test/\"plain\""
  "Test/1|8-byte object <10-00 00-00 E0-55 C2-61>|Test/1"
  "Test/2|0x55d4a2b3c010|Test/2"
  "Test/3|(\"a\", 0x401136 pointing to \"b\")|Test/3"
  "Test/4|'a' (97, 0x61)|Test/'a' (97, 0x61)"
  "Test/5|0x1F|Test/0x1F"
  "Test/6|\"0x55d4a2b3c010\"|Test/\"0x55d4a2b3c010\""
  "Test/7|twin|Test/7"
  "Test/8|twin|Test/8"
  "Test/9||Test/9"
  "Test/10|  |Test/10"
  "Test/11|7|Test/11"
  "Test/12|100% #1 $<1:x> $|Test/100% #1 $<1:x> $"
  "Named/fast|8-byte object <10-00>|Named/fast"
  "Named/slow|2|Named/slow"
  "Named/7|8|Named/7"
  "Named/3|one|Named/3"
  "Quote/0|('\"' (34, 0x22), 0x55d4a2b3c010, '\"' (34, 0x22))|Quote/0"
  "Said/0|he said \"at 0x55d4a2b3c010\"|Said/0"
  "DISABLED_Off/0|off|Off/off"
)
if(IN_PROJECT)
  set(xml "")
  set(text "Suite.\n")
  foreach(case IN LISTS cases)
    string(REGEX MATCH "^(.*)[|](.*)[|](.*)$" line "${case}")
    set(name "${CMAKE_MATCH_1}")
    set(value "${CMAKE_MATCH_2}")
    string(APPEND text "  ${name}  # GetParam() = ${value}\n")
    string(REPLACE "<" "&lt;" value "${value}")
    string(REPLACE ">" "&gt;" value "${value}")
    string(REPLACE "\"" "&quot;" value "${value}")
    string(APPEND xml "    <testcase name=\"${name}\" "
      "value_param=\"${value}\" file=\"/src/p.cpp\" line=\"5\" />\n")
  endforeach()
  add_fake(xml_test none "
for argument in \"$@\"; do
  case \"$argument\" in
    --gtest_output=xml:*) file=\${argument#--gtest_output=xml:} ;;
  esac
done
cat > \"$file\" <<'END'
<testsuites tests=\"1\" name=\"AllTests\">
  <testsuite name=\"Suite\" tests=\"1\">
${xml}    <testcase name=\"Test/13\" value_param=\"two&#x0A;lines\" />
  </testsuite>
</testsuites>
END
")
  parallel_discover_tests(xml_test TEST_PREFIX xml.)
  add_fake(text_test none "cat <<'END'\n${text}END\n")
  parallel_discover_tests(text_test TEST_PREFIX text. FRAMEWORK googletest)
  return()
endif()

configure()
build()
load_tests()
set(index 0)
foreach(prefix IN ITEMS xml text)
  foreach(case IN LISTS cases)
    string(REGEX REPLACE "^.*[|]" "" expected "${case}")
    string(JSON name GET "${json}" tests ${index} name)
    expect_equal("${name}" "${prefix}.Suite.${expected}")
    math(EXPR index "${index} + 1")
  endforeach()
  if(prefix STREQUAL "xml")
    string(JSON name GET "${json}" tests ${index} name)
    expect_equal("${name}" "xml.Suite.Test/13")
    math(EXPR index "${index} + 1")
  endif()
endforeach()
