// uWebSockets echo server. Usage: uwebsockets PORT
#include "App.h"
#include <cstdlib>
#include <string_view>

struct PerSocket {};

int main(int argc, char **argv) {
    uWS::App().ws<PerSocket>("/*", {
        .compression = uWS::DISABLED,
        .maxPayloadLength = 1048576,
        .idleTimeout = 0,
        .maxBackpressure = 64 * 1024 * 1024,
        .message = [](auto *ws, std::string_view message, uWS::OpCode opcode) { ws->send(message, opcode); },
    }).listen("127.0.0.1", std::atoi(argv[argc - 1]), [](auto *socket) {
        if (!socket) std::exit(1);
    }).run();
}
