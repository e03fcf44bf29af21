# A part of `cmake --install`: lets the program write its manual pages and completions. Wants `program`, `zsh_folder`, `version`
# and `changelog`.
set(root "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
set(man ${root}/share/man/man1)
set(completions bash share/bash-completion/completions/pgreach zsh ${zsh_folder}/_pgreach fish share/fish/vendor_completions.d/pgreach.fish)
find_program(gzip gzip REQUIRED)

function(ask file)
  execute_process(COMMAND ${program} --no-config ${ARGN} OUTPUT_FILE ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(written)
while(completions)
  list(POP_FRONT completions shell file)
  ask(${root}/${file} completion ${shell})
  list(APPEND written ${root}/${file})
endwhile()

execute_process(COMMAND ${program} --no-config man --folder ${man} COMMAND_ERROR_IS_FATAL ANY)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC) # that of SOURCE_DATE_EPOCH where it is set
configure_file(${changelog} ${root}/share/doc/pgreach/changelog @ONLY)
file(GLOB pages ${man}/pgreach*.1)
list(APPEND pages ${root}/share/doc/pgreach/changelog)
foreach(page IN LISTS pages)
  execute_process(COMMAND ${gzip} -9 -n -f ${page} COMMAND_ERROR_IS_FATAL ANY)
  list(APPEND written ${page}.gz)
endforeach()

string(LENGTH "$ENV{DESTDIR}" before)
foreach(file IN LISTS written) # whatever the umask
  file(CHMOD ${file} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  message(STATUS "Installing: ${file}")
  string(SUBSTRING ${file} ${before} -1 file)
  list(APPEND CMAKE_INSTALL_MANIFEST_FILES ${file})
endforeach()
