package io.wsgauge.soak;

import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What is attacked, and how.
 *
 * @param words what is no option: names, minutes or seconds, a seed
 * @param share percent of their connections that attacks at once have
 * @param java home of the JDK or JRE that runs the jar
 * @param jvm options of that JVM
 * @param ram MiB of resident memory beyond which a container would have been killed; 0 is any
 * @param log directory for what the services print; null for nowhere
 * @param conf goes over the configuration of the lab
 */
record AttackOptions(
    List<String> words,
    int share,
    Path jar,
    Path java,
    List<String> jvm,
    int ram,
    JsonObject conf,
    boolean tls,
    Path log) {

  static final String USAGE =
      """
      src/soak/run --list                            the attacks
      src/soak/run --attack [MINUTES [SEED]] [...]   all at once
      src/soak/run --attack NAMES [SECONDS] [...]    one after the other, each against a new process; a table
        NAMES            separated by commas, each a name or its beginning with a *; each is all of them
        --share PERCENT  of its connections that each attack has when all are at once, 10
        --jar PATH       target/wsgauge.jar
        --java HOME      of the JVM that runs it; this one
        --xmx SIZE       its heap, 128m
        --jvm OPTION     one more option of it, as often as needed
        --ram SIZE       MiB that it may have resident, as a container with so much; also its -XX:MaxRAM
        --conf JSON      or a file of it: over the configuration of the attacks
        --log DIRECTORY  for what each service prints
        --tls            with TLS, and the attacks on it""";

  static AttackOptions of(List<String> args) throws IOException {
    List<String> words = new ArrayList<>();
    int share = 10;
    Path jar = ServiceProcess.JAR;
    Path java = Path.of(System.getProperty("java.home"));
    String xmx = "128m";
    List<String> jvm = new ArrayList<>();
    int ram = 0;
    JsonObject conf = new JsonObject();
    boolean tls = false;
    Path log = null;
    for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
      String arg = rest.next();
      switch (arg) {
        case "--share" -> share = Integer.parseInt(rest.next());
        case "--jar" -> jar = Path.of(rest.next()).toAbsolutePath();
        case "--java" -> java = Path.of(rest.next());
        case "--xmx" -> xmx = rest.next();
        case "--jvm" -> jvm.add(rest.next());
        case "--ram" -> {
          ram = Integer.parseInt(rest.next().replaceAll("[mM]$", ""));
          jvm.add("-XX:MaxRAM=" + ram + "m");
        }
        case "--conf" -> conf = json(rest.next());
        case "--log" -> log = Files.createDirectories(Path.of(rest.next()));
        case "--tls" -> tls = true;
        default -> {
          if (arg.startsWith("-")) {
            throw new IllegalArgumentException(arg + " is none of:\n" + USAGE);
          }
          words.add(arg);
        }
      }
    }
    jvm.add(0, "-Xmx" + xmx);
    return new AttackOptions(words, share, jar, java, jvm, ram, conf, tls, log);
  }

  private static JsonObject json(String textOrFile) throws IOException {
    return new JsonObject(
        textOrFile.startsWith("{") ? textOrFile : Files.readString(Path.of(textOrFile)));
  }

  /** The word of that place, if it is there. */
  long number(int place, long otherwise) {
    return words.size() > place ? Long.parseLong(words.get(place)) : otherwise;
  }
}
