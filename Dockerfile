FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build

# A layer that changes with the POM alone: packaging without sources fetches nearly all that the build
# needs. (dependency:go-offline fails on a Netty artifact whose name depends on the operating system.)
COPY pom.xml ./
COPY .mvn .mvn
RUN mvn -B -q package && rm -r target

COPY conf conf
COPY src/main src/main
RUN mvn -B -q package -DskipTests

# Netty would unpack its native library to /tmp at every start, and do without it where /tmp is mounted
# noexec, as Docker mounts a tmpfs. Readable for any user, however strict the umask of the checkout was.
RUN mkdir -p /app/lib \
    && cp -r target/wsgauge.jar target/wsgauge-cluster.jar target/bin conf /app/ \
    && jar -xf target/wsgauge.jar META-INF/native \
    && mv META-INF/native/*.so /app/lib/ \
    && chmod -R a+rX /app

FROM eclipse-temurin:25-jre

LABEL org.opencontainers.image.title="wsgauge" \
      org.opencontainers.image.description="Both ends of a WebSocket in one jar: a server that replies, a page to try it, a client that pings." \
      org.opencontainers.image.licenses="Apache-2.0"

WORKDIR /app

# Owned by root: the service cannot change its own files. To configure it, mount a directory with a
# config.json over /app/conf, or set WSGAUGE_... variables. It writes below /tmp alone, where Vert.x
# unpacks the page: a read-only root file system needs a tmpfs there.
COPY --from=build /app ./
# Options of the image alone: half of the container's memory for the heap instead of a quarter; the rest is
# for Netty's buffers, which lie outside the heap, and for the JVM itself. Outside of conf, over which a
# configuration may be mounted.
COPY conf/jvm.options ./
RUN echo -XX:MaxRAMPercentage=50 >> jvm.options

# What the JVM finds out anew at each start, kept by the very JVM that will use it: the classes, linked,
# and which methods are hot. The service runs for half a minute, with its own client, is tried by a check
# with 3,000 WebSockets, whose findings do not matter, and ends in order; meanwhile the commands get an
# archive of their own.
RUN WSGAUGE_SOCKET_MAX_CONNECTIONS=4000 JAVA_OPTS=-XX:AOTCacheOutput=/app/wsgauge.aot bin/wsgauge & service=$! \
    ; tries=0; until bin/wsgauge health; do tries=$((tries + 1)); [ $tries -lt 60 ] && sleep 1 || exit 1; done \
    && JAVA_OPTS=-XX:AOTCacheOutput=/app/command.aot bin/wsgauge ping -c 20 -i 0.02 ws://127.0.0.1:8080/ws \
    && { bin/wsgauge check --quick --many 3000 ws://127.0.0.1:8080/ws || [ $? -eq 1 ]; } \
    && kill -TERM $service && wait $service \
    && test -s wsgauge.aot && test -s command.aot

# Where the service says at which address it answers, so that the health check needs no JVM to find it: 20 ms
# of CPU instead of 600. Where /tmp cannot be written, one line of the log says so, and a JVM asks.
ENV WSGAUGE_SERVER_ADDRESS_FILE=/tmp/wsgauge.address

# A number, because that is what a check for a non-root user understands; it needs no entry in passwd.
USER 10001:10001

EXPOSE 8080

# It finds the port wherever that was set: in a file, in the environment or by an option.
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 \
    CMD ["/app/bin/wsgauge", "health"]

# In exec form, so that arguments can follow (ping wss://…); the script becomes java, which so is process 1
# and gets SIGTERM.
ENTRYPOINT ["/app/bin/wsgauge"]
