#pragma once

// What libraries load and compute once in a process. Nothing of it is done before a flow needs it: most of the time
// between exec and the first attempt would be spent here.
namespace pgreach::probe {

void prepare_tls();   // OpenSSL, without the machine's configuration file
void prepare_curl();  // libcurl, and OpenSSL first

// All of it, and the tables that OpenSSL fills at the first handshake; for a process that forks probes.
void warm_up();

}  // namespace pgreach::probe
