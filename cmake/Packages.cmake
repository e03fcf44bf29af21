# Packages: `cpack -G DEB` in a build folder makes the Debian one. For which release it is stands in its version: a package of
# Debian 12 needs the libraries of Debian 12.
set(PGREACH_MAINTAINER "pgreach maintainers <maintainers@pgreach.dev>" CACHE STRING "Who answers for packages that are made here")

set(release "")
if(EXISTS /etc/os-release)
  file(STRINGS /etc/os-release facts)
  foreach(fact IN LISTS facts)
    if(fact MATCHES "^(ID|VERSION_ID)=\"?([a-z0-9.]+)\"?$")
      set(os_${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
    endif()
  endforeach()
  string(REPLACE debian deb release "${os_ID}")
  set(release "+${release}${os_VERSION_ID}")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pgreach)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION}${release})
set(CPACK_PACKAGE_CONTACT ${PGREACH_MAINTAINER})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "prove what network policies do to PostgreSQL")
set(CPACK_PACKAGE_DESCRIPTION "pgreach applies the network policies of a PostgreSQL cluster of CloudNativePG
behind Cilium, attempts connections with real packets, and judges every flow
against what the documentation claims and what Cilium's semantics say. It also
finds mistakes in policies without any cluster.")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Only the embedded backend needs a server, and only kind and cluster need their tools.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "postgresql (>= 14)")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "docker.io, bash-completion, man-db")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
include(CPack)
