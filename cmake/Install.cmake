# What `cmake --install` puts where, and the packages that CPack makes of it (scripts/package). The program finds its data and
# its probe relative to itself (harness/cli/data_folder.cpp), so these folders are no options: the whole tree can be moved.
include(cmake/Packages.cmake)

set(zsh_folder share/zsh/site-functions)
if(EXISTS /etc/debian_version)
  set(zsh_folder share/zsh/vendor-completions)
endif()

install(TARGETS pgreach RUNTIME DESTINATION bin)
install(TARGETS pgreach-probe RUNTIME DESTINATION libexec/pgreach)
install(DIRECTORY scenarios DESTINATION share/pgreach)
install(DIRECTORY fixtures/docs fixtures/participants DESTINATION share/pgreach/fixtures)
install(DIRECTORY kind DESTINATION share/pgreach PATTERN README.md EXCLUDE)
install(FILES reports/record.schema.json DESTINATION share/pgreach/reports)
install(FILES README.md DESTINATION share/doc/pgreach)
install(DIRECTORY docs/ DESTINATION share/doc/pgreach/docs)
install(FILES kind/README.md DESTINATION share/doc/pgreach/kind)
install(FILES packaging/copyright DESTINATION share/doc/pgreach)

install(DIRECTORY DESTINATION share/man/man1)
install(DIRECTORY DESTINATION share/bash-completion/completions)
install(DIRECTORY DESTINATION ${zsh_folder})
install(DIRECTORY DESTINATION share/fish/vendor_completions.d)

# Manual pages and completions are what the program itself says of its command line.
install(CODE "
  set(program \"$<TARGET_FILE:pgreach>\")
  set(zsh_folder ${zsh_folder})
  set(version ${CPACK_PACKAGE_VERSION})
  set(maintainer \"${PGREACH_MAINTAINER}\")
  set(changelog \"${CMAKE_SOURCE_DIR}/packaging/changelog.in\")")
install(SCRIPT cmake/InstallDocuments.cmake)
