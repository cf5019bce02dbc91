package io.wsgauge;

import io.wsgauge.client.ClientConfig;
import io.wsgauge.config.Checked;
import io.wsgauge.config.Problems;
import io.wsgauge.server.ServerConfig;
import io.wsgauge.socket.SocketConfig;

/** The whole configuration: a section for each feature that has one. */
record Config(ServerConfig server, SocketConfig socket, ClientConfig client) implements Checked {

  @Override
  public void check(Problems problems) {
    server.check(problems);
    client.check(problems);
    if (!server.enabled() && !client.active()) {
      problems.add("server.enabled", false, "nothing is left to run, the client is off as well");
    }
    for (int i = 0; i < client.targets().size(); i++) {
      if (client.enabled() && client.targets().get(i).isSelf() && !server.enabled()) {
        problems.add(
            "client.targets[" + i + "].url",
            "self",
            "must be a URL, since server.enabled is false");
      }
    }
  }
}
