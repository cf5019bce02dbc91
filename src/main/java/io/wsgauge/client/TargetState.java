package io.wsgauge.client;

import io.wsgauge.client.PingResult.Failed;
import io.wsgauge.config.Durations;
import io.wsgauge.config.Secrets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a target works; logs each change of that, and no try that changes nothing. */
final class TargetState {
  private static final Logger LOGGER = LoggerFactory.getLogger(TargetState.class);

  private enum State {
    UNKNOWN,
    UP,
    DOWN
  }

  private final String name;
  private final String url;
  private State state = State.UNKNOWN;
  private long changedAt;

  TargetState(Target target) {
    this.name = target.name();
    this.url = Secrets.mask(target.url().toString());
  }

  void succeeded() {
    switch (state) {
      case UNKNOWN -> LOGGER.info("{} is up: {}", name, url);
      case DOWN ->
          LOGGER.info(
              "{} is up again after {}: {}",
              name,
              Durations.format(Duration.ofNanos(System.nanoTime() - changedAt)),
              url);
      case UP -> {
        return;
      }
    }
    change(State.UP);
  }

  void failed(Failed failure) {
    if (state == State.DOWN) {
      LOGGER.debug("{} is still down: {}: {}", name, failure.phase().label(), failure.reason());
      return;
    }
    LOGGER.warn("{} is down: {}: {} ({})", name, failure.phase().label(), failure.reason(), url);
    change(State.DOWN);
  }

  private void change(State to) {
    state = to;
    changedAt = System.nanoTime();
  }
}
