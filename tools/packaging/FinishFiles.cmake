# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# cpack runs this script between the installation of files and the package.
# - Debian packages get what Debian's policy requires: copyright, changelog,
#   compressed manual pages, and the directory of zsh.
# - With SOURCE_DATE_EPOCH all files get that time, so that two builds give the
#   same packages.

function(finish_debian_package root component)
  if(component STREQUAL "ParallelTesting_programs")
    set(name parallel-testing)
  else()
    set(name libparallel-testing-dev)
  endif()
  set(debian "${CPACK_PARALLEL_TESTING_SOURCE}/tools/packaging/debian")
  set(doc "${root}/usr/share/doc/${name}")
  file(MAKE_DIRECTORY "${doc}")
  file(COPY_FILE "${debian}/copyright" "${doc}/copyright")
  file(COPY_FILE "${debian}/changelog" "${doc}/changelog.Debian")
  file(COPY_FILE "${CPACK_PARALLEL_TESTING_SOURCE}/CHANGELOG.md" "${doc}/changelog")
  if(EXISTS "${debian}/${name}.lintian-overrides")
    set(overrides "${root}/usr/share/lintian/overrides")
    file(MAKE_DIRECTORY "${overrides}")
    file(COPY_FILE "${debian}/${name}.lintian-overrides" "${overrides}/${name}")
  endif()
  if(EXISTS "${root}/usr/share/zsh/site-functions")
    file(
      RENAME "${root}/usr/share/zsh/site-functions"
      "${root}/usr/share/zsh/vendor-completions"
    )
  endif()
  file(GLOB pages "${root}/usr/share/man/man1/*.1")
  execute_process(
    COMMAND gzip -9n ${pages} "${doc}/changelog" "${doc}/changelog.Debian"
    COMMAND_ERROR_IS_FATAL ANY
  )
  # Whatever the umask is.
  file(
    CHMOD_RECURSE "${root}/usr/share"
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
    DIRECTORY_PERMISSIONS
      OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
      WORLD_EXECUTE
  )
endfunction()

if(CPACK_GENERATOR STREQUAL "DEB")
  foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    finish_debian_package(
      "${CPACK_TEMPORARY_DIRECTORY}/${component}" "${component}"
    )
  endforeach()
endif()

# Whatever the umask is: directories of the archive have no other modes.
execute_process(
  COMMAND chmod -R u=rwX,go=rX "${CPACK_TEMPORARY_DIRECTORY}"
  COMMAND_ERROR_IS_FATAL ANY
)

if(DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(
    COMMAND
      find "${CPACK_TEMPORARY_DIRECTORY}" -exec
      touch --no-dereference "--date=@$ENV{SOURCE_DATE_EPOCH}" {} +
    COMMAND_ERROR_IS_FATAL ANY
  )
endif()
